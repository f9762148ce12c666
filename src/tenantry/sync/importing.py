"""Importing: which source users a cycle has to look at, and everything deciding needs of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.deciding import JobRules, Subject, may_be_matched
from tenantry.sync.expression import Inputs
from tenantry.sync.groups.rules import GroupRules
from tenantry.sync.jobs import Job
from tenantry.sync.layouts import ID, Row
from tenantry.sync.matching import Link, LinkState, identity_of
from tenantry.sync.stores import links, source, target


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A job's two ends, as its connection settings name them.

    ``verified_domains`` are the source's: an external user's mail must be of one (behaviour §4).
    ``inputs`` are what `Now` and the functions that draw lots give while it lasts (ADR 0011).
    ``groups`` decide on groups, None where their mapping is off.
    """

    job: Job
    rules: JobRules
    sync_all: bool
    target_tenant_id: str
    service_principal_name: str
    verified_domains: frozenset[str]
    inputs: Inputs
    groups: GroupRules | None = None


def affected_users(
    reading: Reading, connection: Connection, changes: Iterable[feed.Change]
) -> list[str]:
    """Return the ids of source users whose state or entitlement the *changes* may have moved."""
    job = connection.job
    affected: dict[str, None] = {}
    touched_groups: list[str] = []
    for change in changes:
        if change.object_type == "user":
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
        members = source.list_members(reading, job.tenant_id, touched_groups)
        gone = source.list_no_longer_entitled(
            reading, job.tenant_id, job.id, job.service_principal_id
        )
        affected.update(dict.fromkeys([*members, *gone]))
    return list(affected)


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
    entitled = source.is_entitled(
        job.tenant_id, job.service_principal_id, sync_all=connection.sync_all
    )
    app_roles = _app_roles(reading, connection, source_ids)
    rows = {
        row[0]: rules.layout.complete(row, connection.inputs, app_roles)
        for row in source.read_users(
            reading, job.tenant_id, source_ids, rules.layout.columns, entitled
        )
    }
    linked = links.find_links(reading, job.tenant_id, job.id, source_ids)
    concerned = [
        source_id
        for source_id in source_ids
        if source_id in linked
        or (source_id in rows and (all_concerned or rows[source_id][rules.layout.entitled]))
    ]
    return _with_targets(reading, connection, concerned, rows, linked)


def _app_roles(
    reading: Reading, connection: Connection, source_ids: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    if not connection.rules.layout.reads_app_roles:
        return {}
    job = connection.job
    return source.read_app_roles(reading, job.tenant_id, job.service_principal_id, source_ids)


def _with_targets(
    reading: Reading,
    connection: Connection,
    source_ids: Sequence[str],
    rows: dict[str, Row],
    linked: dict[str, Link],
) -> list[Subject]:
    candidates = _candidates(reading, connection, source_ids, rows, linked)
    wanted = [link.target_id for link in linked.values()]
    wanted += [found[0] for found in candidates.values() if len(found) == 1]
    layout = connection.rules.target_layout
    read = target.read_users(reading, connection.target_tenant_id, wanted, layout.columns)
    found = {user_id: (row[0], *layout.align(row[1:])) for user_id, row in read.items()}
    managers = _linked_managers(reading, connection, rows.values())
    subjects = []
    for source_id in source_ids:
        link, matches = linked.get(source_id), candidates.get(source_id, [])
        target_id = link.target_id if link else matches[0] if len(matches) == 1 else ""
        row = rows.get(source_id)
        subjects.append(
            Subject(
                source_id,
                row,
                link,
                matches,
                found.get(target_id),
                managers.get(source_id),
            )
        )
    return subjects


def _candidates(
    reading: Reading,
    connection: Connection,
    source_ids: Sequence[str],
    rows: dict[str, Row],
    linked: dict[str, Link],
) -> dict[str, list[str]]:
    """Return source id → matching target users, for users in scope that have no link."""
    identities = {
        identity_of(source_id): source_id
        for source_id in source_ids
        if source_id not in linked and may_be_matched(connection.rules, rows.get(source_id))
    }
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
