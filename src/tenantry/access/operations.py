"""What a caller can do with the cross-tenant access policy of the own tenant.

Each operation authorizes, loads, decides and writes inside the caller's transaction; a write
leaves a feed entry of type `policy` and an audit record.  Permissions: contract §2.2.
"""

from collections.abc import Collection, Mapping

from tenantry.access import store
from tenantry.access.policy import (
    SYSTEM_DEFAULT,
    DefaultSettings,
    IdentitySynchronization,
    Partner,
    merged,
)
from tenantry.access.recording import record
from tenantry.access.settings import check_settings
from tenantry.access.synchronization import Side, find_refusals
from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory.stores import tenants
from tenantry.directory.tenants import EXTERNAL
from tenantry.errors import (
    AlreadyExistsError,
    InvalidValueError,
    NotConfiguredError,
    NotFoundError,
    PolicyCheckError,
)
from tenantry.storage.filters.keyset import Position
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork

READ = ("Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess")
WRITE = ("Policy.ReadWrite.CrossTenantAccess",)


def check_may_read(reading: Reading, actor: Actor) -> None:
    """Raise unless *actor* may read the policy of its tenant, and the tenant has one.

    Raises:
        NotConfiguredError: The tenant is an external one (decision 36).
    """
    _check(reading, actor, READ)


def get_default(reading: Reading, actor: Actor) -> DefaultSettings:
    """Return the settings towards all tenants that are not partners."""
    _check(reading, actor, READ)
    return SYSTEM_DEFAULT


def list_partners(
    reading: Reading, actor: Actor, query: PageQuery
) -> tuple[list[Partner], Position | None]:
    """Return a page of partners by tenant id, and where the next page starts."""
    _check(reading, actor, READ)
    return store.list_partners(reading, actor.tenant_id, query)


def count_partners(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many partners meet the condition of *query*."""
    _check(reading, actor, READ)
    return store.count_partners(reading, actor.tenant_id, query)


def get_partner(reading: Reading, actor: Actor, partner_tenant_id: str) -> Partner:
    """Return the configuration towards one tenant; `NotConfiguredError` if there is none."""
    _check(reading, actor, READ)
    return _get_partner(reading, actor.tenant_id, partner_tenant_id)


def add_partner(
    work: UnitOfWork, actor: Actor, partner_tenant_id: str, given: Mapping[str, object]
) -> Partner:
    """Add a partner with the settings *given*, by their Python names.

    Raises:
        InvalidValueError: The tenant is unknown or the own one, or a setting breaks a rule.
        AlreadyExistsError: The tenant is a partner already.
    """
    _check(work, actor, WRITE)
    if partner_tenant_id == actor.tenant_id:
        raise InvalidValueError("tenantId", "`tenantId` is your own tenant; name another one")
    if tenants.find(work, partner_tenant_id) is None:
        message = f"`tenantId` `{partner_tenant_id}` is no tenant that is known here"
        raise InvalidValueError("tenantId", message)
    if store.find_partner(work, actor.tenant_id, partner_tenant_id) is not None:
        raise AlreadyExistsError("tenantId")
    partner = merged(Partner(partner_tenant_id=partner_tenant_id), given)
    check_settings(partner)
    store.add_partner(work, actor.tenant_id, partner)
    record(work, actor, activities.ADD_PARTNER, None, partner)
    return partner


def update_partner(
    work: UnitOfWork, actor: Actor, partner_tenant_id: str, given: Mapping[str, object]
) -> None:
    """Change the settings *given*, by their Python names: null inherits again (decision 9).

    Raises:
        InvalidValueError: The settings together break a rule.
        NotConfiguredError: The tenant is not a partner.
    """
    _check(work, actor, WRITE)
    before = _get_partner(work, actor.tenant_id, partner_tenant_id, lock=True)
    after = merged(before, given)
    check_settings(after)
    store.save_partner(work, actor.tenant_id, after)
    record(work, actor, activities.UPDATE_PARTNER, before, after)


def delete_partner(work: UnitOfWork, actor: Actor, partner_tenant_id: str) -> None:
    """Take a partner away: from now on the defaults hold.

    Raises:
        InvalidValueError: The partner still has identity synchronization settings, or is a
            service provider (contract §2.6, behaviour §11).
        NotConfiguredError: The tenant is not a partner.
    """
    _check(work, actor, WRITE)
    partner = _get_partner(work, actor.tenant_id, partner_tenant_id, lock=True)
    if partner.is_service_provider:
        message = "a service provider stays a partner; set `isServiceProvider` to false first"
        raise InvalidValueError("isServiceProvider", message)
    if store.find_synchronization(work, actor.tenant_id, partner_tenant_id) is not None:
        message = "the partner has identity synchronization settings; delete them first"
        raise InvalidValueError("identitySynchronization", message)
    store.remove_partner(work, actor.tenant_id, partner_tenant_id)
    record(work, actor, activities.DELETE_PARTNER, partner, None)


def list_synchronizations(
    reading: Reading, actor: Actor, partner_tenant_ids: Collection[str]
) -> Mapping[str, IdentitySynchronization]:
    """Return the identity synchronization settings of those partners that have some."""
    _check(reading, actor, READ)
    return store.list_synchronizations(reading, actor.tenant_id, partner_tenant_ids)


def get_synchronization(
    reading: Reading, actor: Actor, partner_tenant_id: str
) -> IdentitySynchronization:
    """Return a partner's identity synchronization settings; `NotConfiguredError` if none."""
    _check(reading, actor, READ)
    return _get_synchronization(reading, actor.tenant_id, partner_tenant_id)


def add_synchronization(work: UnitOfWork, actor: Actor, given: IdentitySynchronization) -> None:
    """Say whether a partner may synchronize users into this tenant (CTS-025).

    Raises:
        AlreadyExistsError: The partner has such settings; update them instead (decision 23).
        NotConfiguredError: The tenant is not a partner.
    """
    _check(work, actor, WRITE)
    partner_tenant_id = given.partner_tenant_id
    _get_partner(work, actor.tenant_id, partner_tenant_id, lock=True)
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
    _check(work, actor, WRITE)
    _get_partner(work, actor.tenant_id, partner_tenant_id, lock=True)
    before = _get_synchronization(work, actor.tenant_id, partner_tenant_id)
    after = merged(before, given)
    store.save_synchronization(work, actor.tenant_id, after)
    record(work, actor, activities.UPDATE_IDENTITY_SYNC, before, after)


def delete_synchronization(work: UnitOfWork, actor: Actor, partner_tenant_id: str) -> None:
    """Take a partner's identity synchronization settings away; its users stay (CTS-117)."""
    _check(work, actor, WRITE)
    _get_partner(work, actor.tenant_id, partner_tenant_id, lock=True)
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

    The one place where this package reads the settings of two tenants.  The error names every
    missing setting, and carries the side and name of the first (decision 22).
    """
    source = _side(reading, source_tenant_id, target_tenant_id)
    target = _side(reading, target_tenant_id, source_tenant_id)
    findings = list(find_refusals(source, target, may_cross_clouds=may_cross_clouds))
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


def _check(reading: Reading, actor: Actor, permissions: tuple[str, ...]) -> None:
    actor.require(*permissions)
    tenant = tenants.find(reading, actor.tenant_id)
    if tenant is not None and tenant["kind"] == EXTERNAL:
        raise NotConfiguredError("an external tenant has no cross-tenant access policy")


def _get_partner(
    reading: Reading, tenant_id: str, partner_tenant_id: str, *, lock: bool = False
) -> Partner:
    partner = store.find_partner(reading, tenant_id, partner_tenant_id, lock=lock)
    if partner is None:
        message = f"tenant `{partner_tenant_id}` is not a partner; add it to `partners` first"
        raise NotConfiguredError(message, object_id=partner_tenant_id)
    return partner


def _get_synchronization(
    reading: Reading, tenant_id: str, partner_tenant_id: str
) -> IdentitySynchronization:
    synchronization = store.find_synchronization(reading, tenant_id, partner_tenant_id)
    if synchronization is None:
        message = f"partner `{partner_tenant_id}` has no `identitySynchronization`; PUT it first"
        raise NotConfiguredError(message, object_id=partner_tenant_id)
    return synchronization
