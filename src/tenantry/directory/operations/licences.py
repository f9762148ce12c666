"""Licences: what a tenant has, which of its users have what, and whether that is enough.

The operator says how many units of a SKU a tenant has; its administrators assign them.
"""

from collections.abc import Sequence

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory import rights
from tenantry.directory.actions import LICENCES_ASSIGN
from tenantry.directory.licensing import (
    ENFORCE,
    Feature,
    check_available,
    check_units,
    has_p1,
    relicensed,
    require_plan,
)
from tenantry.directory.operations.lookups import find_user, not_found, require_user
from tenantry.directory.operations.recording import record_change
from tenantry.directory.operations.scopes import require_over
from tenantry.directory.operations.tenants import require_operator
from tenantry.directory.operations.user_changes import change_user
from tenantry.directory.operations.visibility import require_no_guest, require_own
from tenantry.directory.skus import SKUS, Sku, find_sku, subscribed_sku_id
from tenantry.directory.stores import licences as store, tenants
from tenantry.directory.values import Record, differing
from tenantry.errors import InvalidValueError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_TIED = "assigned_licenses"


def list_skus(reading: Reading, actor: Actor) -> list[Record]:
    """Return what the tenant has, each with `consumed_units` and the tenant's name."""
    actor.require(*rights.LICENCES_READ)
    require_no_guest(actor)
    tenant = _require_tenant(reading, actor.tenant_id)
    subscribed = store.list_subscribed(reading, actor.tenant_id)
    return [_completed(reading, tenant, each) for each in subscribed]


def get_sku(reading: Reading, actor: Actor, key: str) -> Record:
    """Return what the tenant has of one SKU, by `skus.subscribed_sku_id`.

    Raises `NotFoundError` if it has none, and for another tenant's id.
    """
    actor.require(*rights.LICENCES_READ)
    require_no_guest(actor)
    sku_id = key.lower().rpartition("_")[2]
    subscribed = store.find_subscribed(reading, actor.tenant_id, sku_id)
    if subscribed is None or key.lower() != subscribed_sku_id(actor.tenant_id, sku_id):
        raise not_found(key)
    return _completed(reading, _require_tenant(reading, actor.tenant_id), subscribed)


def set_units(work: UnitOfWork, actor: Actor, written: str, units: int) -> Record:
    """Let the tenant have *units* of the SKU with this id or part number; return it.

    0 takes the SKU away.  Raises `InvalidValueError` for an unknown SKU, `ConflictError` for
    one that users have.
    """
    require_operator(actor)
    sku = _require_known(written)
    tenant = _require_tenant(work, actor.tenant_id)
    before = store.find_subscribed(work, actor.tenant_id, sku.id, lock=True)
    consumed = store.count_holders(work, actor.tenant_id, sku.id)
    check_units(sku, units, consumed)
    held = before["enabled_units"] if before else 0
    after = {"sku_id": sku.id, "enabled_units": units, "consumed_units": consumed}
    if held == units:
        return after
    if units:
        store.save_subscribed(work, actor.tenant_id, sku.id, units, new_id())
    else:
        store.remove_subscribed(work, actor.tenant_id, sku.id)
    record_change(
        work,
        actor,
        activities.UPDATE_TENANT,
        object_type="tenant",
        target=tenant,
        kind=feed.UPDATED,
        changes={sku.part_number: units},
        before={sku.part_number: held},
    )
    return after


def assign_licences(
    work: UnitOfWork, actor: Actor, key: str, added: Sequence[Record], removed: Sequence[str]
) -> Record:
    """Give a user licences and take some away; return the user.

    Raises what `licensing.relicensed` and `licensing.check_available` raise.
    """
    found = find_user(work, actor.tenant_id, key)
    over = found["id"] if found else ""
    require_over(work, actor, over, LICENCES_ASSIGN, *rights.LICENCES_WRITE)
    user = require_user(work, actor.tenant_id, key)
    held = user[_TIED] or []
    wanted = {each["sku_id"] for each in added}
    subscribed = {
        sku_id: found
        for sku_id in sorted(wanted)  # in one order, so that two callers never deadlock
        if (found := store.find_subscribed(work, actor.tenant_id, sku_id, lock=True))
    }
    after = relicensed(
        user, held, added, removed, subscribed=subscribed.keys(), instant=work.instant
    )
    for sku_id in wanted - {each["sku_id"] for each in held}:
        consumed = store.count_holders(work, actor.tenant_id, sku_id)
        check_available(SKUS[sku_id], subscribed[sku_id]["enabled_units"], consumed)
    changes = differing(user, {_TIED: after or None})
    return change_user(work, actor, activities.CHANGE_LICENSE, user, changes) if changes else user


def list_licences(reading: Reading, actor: Actor, key: str) -> tuple[Record, list[Record]]:
    """Return a user and the licences assigned to them."""
    require_own(reading, actor, key)
    user = require_user(reading, actor.tenant_id, key)
    if not (actor.actor_id == user["id"] and actor.may(*rights.OWN_PROFILE_READ)):
        actor.require(*rights.USER_LICENCES_READ)
    return user, user[_TIED] or []


def require_licence(reading: Reading, tenant_id: str, feature: Feature) -> None:
    """Raise `LicenceRequiredError` where licences are enforced and the tenant lacks the one."""
    if reading.licensing == ENFORCE:
        require_plan(feature, list_owned_skus(reading, tenant_id))


def find_standing(reading: Reading, tenant_id: str) -> bool | None:
    """Return whether the tenant has Entra ID P1, None where licences are not enforced."""
    if reading.licensing != ENFORCE:
        return None
    return has_p1(list_owned_skus(reading, tenant_id))


def list_subscribed(reading: Reading, tenant_id: str) -> list[Record]:
    """Return what the tenant has, for callers that were authorized."""
    return store.list_subscribed(reading, tenant_id)


def list_owned_skus(reading: Reading, tenant_id: str) -> list[Sku]:
    """Return the SKUs that the tenant has units of."""
    return [SKUS[each["sku_id"]] for each in store.list_subscribed(reading, tenant_id)]


def _completed(reading: Reading, tenant: Record, subscribed: Record) -> Record:
    consumed = store.count_holders(reading, tenant["id"], subscribed["sku_id"])
    return {**subscribed, "consumed_units": consumed, "account_name": tenant["display_name"]}


def _require_tenant(reading: Reading, tenant_id: str) -> Record:
    tenant = tenants.find(reading, tenant_id)
    if tenant is None:
        raise not_found(tenant_id)
    return tenant


def _require_known(written: str) -> Sku:
    sku = find_sku(written)
    if sku is None:
        known = ", ".join(f"`{each.part_number}`" for each in SKUS.values())
        raise InvalidValueError("sku", f"`{written}` is no SKU that is known here; use {known}")
    return sku
