"""What a plan says will be, for those who plan on top of it or ask whether it still holds."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from tenantry.storage.id_lists import is_among
from tenantry.storage.tables import sync_plan_changes
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.deciding import REDUNDANT
from tenantry.sync.planning import Action
from tenantry.sync.stores.plan_entries import of_entries

_changes = sync_plan_changes.c
_EXPORTED = [
    action.value
    for action in (
        Action.CREATE,
        Action.UPDATE,
        Action.RESTORE,
        Action.REDEEM,
        Action.SHARE,
        Action.BEQUEATH,
        Action.DELETE,
        Action.UNLINK,
    )
]


_LEAVING = (Action.DELETE.value, Action.UNLINK.value, Action.BEQUEATH.value)


def find_exported(
    reading: Reading, tenant_id: str, plan_id: str, source_ids: Sequence[str]
) -> set[str]:
    """Return those whose target user or link the plan changes."""
    query = select(_changes.source_id).where(
        of_entries(tenant_id, plan_id),
        is_among(reading.connection, _changes.source_id, source_ids),
        _changes.action.in_(_EXPORTED),
    )
    return set(reading.connection.execute(query).scalars())


def find_moved(
    reading: Reading, tenant_id: str, plan_id: str, source_ids: Sequence[str]
) -> dict[str, str | None]:
    """Return source id → live target user after the plan, None for who is gone by then."""
    query = select(_changes.source_id, _changes.target_id, _changes.action).where(
        of_entries(tenant_id, plan_id),
        is_among(reading.connection, _changes.source_id, source_ids),
        or_(_changes.action.in_(_EXPORTED), _changes.reason == REDUNDANT),
    )
    return {
        row.source_id: None if row.action in _LEAVING else row.target_id
        for row in reading.connection.execute(query)
    }


def find_taken(
    reading: Reading, tenant_id: str, plan_id: str, name_keys: Sequence[str]
) -> dict[str, str]:
    """Return folded name → target user that takes it in the plan."""
    query = select(_changes.name_key, _changes.target_id).where(
        of_entries(tenant_id, plan_id),
        is_among(reading.connection, _changes.name_key, name_keys),
    )
    return {row.name_key: row.target_id for row in reading.connection.execute(query)}


def find_claimed(
    reading: Reading, tenant_id: str, plan_id: str, addresses: Sequence[str]
) -> dict[str, str]:
    """Return folded address → target user that gets it in the plan."""
    query = select(_changes.address_key, _changes.target_id).where(
        of_entries(tenant_id, plan_id),
        is_among(reading.connection, _changes.address_key, addresses),
    )
    return {row.address_key: row.target_id for row in reading.connection.execute(query)}


def find_freed(
    reading: Reading, tenant_id: str, plan_id: str, name_keys: Sequence[str]
) -> set[str]:
    """Return the folded names that their holders give up in the plan."""
    query = select(_changes.freed_key).where(
        of_entries(tenant_id, plan_id),
        is_among(reading.connection, _changes.freed_key, name_keys),
    )
    return set(reading.connection.execute(query).scalars())


def find_blocked(
    reading: Reading, tenant_id: str, plan_id: str, target_ids: Sequence[str]
) -> list[str]:
    """Return the users whom the plan puts into escrow because of *target_ids*."""
    query = select(_changes.source_id).where(
        of_entries(tenant_id, plan_id),
        _changes.action == Action.ESCROW.value,
        _changes.is_superseded.is_(False),
        is_among(reading.connection, _changes.blocked_by, target_ids),
    )
    return list(reading.connection.execute(query).scalars())


def list_sources(
    reading: Reading, tenant_id: str, plan_id: str, action: str
) -> list[tuple[str, str]]:
    """Return source id and type of the objects of an action, in the order of their ids."""
    query = (
        select(_changes.source_id, _changes.object_type)
        .where(
            of_entries(tenant_id, plan_id),
            _changes.action == action,
            _changes.is_superseded.is_(False),
        )
        .order_by(_changes.source_id)
    )
    return [(row[0], row[1]) for row in reading.connection.execute(query)]


def concerns_targets(
    reading: Reading, tenant_id: str, plan_id: str, target_ids: Sequence[str]
) -> bool:
    """Return whether an entry is about one of these target users."""
    query = (
        select(_changes.number)
        .where(
            of_entries(tenant_id, plan_id),
            is_among(reading.connection, _changes.target_id, target_ids),
        )
        .limit(1)
    )
    return reading.connection.execute(query).first() is not None
