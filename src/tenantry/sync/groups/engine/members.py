"""Members of a target group: the twins of the source group's direct members.

Only users whom the job has linked are members, nested groups are not followed.  A member whose
twin is in the recycle bin stays one, as the directory keeps memberships for a restoration, and
none that left the source group does, whatever has become of the twin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenantry.actor import provisioning_service
from tenantry.audit import activities, store as audit
from tenantry.audit.activities import Activity
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.flows import FlowType
from tenantry.sync.matching import LinkState
from tenantry.sync.stores import group_target, target

_ADDS_ONLY = frozenset(
    {FlowType.MULTI_VALUE_ADD_ONLY, FlowType.VALUE_ADD_ONLY, FlowType.ATTRIBUTE_ADD_ONLY}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChanges:
    """What members of a target group become and cease to be, and whether more has to be done."""

    added: Sequence[str] = ()
    removed: Sequence[str] = ()
    is_complete: bool = True

    def __len__(self) -> int:
        return len(self.added) + len(self.removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedMembers:
    """Direct members of a source group whom the job has linked, and how, by target id.

    Those in ``arriving`` are live in the target by then, whatever it says now.
    """

    states: Mapping[str, LinkState]
    arriving: frozenset[str] = frozenset()


def find_member_changes(
    reading: Reading,
    connection: Connection,
    members: LinkedMembers,
    target_id: str,
    *,
    flow_type: FlowType,
    limit: int,
) -> MemberChanges:
    """Return at most *limit* memberships that differ from those of the source group."""
    linked, arriving = members.states, members.arriving
    current = group_target.list_members(reading, connection.target_tenant_id, target_id)
    if flow_type is FlowType.ATTRIBUTE_ADD_ONLY and current:
        return MemberChanges()
    wanted = [
        user_id
        for user_id, state in linked.items()
        if user_id not in current and state is not LinkState.DELETED
    ]
    stored = target.read_users(
        reading,
        connection.target_tenant_id,
        [user_id for user_id in wanted if user_id not in arriving],
        [],
    )
    live = {user_id for user_id, (deleted_at,) in stored.items() if deleted_at is None}
    added = sorted(live | (arriving & set(wanted)))
    removed = [] if flow_type in _ADDS_ONLY else sorted(current - linked.keys())
    return MemberChanges(
        added=added[: max(limit - len(removed), 0)],
        removed=removed[:limit],
        is_complete=len(added) + len(removed) <= limit,
    )


def write_members(
    work: UnitOfWork, connection: Connection, target_id: str, name: str, changes: MemberChanges
) -> None:
    """Write *changes* of the target group called *name*, with feed entries and audit records."""
    tenant_id = connection.target_tenant_id
    group_target.remove_members(work, tenant_id, target_id, changes.removed)
    group_target.add_users(work, tenant_id, target_id, changes.added)
    group = AuditTarget(type="Group", id=target_id, name=name)
    for kind, activity, member_ids in (
        (feed.MEMBER_REMOVED, activities.REMOVE_MEMBER, changes.removed),
        (feed.MEMBER_ADDED, activities.ADD_MEMBER, changes.added),
    ):
        rows = [("group", target_id, kind, member_id, None) for member_id in member_ids]
        work.record_rows(tenant_id, rows)
        _audit(work, tenant_id, activity, group, member_ids)


def _audit(
    work: UnitOfWork,
    tenant_id: str,
    activity: Activity,
    group: AuditTarget,
    member_ids: Sequence[str],
) -> None:
    entries = [
        AuditEntry(activity=activity, target=group, details={"member_id": member_id})
        for member_id in member_ids
    ]
    audit.add_each(work, provisioning_service(tenant_id), tenant_id, entries)
