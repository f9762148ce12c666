"""Partners: the configurations towards single other tenants."""

from collections.abc import Mapping

from tenantry.access import store
from tenantry.access.actions import partner_changes, partner_creation
from tenantry.access.operations.authorization import (
    READ,
    WRITE,
    check_access,
    check_licences,
)
from tenantry.access.operations.registration import trust_advice
from tenantry.access.policy import Partner, merged
from tenantry.access.recording import record
from tenantry.access.settings import check_settings
from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory import actions
from tenantry.directory.stores import tenants
from tenantry.errors import AlreadyExistsError, InvalidValueError, NotConfiguredError
from tenantry.storage.filters.keyset import Position
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def list_partners(
    reading: Reading, actor: Actor, query: PageQuery
) -> tuple[list[Partner], Position | None]:
    """Return a page of partners by tenant id, and where the next page starts."""
    check_access(reading, actor, READ, [actions.PARTNERS_READ])
    return store.list_partners(reading, actor.tenant_id, query)


def count_partners(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many partners meet the condition of *query*."""
    check_access(reading, actor, READ, [actions.PARTNERS_READ])
    return store.count_partners(reading, actor.tenant_id, query)


def get_partner(reading: Reading, actor: Actor, partner_tenant_id: str) -> Partner:
    """Return the configuration towards one tenant; `NotConfiguredError` if there is none."""
    check_access(reading, actor, READ, [actions.PARTNERS_READ])
    return load_partner(reading, actor.tenant_id, partner_tenant_id)


def add_partner(
    work: UnitOfWork,
    actor: Actor,
    partner_tenant_id: str,
    given: Mapping[str, object],
    *,
    may_be_unknown: bool = False,
    may_cross_clouds: bool = False,
) -> Partner:
    """Add a partner with the settings *given*, by their Python names.

    Raises:
        InvalidValueError: The tenant is unknown, unless it *may_be_unknown*, or the own one, or a
            setting breaks a rule, or gives automatic consent to another cloud, unless it
            *may_cross_clouds* (AR-018).
        AlreadyExistsError: The tenant is a partner already.
        LicenceRequiredError: A setting takes a licence that the tenant lacks.
    """
    check_access(work, actor, WRITE, partner_creation(given))
    if partner_tenant_id == actor.tenant_id:
        raise InvalidValueError("tenantId", "`tenantId` is your own tenant; name another one")
    if not may_be_unknown and tenants.find(work, partner_tenant_id) is None:
        message = f"`tenantId` `{partner_tenant_id}` is no tenant that is known here"
        raise InvalidValueError("tenantId", message)
    if store.find_partner(work, actor.tenant_id, partner_tenant_id) is not None:
        raise AlreadyExistsError("tenantId")
    partner = merged(Partner(partner_tenant_id=partner_tenant_id), given)
    check_settings(partner)
    if not may_cross_clouds:
        _check_cloud(work, actor.tenant_id, partner)
    check_licences(work, actor.tenant_id, None, partner)
    store.add_partner(work, actor.tenant_id, partner)
    record(work, actor, activities.ADD_PARTNER, None, partner)
    return partner


def update_partner(
    work: UnitOfWork,
    actor: Actor,
    partner_tenant_id: str,
    given: Mapping[str, object],
    *,
    may_cross_clouds: bool = False,
) -> str | None:
    """Change the settings *given*, by their Python names: null inherits again (decision 9).

    Returns advice where the partner's users are trusted and asked to register (XTA-031).

    Raises:
        InvalidValueError: The settings together break a rule, or give automatic consent to
            another cloud, unless they *may_cross_clouds* (AR-018).
        NotConfiguredError: The tenant is not a partner.
        LicenceRequiredError: A setting takes a licence that the tenant lacks.
    """
    check_access(work, actor, WRITE, partner_changes(given))
    before = load_partner(work, actor.tenant_id, partner_tenant_id, lock=True)
    after = merged(before, given)
    check_settings(after)
    if not may_cross_clouds:
        _check_cloud(work, actor.tenant_id, after)
    check_licences(work, actor.tenant_id, before, after)
    store.save_partner(work, actor.tenant_id, after)
    record(work, actor, activities.UPDATE_PARTNER, before, after)
    return trust_advice(work, actor.tenant_id, after)


def _check_cloud(reading: Reading, tenant_id: str, partner: Partner) -> None:
    """Raise `InvalidValueError` for automatic consent between clouds, as far as they are known."""
    if not (partner.is_inbound_consent_automatic or partner.is_outbound_consent_automatic):
        return
    own, other = (tenants.find(reading, each) for each in (tenant_id, partner.partner_tenant_id))
    if own is None or other is None or own["cloud"] == other["cloud"]:
        return
    message = (
        f"`automaticUserConsentSettings` cannot be true for a tenant of another cloud,"
        f" `{other['cloud']}`; leave them out, or let the operator set `sync.cross_cloud`"
    )
    raise InvalidValueError("automaticUserConsentSettings", message)


def delete_partner(work: UnitOfWork, actor: Actor, partner_tenant_id: str) -> None:
    """Take a partner away: from now on the defaults hold.

    Raises:
        InvalidValueError: The partner still has identity synchronization settings, or is a
            service provider (contract §2.6, behaviour §11).
        NotConfiguredError: The tenant is not a partner.
    """
    check_access(work, actor, WRITE, [actions.PARTNERS_DELETE])
    partner = load_partner(work, actor.tenant_id, partner_tenant_id, lock=True)
    if partner.is_service_provider:
        message = "a service provider stays a partner; set `isServiceProvider` to false first"
        raise InvalidValueError("isServiceProvider", message)
    if store.find_synchronization(work, actor.tenant_id, partner_tenant_id) is not None:
        message = "the partner has identity synchronization settings; delete them first"
        raise InvalidValueError("identitySynchronization", message)
    store.remove_partner(work, actor.tenant_id, partner_tenant_id)
    record(work, actor, activities.DELETE_PARTNER, partner, None)


def load_partner(
    reading: Reading, tenant_id: str, partner_tenant_id: str, *, lock: bool = False
) -> Partner:
    """Return the configuration towards one tenant, for callers that were authorized.

    Raises:
        NotConfiguredError: The tenant is not a partner.
    """
    partner = store.find_partner(reading, tenant_id, partner_tenant_id, lock=lock)
    if partner is None:
        message = f"tenant `{partner_tenant_id}` is not a partner; add it to `partners` first"
        raise NotConfiguredError(message, object_id=partner_tenant_id)
    return partner
