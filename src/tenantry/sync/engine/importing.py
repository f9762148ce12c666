"""Importing: which source users a cycle has to look at, and everything deciding needs of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from tenantry.collaboration.external_users import identity_of
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.deciding import is_in_scope
from tenantry.sync.engine.addressing import MATCHED_HOLDERS, find_holders
from tenantry.sync.engine.completing import read_rows
from tenantry.sync.engine.inheriting import find_heirs
from tenantry.sync.layouts import ID, Row
from tenantry.sync.matching import Holder, Link, LinkState
from tenantry.sync.stores import entitlements, links, target
from tenantry.sync.subject import Subject


def affected_users(
    reading: Reading, connection: Connection, changes: Iterable[feed.Change]
) -> list[str]:
    """Return the ids of source users whose state or entitlement the *changes* may have moved."""
    job = connection.job
    affected: dict[str, None] = {}
    touched_groups: list[str] = []
    for change in changes:
        if change.object_type == "user" or _tells_of_leaving(connection, change):
            affected[change.object_id] = None
        elif change.kind in (feed.MEMBER_ADDED, feed.MEMBER_REMOVED):
            affected[change.related_id or ""] = None
        elif change.object_type == "group" and change.kind != feed.CREATED:
            touched_groups.append(change.object_id)
        elif change.object_type == "servicePrincipal" and (
            change.object_id == job.service_principal_id and change.related_id
        ):
            affected[change.related_id] = None
            touched_groups.append(change.related_id)
    if touched_groups and not connection.sync_all:
        members = entitlements.list_members(reading, job.tenant_id, touched_groups)
        gone = entitlements.list_no_longer_entitled(
            reading, job.tenant_id, job.id, job.service_principal_id
        )
        affected.update(dict.fromkeys([*members, *gone]))
    return list(affected)


def _tells_of_leaving(connection: Connection, change: feed.Change) -> bool:
    """Return whether an own user left the target (decision 12)."""
    return change.kind == feed.LEFT and change.related_id == connection.target_tenant_id


def read_subjects(
    reading: Reading,
    connection: Connection,
    source_ids: Sequence[str],
    *,
    all_concerned: bool = False,
) -> list[Subject]:
    """Return what deciding needs of each user; those that never concerned the job are left out.

    A user that is neither assigned nor linked concerns the job only in sync-all scope, or
    when somebody asks for it by name (*all_concerned*).
    """
    job, rules = connection.job, connection.rules
    rows = read_rows(reading, connection, source_ids)
    linked = links.find_links(reading, job.tenant_id, job.id, source_ids)
    concerned = [
        source_id
        for source_id in source_ids
        if source_id in linked
        or (source_id in rows and (all_concerned or rows[source_id][rules.layout.entitled]))
    ]
    return _with_targets(reading, connection, concerned, rows, linked)


def _with_targets(
    reading: Reading,
    connection: Connection,
    source_ids: Sequence[str],
    rows: dict[str, Row],
    linked: dict[str, Link],
) -> list[Subject]:
    found = _read_targets(reading, connection, [link.target_id for link in linked.values()])
    vanished = {key for key, link in linked.items() if link.target_id not in found}
    in_scope = {key for key in source_ids if is_in_scope(connection.rules, rows.get(key))}
    lost = [key for key in source_ids if key in in_scope and (key not in linked or key in vanished)]
    candidates = _candidates(reading, connection, lost)
    unmatched = [source_id for source_id in lost if source_id not in candidates]
    holders = find_holders(reading, connection, unmatched, rows)
    matching = [ids[0] for ids in candidates.values() if len(ids) == 1]
    matching += [holder.id for holder in holders.values() if holder.kind in MATCHED_HOLDERS]
    found |= _read_targets(reading, connection, matching)
    managers = _linked_managers(reading, connection, rows.values())
    out_of_scope = [key for key in source_ids if key not in in_scope]
    heirs = find_heirs(reading, connection, out_of_scope, linked)
    subjects = []
    for source_id in source_ids:
        link, matches = linked.get(source_id), candidates.get(source_id, [])
        holder, has_vanished = holders.get(source_id), source_id in vanished
        target_id = _target_id(None if has_vanished else link, matches, holder)
        subjects.append(
            Subject(
                source_id,
                rows.get(source_id),
                link,
                matches,
                found.get(target_id),
                managers.get(source_id),
                has_vanished=has_vanished,
                holder=holder,
                heir=heirs.get(source_id),
            )
        )
    return subjects


def _target_id(link: Link | None, matches: Sequence[str], holder: Holder | None) -> str:
    """Return whom of the target a user is compared with."""
    if link is not None:
        return link.target_id
    if matches:
        return matches[0] if len(matches) == 1 else ""
    return holder.id if holder else ""


def _read_targets(
    reading: Reading, connection: Connection, target_ids: Sequence[str]
) -> dict[str, tuple[Any, ...]]:
    layout = connection.rules.target_layout
    read = target.read_users(reading, connection.target_tenant_id, target_ids, layout.columns)
    return {user_id: (row[0], *layout.align(row[1:])) for user_id, row in read.items()}


def _candidates(
    reading: Reading, connection: Connection, source_ids: Sequence[str]
) -> dict[str, list[str]]:
    """Return source id → target users that carry the identity."""
    identities = {identity_of(source_id): source_id for source_id in source_ids}
    found = target.find_by_alternative_security_id(
        reading, connection.target_tenant_id, list(identities)
    )
    return {identities[identity]: user_ids for identity, user_ids in found.items()}


def _linked_managers(
    reading: Reading, connection: Connection, rows: Iterable[Row]
) -> dict[str, str]:
    """Return source id → target id of the manager, for managers whose target user is live."""
    place, job = connection.rules.manager, connection.job
    if place is None:
        return {}
    wanted = {row[ID]: row[place] for row in rows if row[place] is not None}
    found = links.find_links(reading, job.tenant_id, job.id, list(set(wanted.values())))
    linked = [link.target_id for link in found.values() if link.state is not LinkState.DELETED]
    stored = target.read_users(reading, connection.target_tenant_id, linked, [])
    live = {target_id for target_id, (deleted_at,) in stored.items() if deleted_at is None}
    return {
        source_id: found[manager_id].target_id
        for source_id, manager_id in wanted.items()
        if manager_id in found and found[manager_id].target_id in live
    }
