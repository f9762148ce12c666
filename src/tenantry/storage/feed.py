"""The change feed: per tenant, gap-free and in the order of commits.

A writer takes its sequence numbers from the tenant's counter row as the last act of its
transaction; the row stays locked until the commit, so a reader that sees number n has seen
every number below it.  Several tenants' rows are taken in ascending tenant id, so that
opposite writers never deadlock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, text

from tenantry.storage.bulk import insert_rows
from tenantry.storage.tables import changes, feed_positions

ChangeRow = tuple[str, str, str, str | None, str | None]
"""Object type, object id, kind, related id, names of the changed properties (comma list)."""

CREATED, UPDATED, DELETED, RESTORED, PURGED = "created", "updated", "deleted", "restored", "purged"
MEMBER_ADDED, MEMBER_REMOVED = "memberAdded", "memberRemoved"
ASSIGNED, UNASSIGNED = "assigned", "unassigned"
LEFT = "left"  # an own user gave up the account in another tenant, which is the related object
PROVISIONING = "provisioning"  # the origin of what synchronization writes

_OFTEN_SHARED = ("object_type", "kind", "related_id", "properties")
_COLUMNS = ("sequence", "object_type", "object_id", "kind", "related_id", "properties")
_ADVANCE = text(
    "INSERT INTO feed_positions (tenant_id, sequence) VALUES (:tenant_id, :count)"
    " ON CONFLICT (tenant_id) DO UPDATE SET sequence = feed_positions.sequence + :count"
    " RETURNING sequence"
)

_POSITION = select(feed_positions.c.sequence).where(
    feed_positions.c.tenant_id == bindparam("of_tenant")
)
_POSITIONS = select(feed_positions.c.tenant_id, feed_positions.c.sequence).where(
    feed_positions.c.tenant_id.in_(bindparam("of_tenants", expanding=True))
)

_OTHERS = (
    select(changes.c.sequence)
    .where(
        changes.c.tenant_id == bindparam("of_tenant"),
        changes.c.sequence > bindparam("watermark"),
        changes.c.object_type.not_in(bindparam("of_types", expanding=True)),
    )
    .limit(1)
)


_ENTRIES = (
    select(
        changes.c.sequence,
        changes.c.object_type,
        changes.c.object_id,
        changes.c.kind,
        changes.c.related_id,
        changes.c.properties,
    )
    .where(
        changes.c.tenant_id == bindparam("of_tenant"),
        changes.c.sequence > bindparam("watermark"),
        changes.c.sequence <= bindparam("until"),
    )
    .order_by(changes.c.sequence)
    .limit(bindparam("most"))
)
_ENTRIES_OF_TYPES = _ENTRIES.where(changes.c.object_type.in_(bindparam("of_types", expanding=True)))
_EDITS_OF_USERS = _ENTRIES.where(
    changes.c.object_type == "user",
    changes.c.kind == UPDATED,
    changes.c.origin.is_(None),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the feed."""

    sequence: int
    object_type: str
    object_id: str
    kind: str
    related_id: str | None
    properties: tuple[str, ...]


def append(
    connection: Connection,
    recorded: Mapping[str, Sequence[ChangeRow]],
    changed_at: str,
    origins: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, int]:
    """Write the entries of each tenant and return the tenants' new positions.

    *origins* says, for a tenant, who wrote its entries where that was not a caller.

    Call it last before the commit: the counter rows stay locked from here on.
    """
    positions = {}
    for tenant_id in sorted(recorded):
        rows, origin = recorded[tenant_id], origins.get(tenant_id)
        parameters = {"tenant_id": tenant_id, "count": len(rows)}
        last = int(connection.execute(_ADVANCE, parameters).scalar_one())
        first = last - len(rows) + 1
        numbered = [(sequence, *row) for sequence, row in enumerate(rows, first)]
        shared = {"tenant_id": tenant_id, "changed_at": changed_at, "origin": origin}
        insert_rows(
            connection, "changes", _COLUMNS, numbered, shared=shared, often_shared=_OFTEN_SHARED
        )
        positions[tenant_id] = last
    return positions


def position(connection: Connection, tenant_id: str) -> int:
    """Return the number of the tenant's newest visible entry, 0 for none."""
    return int(connection.execute(_POSITION, {"of_tenant": tenant_id}).scalar() or 0)


def positions(connection: Connection, tenant_ids: Sequence[str]) -> dict[str, int]:
    """Return the number of the newest visible entry of each tenant, 0 for none."""
    rows = connection.execute(_POSITIONS, {"of_tenants": tenant_ids})
    found = {row[0]: int(row[1]) for row in rows}
    return {tenant_id: found.get(tenant_id, 0) for tenant_id in tenant_ids}


def has_others(
    connection: Connection, tenant_id: str, watermark: int, object_types: Sequence[str]
) -> bool:
    """Return whether there is an entry after *watermark* of an object of any other type."""
    parameters = {"of_tenant": tenant_id, "watermark": watermark, "of_types": object_types}
    return connection.execute(_OTHERS, parameters).scalar() is not None


def edits_of_users(
    connection: Connection, tenant_id: str, watermark: int, *, until: int, limit: int
) -> list[Change]:
    """Return at most *limit* updates of users, in order, that synchronization did not write."""
    wanted = {"of_tenant": tenant_id, "watermark": watermark, "until": until, "most": limit}
    return _changes(connection, _EDITS_OF_USERS, wanted)


def oldest(connection: Connection, tenant_id: str) -> int:
    """Return the number of the tenant's oldest entry that is still kept, 0 for none."""
    query = (
        select(changes.c.sequence)
        .where(changes.c.tenant_id == tenant_id)
        .order_by(changes.c.sequence)
        .limit(1)
    )
    return int(connection.execute(query).scalar() or 0)


def next_change_at(connection: Connection, tenant_id: str, watermark: int) -> str | None:
    """Return when the first entry after *watermark* was made, None where there is none."""
    query = (
        select(changes.c.changed_at)
        .where(changes.c.tenant_id == tenant_id, changes.c.sequence > watermark)
        .order_by(changes.c.sequence)
        .limit(1)
    )
    return connection.execute(query).scalar()


def since(
    connection: Connection,
    tenant_id: str,
    watermark: int,
    *,
    until: int,
    limit: int,
    object_types: Sequence[str] = (),
) -> list[Change]:
    """Return at most *limit* entries after *watermark* and up to *until*, in order.

    With *object_types* those of other objects are left out.
    """
    wanted = {"of_tenant": tenant_id, "watermark": watermark, "until": until, "most": limit}
    if not object_types:
        return _changes(connection, _ENTRIES, wanted)
    return _changes(connection, _ENTRIES_OF_TYPES, wanted | {"of_types": object_types})


def _changes(
    connection: Connection, query: Select[Any], wanted: Mapping[str, object]
) -> list[Change]:
    return [
        Change(row[0], row[1], row[2], row[3], row[4], tuple(row[5].split(",")) if row[5] else ())
        for row in connection.execute(query, wanted)
    ]
