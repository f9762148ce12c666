"""Connection settings: save and test what links a configuration to its target tenant.

Source: contract §4.5; behaviour §1 rows 6 and 8; claims CTS-014, CTS-032, CTS-033, CTS-088.
"""

from collections.abc import Mapping

from tenantry.access.operations.synchronizations import (
    group_synchronization_refusal,
    synchronization_refusal,
)
from tenantry.actor import Actor
from tenantry.audit import store as audit
from tenantry.audit.activities import UPDATE_PROVISIONING
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.directory import actions
from tenantry.errors import ConflictError, InvalidValueError
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.advice import ONE_ORGANIZATION
from tenantry.sync.groups.rules import GROUPS_OF_ALL, group_rules
from tenantry.sync.operations.authorization import check_read, check_write, require_configuration
from tenantry.sync.schema import ROLES_OF_ALL
from tenantry.sync.settings import (
    COMPANY_ID,
    SYNC_ALL,
    check_connection_settings,
    guard_settings,
    merge_settings,
)
from tenantry.sync.stored_schemas import decode_schema
from tenantry.sync.stores import jobs


def validate_credentials(
    reading: Reading,
    actor: Actor,
    service_principal_id: str,
    credentials: Mapping[str, str] | None,
    *,
    may_cross_clouds: bool = False,
) -> None:
    """Test the connection: both tenants' settings must allow it, groups included if they flow.

    *credentials* None means the saved ones.  Raises `PolicyCheckError` naming the side and the
    setting that is missing.
    """
    check_write(actor)
    require_configuration(reading, actor, service_principal_id)
    values = (
        jobs.read_secrets(reading, actor.tenant_id, service_principal_id)
        if credentials is None
        else check_connection_settings(credentials)
    )
    target_tenant_id = values.get(COMPANY_ID)
    if not target_tenant_id:
        message = "the credentials name no target tenant; add the key `CompanyId`"
        raise InvalidValueError(COMPANY_ID, message)
    refusal = synchronization_refusal(
        reading, actor.tenant_id, target_tenant_id, may_cross_clouds=may_cross_clouds
    )
    if refusal is None and _has_groups(reading, actor.tenant_id, service_principal_id):
        refusal = group_synchronization_refusal(reading, actor.tenant_id, target_tenant_id)
    if refusal is not None:
        raise refusal


def save_connection(
    work: UnitOfWork,
    actor: Actor,
    service_principal_id: str,
    values: Mapping[str, str],
    *,
    instances_per_pair: str = "one",
) -> str | None:
    """Save connection settings; those that are not named stay as they are.

    A second configuration towards the same target is refused (decision 4) unless
    *instances_per_pair* is `many`.  Returns advice where some applies (decision 37): a new
    target is in no multitenant organization with this tenant.
    """
    check_write(actor, actions.CREDENTIALS_MANAGE)
    require_configuration(work, actor, service_principal_id)
    checked = check_connection_settings(values)
    target_tenant_id = checked.get(COMPANY_ID)
    if target_tenant_id == actor.tenant_id:
        raise InvalidValueError(COMPANY_ID, "a tenant cannot be synchronized into itself")
    if checked.get(SYNC_ALL, "").lower() == "true":
        _refuse_assignments(work, actor.tenant_id, service_principal_id)
    if target_tenant_id and instances_per_pair == "one":
        _refuse_second(work, actor.tenant_id, service_principal_id, target_tenant_id)
    jobs.save_secrets(work, actor.tenant_id, service_principal_id, checked)
    guard = guard_settings(checked)
    for job in jobs.list_jobs(work, actor.tenant_id, service_principal_id):
        if target_tenant_id and job.target_tenant_id != target_tenant_id:
            jobs.save_job(work, job, target_tenant_id=target_tenant_id, target_watermark=None)
        if guard:
            jobs.save_job(work, job, settings=merge_settings(job.settings, guard))
    advice = ONE_ORGANIZATION if target_tenant_id else None
    entry = AuditEntry(
        activity=UPDATE_PROVISIONING,
        target=AuditTarget(type="ServicePrincipal", id=service_principal_id),
        details={"Warning": advice} if advice else {},
    )
    audit.add(work, actor, actor.tenant_id, entry)
    return advice


def _has_groups(reading: Reading, tenant_id: str, service_principal_id: str) -> bool:
    """Return whether the configuration's job has its mapping of groups on."""
    found = jobs.list_jobs(reading, tenant_id, service_principal_id)
    return any(group_rules(job.schema) is not None for job in found)


def _refuse_assignments(reading: Reading, tenant_id: str, service_principal_id: str) -> None:
    """Raise `InvalidValueError` if the configuration's job maps what takes assignments."""
    for job in jobs.list_jobs(reading, tenant_id, service_principal_id):
        if group_rules(job.schema) is not None:
            raise InvalidValueError(SYNC_ALL, GROUPS_OF_ALL)
        if decode_schema(job.schema).users.reads_app_roles():
            raise InvalidValueError(SYNC_ALL, ROLES_OF_ALL)


def _refuse_second(
    work: UnitOfWork, tenant_id: str, service_principal_id: str, target_tenant_id: str
) -> None:
    configured = jobs.list_configurations_to(work, tenant_id, target_tenant_id)
    if any(other != service_principal_id for other in configured):
        raise ConflictError(
            f"another configuration already synchronizes into `{target_tenant_id}`;"
            " one source tenant has one configuration for each target tenant"
        )


def read_connection(reading: Reading, actor: Actor, service_principal_id: str) -> Mapping[str, str]:
    """Return the saved connection settings."""
    check_read(actor)
    require_configuration(reading, actor, service_principal_id)
    return jobs.read_secrets(reading, actor.tenant_id, service_principal_id)
