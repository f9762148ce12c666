"""The on-demand operation: who may ask for it, and how often."""

from collections import deque
from threading import Lock

from tenantry.actor import Actor
from tenantry.clock import monotonic_ms
from tenantry.errors import InvalidValueError, TooManyRequestsError
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.on_demand import OnDemandRun, provision_user
from tenantry.sync.operations.authorization import check_write, get_job
from tenantry.sync.provisioning_log import ENTITY_TYPE_NOT_SUPPORTED
from tenantry.sync.schema import decode_schema

_REQUESTS, _WINDOW_MS = 5, 10_000.0  # behaviour §9


class OnDemandLimit:
    """At most five requests in ten seconds for each tenant, counted in this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked: dict[str, deque[float]] = {}

    def check(self, tenant_id: str) -> None:
        """Count one request; raise `TooManyRequestsError` beyond the limit."""
        now = monotonic_ms()
        with self._lock:
            asked = self._asked.setdefault(tenant_id, deque(maxlen=_REQUESTS))
            if len(asked) == _REQUESTS and now - asked[0] < _WINDOW_MS:
                raise TooManyRequestsError(int((_WINDOW_MS - now + asked[0]) / 1000) + 1)
            asked.append(now)


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
