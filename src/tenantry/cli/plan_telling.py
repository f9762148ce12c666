"""A plan on the terminal: what would be done to whom, before and after, and why."""

from collections.abc import Sequence

import msgspec
from rich.console import Console
from rich.text import Text

from tenantry.audit.entries import modifications_of
from tenantry.cli.output import OutputForm, console, print_json
from tenantry.storage.database import Database
from tenantry.sync.guard import CAUSES
from tenantry.sync.operations.plans import LARGEST_PAGE, list_entries
from tenantry.sync.planning import Action
from tenantry.sync.plans.plan import REFERENCE, Plan, PlanEntry

_STYLES = {  # in the order in which people want to see them
    Action.DELETE.value: ("-", "red"),
    Action.STAGE.value: ("!", "red"),
    Action.CREATE.value: ("+", "green"),
    Action.RESTORE.value: ("+", "cyan"),
    Action.UPDATE.value: ("~", "yellow"),
    REFERENCE: ("~", "yellow"),
    Action.ESCROW.value: ("!", "magenta"),
    Action.UNLINK.value: (" ", "dim"),
    Action.SKIP.value: (" ", "dim"),
}
_TOLD = {
    Action.CREATE.value: "to create",
    Action.UPDATE.value: "to update",
    Action.RESTORE.value: "to restore",
    Action.DELETE.value: "to delete",
    REFERENCE: "managers to set",
    Action.STAGE.value: "held by the deletion guard",
    Action.ESCROW.value: "in escrow",
    Action.UNLINK.value: "links to forget",
}
_MARKED = {Action.STAGE.value: "hold"}  # where people have another word than programs
_SKIPPED_FOR = {
    "NotEffectivelyEntitled": "not assigned",
    "IsInProvisioningScope": "kept out by a scoping filter",
    "FilteredOnReading": "filtered out on reading",
    "IsSoftDeleted": "deleted in the source",
    "SourceObjectDeleted": "deleted in the source for good",
    "ExternalUser": "external in the source",
    "InternalGuest": "guests in the source",
    "IsActive": "disabled in the source, so not created",
    "TargetObjectShared": "sharing a target user that another one decides about",
    "TargetObjectRemoved": "deleted in the target by its administrators",
    "TargetObjectActionAddDisabled": "not created, as the job may not create",
    "TargetObjectActionUpdateDisabled": "not updated, as the job may not update",
    "TargetObjectActionDeleteDisabled": "not deleted, as the job may not delete",
    "EntityTypeNotSupported": "groups, whose mapping is off",
}
_ALWAYS_TOLD = frozenset({Action.CREATE.value, Action.UPDATE.value, Action.DELETE.value})
_UNCHANGED = "RedundantExport"
_NAME_WIDTH = 24


class PropertyRow(msgspec.Struct, rename="camel", frozen=True):
    """One property of a target user, before and after."""

    name: str
    before: object
    after: object


class ChangeRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One planned change as programs are told."""

    action: str
    object_type: str
    subject: str
    source_id: str
    target_id: str | None
    reason: str | None
    error_code: str | None
    decided_by: str | None
    properties: list[PropertyRow]


class PlanRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One plan as programs are told."""

    plan_id: str
    job_id: str
    source: str
    target: str
    state: str
    reason: str | None
    is_initial: bool
    made_at: str
    expires_at: str
    counts: dict[str, int]
    skipped_for: dict[str, int]
    changes: list[ChangeRow] | None = None


class ToldPlan(msgspec.Struct, frozen=True):
    """A plan with the names of its two tenants."""

    plan: Plan
    source: str
    target: str

    def row(self, changes: list[ChangeRow] | None = None) -> PlanRow:
        """Return the plan as programs are told, with *changes* where they are wanted."""
        plan = self.plan
        return PlanRow(
            plan_id=plan.id,
            job_id=plan.job_id,
            source=self.source,
            target=self.target,
            state=plan.state.value,
            reason=plan.reason,
            is_initial=plan.is_initial,
            made_at=plan.made_at,
            expires_at=plan.expires_at,
            counts=plan.counts.actions,
            skipped_for=plan.counts.skipped_for,
            changes=changes,
        )


def tell_plans(
    database: Database, output: OutputForm, plans: Sequence[ToldPlan], *, limit: int
) -> None:
    """Print plans with their changes: all as JSON, *limit* of each action for people."""
    if output is OutputForm.JSON:
        print_json([told.row(_all_changes(database, told.plan)) for told in plans])
        return
    for told in plans:
        _tell(database, told, limit)


def summary_of(plan: Plan) -> str:
    """Return the counts of a plan in one sentence."""
    counts = plan.counts.actions
    parts = [
        f"{counts[action]:,} {told}"
        for action, told in _TOLD.items()
        if counts[action] or action in _ALWAYS_TOLD
    ]
    unchanged = plan.counts.skipped_for.get(_UNCHANGED, 0)
    others = [
        f"{number:,} {_SKIPPED_FOR.get(reason, reason)}"
        for reason, number in sorted(plan.counts.skipped_for.items())
        if reason != _UNCHANGED
    ]
    skipped = f"; skipped: {', '.join(others)}" if others else ""
    return f"Plan: {', '.join(parts)}; {unchanged:,} unchanged{skipped}."


def _tell(database: Database, told: ToldPlan, limit: int) -> None:
    shown, plan = console(), told.plan
    kind = "initial cycle" if plan.is_initial else "incremental cycle"
    title = f"{told.source} \N{RIGHTWARDS ARROW} {told.target}"
    shown.print(Text.assemble((title, "bold"), f"  {kind}"), soft_wrap=True)
    for action in _STYLES:
        if plan.counts.actions[action] and action != Action.SKIP.value:
            _tell_action(database, shown, plan, action, limit)
    shown.print(Text(f"\n{summary_of(plan)}", style="bold"), soft_wrap=True)


def _tell_action(database: Database, shown: Console, plan: Plan, action: str, limit: int) -> None:
    with database.read() as reading:
        entries = list_entries(reading, plan, actions=[action], limit=limit)
    shown.print()
    for entry in entries:
        shown.print(_headline(entry), soft_wrap=True)
        for line in _properties(entry):
            shown.print(line, soft_wrap=True)
    more = plan.counts.actions[action] - len(entries)
    if more:
        shown.print(Text(f"    and {more:,} more to {action}; `--limit` shows more", "dim"))


def _headline(entry: PlanEntry) -> Text:
    mark, style = _STYLES[entry.action]
    reason = CAUSES.get(entry.reason or "", entry.reason)
    why = ": ".join(filter(None, (entry.error_code, reason)))
    decided = f" ({entry.decided_by})" if entry.decided_by and why else ""
    return Text.assemble(
        (f"{mark} {_MARKED.get(entry.action, entry.action):<10}", style),
        _subject(entry),
        (f"  {why}{decided}" if why else "", "dim"),
    )


def _properties(entry: PlanEntry) -> list[Text]:
    stored = None if entry.modified is None else msgspec.json.decode(entry.modified)
    is_new = entry.action == Action.CREATE.value
    return [
        Text.assemble(
            f"      {name:<{_NAME_WIDTH}} ",
            ("" if is_new else f"{_shown(old)} \N{RIGHTWARDS ARROW} ", "red"),
            (_shown(new), "green"),
        )
        for name, old, new in modifications_of(stored)
    ]


def _shown(value: object) -> str:
    return "(none)" if value is None else msgspec.json.encode(value).decode()


def _subject(entry: PlanEntry) -> str:
    name = entry.source_user_principal_name or entry.source_name or entry.source_id
    return f"group {name}" if entry.object_type == "group" else name


def _all_changes(database: Database, plan: Plan) -> list[ChangeRow]:
    rows: list[ChangeRow] = []
    after = ("", 0)
    with database.read() as reading:
        while entries := list_entries(reading, plan, after=after, limit=LARGEST_PAGE):
            rows += [_row(entry) for entry in entries]
            after = (entries[-1].action, entries[-1].number)
    return rows


def _row(entry: PlanEntry) -> ChangeRow:
    stored = None if entry.modified is None else msgspec.json.decode(entry.modified)
    return ChangeRow(
        action=entry.action,
        object_type=entry.object_type,
        subject=_subject(entry),
        source_id=entry.source_id,
        target_id=entry.target_id,
        reason=entry.reason,
        error_code=entry.error_code,
        decided_by=entry.decided_by,
        properties=[PropertyRow(*each) for each in modifications_of(stored)],
    )
