"""The on-demand operation: who may ask for it, and how often."""

from tenantry.actor import Actor
from tenantry.clock import epoch_seconds
from tenantry.errors import InvalidValueError, TooManyRequestsError
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.engine.on_demand import OnDemandRun, provision_user
from tenantry.sync.operations.authorization import check_write, get_job
from tenantry.sync.provisioning_log import ENTITY_TYPE_NOT_SUPPORTED
from tenantry.sync.stored_schemas import decode_schema
from tenantry.sync.stores import on_demand_requests

_REQUESTS, _WINDOW_SECONDS = 5, 10.0  # behaviour §9


def count_request(work: UnitOfWork, actor: Actor) -> None:
    """Count one request; raise `TooManyRequestsError` for the sixth within ten seconds.

    One that is refused does not count.
    """
    now = epoch_seconds()
    asked_at = on_demand_requests.take_requests(work, actor.tenant_id)
    recent = [at for at in asked_at if 0 <= now - at < _WINDOW_SECONDS]
    if len(recent) >= _REQUESTS:
        raise TooManyRequestsError(int(_WINDOW_SECONDS - (now - recent[0])) + 1)
    on_demand_requests.save_requests(work, actor.tenant_id, [*recent, now])


def provision_on_demand(
    work: UnitOfWork,
    actor: Actor,
    service_principal_id: str,
    job_id: str,
    *,
    rule_id: str,
    object_id: str,
    object_type: str,
    may_cross_clouds: bool = False,
) -> OnDemandRun:
    """Provision one user now and return every step."""
    check_write(actor)
    job = get_job(work, actor, service_principal_id, job_id, lock=True)
    if rule_id != decode_schema(job.schema).rule_id:
        raise InvalidValueError("ruleId", f"the job's schema has no rule `{rule_id}`")
    if object_type != "User":
        message = f"`{object_type}` cannot be provisioned on demand: {ENTITY_TYPE_NOT_SUPPORTED}"
        raise InvalidValueError("objectTypeName", message)
    return provision_user(work, job, object_id, may_cross_clouds=may_cross_clouds)
