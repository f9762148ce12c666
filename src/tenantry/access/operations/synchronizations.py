"""Identity synchronization settings of partners, and whether both sides allow a synchronization."""

from collections.abc import Collection, Iterable, Mapping

from tenantry.access import store
from tenantry.access.operations.authorization import READ, WRITE, check_access
from tenantry.access.operations.partners import load_partner
from tenantry.access.policy import IdentitySynchronization, merged
from tenantry.access.recording import record
from tenantry.access.synchronization import (
    Finding,
    Side,
    find_group_refusals,
    find_refusals,
)
from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory import actions
from tenantry.directory.stores import tenants
from tenantry.errors import (
    AlreadyExistsError,
    NotConfiguredError,
    NotFoundError,
    PolicyCheckError,
)
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def list_synchronizations(
    reading: Reading, actor: Actor, partner_tenant_ids: Collection[str]
) -> Mapping[str, IdentitySynchronization]:
    """Return the identity synchronization settings of those partners that have some."""
    needed = [actions.IDENTITY_SYNC_READ] if partner_tenant_ids else []
    check_access(reading, actor, READ, needed)
    return store.list_synchronizations(reading, actor.tenant_id, partner_tenant_ids)


def get_synchronization(
    reading: Reading, actor: Actor, partner_tenant_id: str
) -> IdentitySynchronization:
    """Return a partner's identity synchronization settings; `NotConfiguredError` if none."""
    check_access(reading, actor, READ, [actions.IDENTITY_SYNC_READ])
    return _get_synchronization(reading, actor.tenant_id, partner_tenant_id)


def add_synchronization(work: UnitOfWork, actor: Actor, given: IdentitySynchronization) -> None:
    """Say whether a partner may synchronize users into this tenant (CTS-025).

    Raises:
        AlreadyExistsError: The partner has such settings; update them instead (decision 23).
        NotConfiguredError: The tenant is not a partner.
    """
    check_access(work, actor, WRITE, [actions.IDENTITY_SYNC_CREATE])
    partner_tenant_id = given.partner_tenant_id
    load_partner(work, actor.tenant_id, partner_tenant_id, lock=True)
    if store.find_synchronization(work, actor.tenant_id, partner_tenant_id) is not None:
        raise AlreadyExistsError("tenantId")
    store.add_synchronization(work, actor.tenant_id, given)
    record(work, actor, activities.CREATE_IDENTITY_SYNC, None, given)


def update_synchronization(
    work: UnitOfWork, actor: Actor, partner_tenant_id: str, given: Mapping[str, object]
) -> None:
    """Change the members *given*, by their Python names (CTS-029).

    Raises:
        NotConfiguredError: The partner has no such settings.
    """
    check_access(work, actor, WRITE, [actions.IDENTITY_SYNC_UPDATE])
    load_partner(work, actor.tenant_id, partner_tenant_id, lock=True)
    before = _get_synchronization(work, actor.tenant_id, partner_tenant_id)
    after = merged(before, given)
    store.save_synchronization(work, actor.tenant_id, after)
    record(work, actor, activities.UPDATE_IDENTITY_SYNC, before, after)


def delete_synchronization(work: UnitOfWork, actor: Actor, partner_tenant_id: str) -> None:
    """Take a partner's identity synchronization settings away; its users stay (CTS-117)."""
    check_access(work, actor, WRITE, [actions.IDENTITY_SYNC_UPDATE])
    load_partner(work, actor.tenant_id, partner_tenant_id, lock=True)
    before = _get_synchronization(work, actor.tenant_id, partner_tenant_id)
    store.remove_synchronization(work, actor.tenant_id, partner_tenant_id)
    record(work, actor, activities.DELETE_IDENTITY_SYNC, before, None)


def synchronization_refusal(
    reading: Reading,
    source_tenant_id: str,
    target_tenant_id: str,
    *,
    may_cross_clouds: bool = False,
) -> PolicyCheckError | None:
    """Return why *source_tenant_id* may not synchronize users into the target; None if it may.

    This and `group_synchronization_refusal` alone read the settings of two tenants.  The error
    names every missing setting, and carries the side and name of the first (decision 22).
    """
    source = _side(reading, source_tenant_id, target_tenant_id)
    target = _side(reading, target_tenant_id, source_tenant_id)
    return _refusal(find_refusals(source, target, may_cross_clouds=may_cross_clouds))


def group_synchronization_refusal(
    reading: Reading, source_tenant_id: str, target_tenant_id: str
) -> PolicyCheckError | None:
    """Return why groups may not follow users into the target; None if they may."""
    source = _side(reading, source_tenant_id, target_tenant_id)
    target = _side(reading, target_tenant_id, source_tenant_id)
    return _refusal(find_group_refusals(source, target))


def _refusal(found: Iterable[Finding]) -> PolicyCheckError | None:
    findings = list(found)
    if not findings:
        return None
    message = "; ".join(finding.message for finding in findings)
    return PolicyCheckError(message, side=findings[0].side, setting=findings[0].setting)


def _side(reading: Reading, tenant_id: str, other_tenant_id: str) -> Side:
    tenant = tenants.find(reading, tenant_id)
    if tenant is None:
        raise NotFoundError(f"tenant `{tenant_id}` does not exist", object_id=tenant_id)
    return Side(
        tenant_id=tenant_id,
        cloud=tenant["cloud"],
        partner=store.find_partner(reading, tenant_id, other_tenant_id),
        identity_synchronization=store.find_synchronization(reading, tenant_id, other_tenant_id),
    )


def _get_synchronization(
    reading: Reading, tenant_id: str, partner_tenant_id: str
) -> IdentitySynchronization:
    synchronization = store.find_synchronization(reading, tenant_id, partner_tenant_id)
    if synchronization is None:
        message = f"partner `{partner_tenant_id}` has no `identitySynchronization`; PUT it first"
        raise NotConfiguredError(message, object_id=partner_tenant_id)
    return synchronization
