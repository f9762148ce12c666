"""Entries: how a plan tells the change that was decided for one user."""

from collections.abc import Sequence

import msgspec

from tenantry.storage.filters.folding import fold
from tenantry.sync.groups.rules import DISPLAY_NAME as GROUP_NAME, GroupRules
from tenantry.sync.job_rules import JobRules
from tenantry.sync.layouts import DISPLAY_NAME, NAME
from tenantry.sync.names import freed_name, new_name
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.plans.deciders import BY_FILTER, find_decider, find_filter
from tenantry.sync.plans.plan import REFERENCE, PlanEntry
from tenantry.sync.provisioning_log import Event, modified_properties
from tenantry.sync.scoping import ScopingFilter
from tenantry.sync.sharing import claimed_address
from tenantry.sync.subject import Subject


def entry_of(
    rules: JobRules, scope: ScopingFilter, subject: Subject, change: PlannedChange
) -> PlanEntry:
    """Return the entry of one user's *change*."""
    row = subject.row
    takes = new_name(rules, subject, change)
    frees = freed_name(rules, subject, change)
    decided_by = find_decider(change)
    if change.reason in BY_FILTER and row is not None:
        decided_by = find_filter(scope, rules.layout.positions, row) or decided_by
    return PlanEntry(
        action=change.action.value,
        source_id=subject.source_id,
        source_name=row[DISPLAY_NAME] if row is not None else None,
        source_user_principal_name=row[NAME] if row is not None else None,
        target_id=change.target_id,
        error_code=change.error_code,
        reason=change.reason,
        decided_by=decided_by,
        modified=modified_properties(change, rules.mapping.redacted),
        name_key=fold(takes) if takes is not None else None,
        freed_key=fold(frees) if frees is not None else None,
        blocked_by=change.blocked_by,
        address_key=claimed_address(row, change),
    )


def group_entry(rules: GroupRules, subject: Subject, change: PlannedChange) -> PlanEntry:
    """Return the entry of one group's *change*, as the log would tell it."""
    row = subject.row
    return PlanEntry(
        action=change.action.value,
        source_id=change.source_id,
        source_name=row[GROUP_NAME] if row is not None else None,
        target_id=change.target_id,
        error_code=change.error_code,
        reason=change.reason,
        decided_by="decision 17",
        modified=modified_properties(change, rules.mapping.redacted),
        object_type="group",
    )


def skipped_group_entry(event: Event) -> PlanEntry:
    """Return the entry of a group that is skipped, since the mapping of groups is off."""
    return PlanEntry(
        action=Action.SKIP.value,
        source_id=event.source_id,
        source_name=event.source_name,
        reason=event.reason,
        decided_by="CTS-050",
        object_type="group",
    )


def awaited(subjects: Sequence[Subject], pending: Sequence[tuple[str, str]]) -> list[PlanEntry]:
    """Return entries for managers that are set once both users are there."""
    rows = {subject.source_id: subject.row for subject in subjects if subject.row is not None}
    return [
        PlanEntry(
            action=REFERENCE,
            source_id=source_id,
            source_name=row[DISPLAY_NAME] if row is not None else None,
            source_user_principal_name=row[NAME] if row is not None else None,
            manager_source_id=manager_id,
        )
        for source_id, manager_id in pending
        for row in [rows.get(source_id)]
    ]


def reference_entry(entry: PlanEntry, change: PlannedChange, redacted: frozenset[str]) -> PlanEntry:
    """Return *entry*, a manager that waited, with the *change* that sets it."""
    return msgspec.structs.replace(
        entry, target_id=change.target_id, modified=modified_properties(change, redacted)
    )
