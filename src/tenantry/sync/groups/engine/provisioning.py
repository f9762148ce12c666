"""Groups through every step: first all are decided on, then each is written and logged."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from tenantry.access.operations.synchronizations import group_synchronization_refusal
from tenantry.clock import monotonic_ms
from tenantry.errors import PolicyCheckError
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.deciding import REDUNDANT, decide
from tenantry.sync.default_mappings import MEMBERS
from tenantry.sync.engine.endings import POLICY_CHECK_FAILURE
from tenantry.sync.flows import FlowType
from tenantry.sync.groups.engine.exporting import export_group
from tenantry.sync.groups.engine.importing import read_subjects
from tenantry.sync.groups.engine.members import MemberChanges, find_member_changes, write_members
from tenantry.sync.groups.engine.surroundings import AS_THEY_STAND, GroupSurroundings
from tenantry.sync.groups.rules import DISPLAY_NAME, GroupRules, find_fault
from tenantry.sync.guard import stage_removals
from tenantry.sync.job_rules import NOT_ENTITLED
from tenantry.sync.planning import FLOW_OF_ACTION, Action, PlannedChange
from tenantry.sync.provisioning_log import (
    STATUS,
    WIRE_ACTION,
    Event,
    Step,
    modified_properties,
    standard_steps,
)
from tenantry.sync.schema import GROUP
from tenantry.sync.subject import Subject

_SHOWN_MEMBERS = 100
_WITH_MEMBERS = frozenset({Action.CREATE, Action.UPDATE, Action.RESTORE})


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedGroup:
    """What is to be done with one group; ``members`` may not be all that have to change.

    ``told`` is the change as log and plan tell it: members are among the values.
    """

    subject: Subject
    change: PlannedChange
    members: MemberChanges
    told: PlannedChange
    took_ms: float

    @property
    def is_logged(self) -> bool:
        """Whether the log tells of it, not of what neither is nor ever was assigned."""
        return not (self.change.reason == NOT_ENTITLED and self.subject.link is None)


def plan_group(
    rules: GroupRules,
    subject: Subject,
    refusal: PolicyCheckError | None,
    *,
    is_staging: bool = False,
) -> PlannedChange:
    """Return what is to be done with one group, members apart.

    What the target does not allow (*refusal*), or could not keep, is an escrow; with *is_staging*
    a removal is one that waits for the deletion guard.
    """
    change = decide(rules, subject)
    fault = find_fault(change) if change.action in _WITH_MEMBERS else None
    if refusal is not None and (change.action in FLOW_OF_ACTION or change.reason == REDUNDANT):
        fault = POLICY_CHECK_FAILURE, refusal.message
    if fault is not None:
        change.action = Action.ESCROW
        change.error_code, change.reason = fault
        change.before, change.after = {}, {}
    elif is_staging:
        stage_removals([change])
    return change


def decide_groups(
    reading: Reading,
    connection: Connection,
    rules: GroupRules,
    source_ids: Sequence[str],
    *,
    most_members: int,
    is_staging: bool,
    surroundings: GroupSurroundings = AS_THEY_STAND,
) -> list[DecidedGroup]:
    """Decide on groups, in their order; those that do not concern the job are left out.

    At most *most_members* memberships change: a group that needs more is the last one.
    """
    subjects = read_subjects(reading, connection, rules, source_ids)
    tenants = (connection.job.tenant_id, connection.target_tenant_id)
    refusal = group_synchronization_refusal(reading, *tenants) if subjects else None
    decided: list[DecidedGroup] = []
    for subject in subjects.values():
        began = monotonic_ms()
        change = plan_group(rules, subject, refusal, is_staging=is_staging)
        if change.action is Action.CREATE:
            change.target_id = surroundings.target_id(subject.source_id)
        members = MemberChanges()
        if rules.members is not None and _has_members(change, rules.members):
            members = find_member_changes(
                reading,
                connection,
                surroundings.linked_members(reading, connection, subject.source_id),
                change.target_id or "",
                flow_type=rules.members,
                limit=most_members,
            )
            most_members -= len(members)
        decided.append(
            DecidedGroup(
                subject=subject,
                change=change,
                members=members,
                told=_told(change, members),
                took_ms=monotonic_ms() - began,
            )
        )
        if not members.is_complete:
            break
    return decided


def write_group(
    work: UnitOfWork, connection: Connection, rules: GroupRules, decided: DecidedGroup
) -> Event:
    """Write the group and its memberships; return the log entry."""
    began = monotonic_ms()
    subject, change = decided.subject, decided.change
    name = _name_of(subject, change)
    export_group(work, connection, subject, change, name)
    if decided.members:
        write_members(work, connection, change.target_id or "", name, decided.members)
    event = _event(rules, decided)
    event.duration_ms = int(monotonic_ms() - began + decided.took_ms)
    return event


def _has_members(change: PlannedChange, flow_type: FlowType) -> bool:
    if flow_type is FlowType.OBJECT_ADD_ONLY:
        return change.action is Action.CREATE
    return change.action in _WITH_MEMBERS or change.reason == REDUNDANT


def _name_of(subject: Subject, change: PlannedChange) -> str:
    if "displayName" in change.after:
        return str(change.after["displayName"])
    return str(subject.row[DISPLAY_NAME]) if subject.row is not None else ""


def _told(change: PlannedChange, members: MemberChanges) -> PlannedChange:
    """Return *change* with the members that change among its values."""
    if not members:
        return change
    told = msgspec.structs.replace(
        change,
        before={**change.before, MEMBERS: _shown(members.removed)},
        after={**change.after, MEMBERS: _shown(members.added)},
    )
    if change.reason == REDUNDANT:
        told.action, told.reason = Action.UPDATE, None
    return told


def _event(rules: GroupRules, decided: DecidedGroup) -> Event:
    """Return the log entry; members that changed are told with the attributes."""
    subject, change, members = decided.subject, decided.told, decided.members
    event = Event(
        action=WIRE_ACTION[change.action],
        status=STATUS.get(change.action, "success"),
        source_id=subject.source_id,
        source_type=GROUP,
        source_name=None if subject.row is None else subject.row[DISPLAY_NAME],
        target_id=change.target_id,
        error_code=change.error_code,
        reason=change.reason,
        modified=modified_properties(change, rules.mapping.redacted),
    )
    if members:
        event.steps = [*_steps(change, event), _member_step(members)]
    return event


def _steps(change: PlannedChange, event: Event) -> list[Step]:
    name = event.source_name or event.source_id
    steps = standard_steps(
        event.action,
        event.status,
        name,
        reason=event.reason,
        error_code=event.error_code,
        object_name=GROUP,
    )
    only_members = change.action is Action.UPDATE and change.after.keys() == {MEMBERS}
    return [step for step in steps if not (only_members and step.type == "export")]


def _member_step(members: MemberChanges) -> Step:
    return Step(
        name="EntryReferenceResolution",
        type="referenceResolution",
        description=f"{len(members.added)} members were added, {len(members.removed)} removed",
    )


def _shown(member_ids: Sequence[str]) -> str | None:
    """Return the ids of members for people; of many, the first."""
    if not member_ids:
        return None
    more = len(member_ids) - _SHOWN_MEMBERS
    shown = ", ".join(member_ids[:_SHOWN_MEMBERS])
    return f"{shown} and {more} more" if more > 0 else shown
