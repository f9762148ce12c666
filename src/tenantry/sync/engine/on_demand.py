"""Provision on demand: the steps of a cycle for one user, each told in detail.

Works on jobs in any state, respects scope, and does not move the watermark (decision 5).
Source: behaviour §9; contract §4.8; claims CTS-018, CTS-066, CTS-106.
"""

from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from tenantry.clock import format_instant, monotonic_ms, system_now
from tenantry.errors import NotFoundError
from tenantry.identifiers import new_id
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.connection import Connection
from tenantry.sync.deciding import Evaluation
from tenantry.sync.engine.chunks import Decided, event_of, heirs_of, plan_chunk, run_chunk
from tenantry.sync.engine.connecting import connect
from tenantry.sync.engine.escrowing import keep_escrows, unblock
from tenantry.sync.engine.staging import keep_staged
from tenantry.sync.exporting import export
from tenantry.sync.expression import EvaluationError
from tenantry.sync.job_rules import JobRules
from tenantry.sync.jobs import Job
from tenantry.sync.layouts import ACCOUNT_ENABLED, DELETED_AT, IDENTITY, Row
from tenantry.sync.planning import PlannedChange, Scope
from tenantry.sync.provisioning_log import SOURCE_SYSTEM, Event, Step, standard_steps
from tenantry.sync.scoping import EXTERNAL_USERS, ScopingFilter, explain
from tenantry.sync.stored_schemas import decode_schema
from tenantry.sync.stores import events, links
from tenantry.sync.subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDemandRun:
    """What an on-demand run did with one user; ``event.steps`` has every step."""

    change_id: str
    event: Event
    began_at: str
    ended_at: str


def provision_user(
    work: UnitOfWork, job: Job, source_id: str, *, may_cross_clouds: bool = False
) -> OnDemandRun:
    """Take one user through every step, whatever the job's state.

    Raises `NotFoundError` for a user that the source never had, `PolicyCheckError` where the
    connection is refused.
    """
    began_at, began = format_instant(system_now()), monotonic_ms()
    connection = connect(work, job, may_cross_clouds=may_cross_clouds)
    decided = plan_chunk(
        work, connection, [source_id], all_concerned=True, evaluation=Evaluation.ON_DEMAND
    )
    if not decided.subjects:
        message = f"user `{source_id}` does not exist in the source tenant"
        raise NotFoundError(message, object_id=source_id)
    [subject], [change] = decided.subjects, decided.changes
    modified = _carry_out(work, connection, decided)
    duration = int(monotonic_ms() - began)
    event = event_of(subject, change, modified, duration)
    scope = decode_schema(job.schema).users.scope
    filtering = _filtering(connection.rules, subject.row, scope)
    entitled = bool(subject.row and subject.row[connection.rules.layout.entitled])
    event.steps = _steps(subject, change, event, filtering, entitled=entitled)
    cycle_id = new_id()
    [change_id] = events.add_events(work, connection, cycle_id, [event])
    for heir in heirs_of(decided.changes):
        run_chunk(work, connection, cycle_id, [heir], is_initial=False)
    ended_at = format_instant(system_now())
    return OnDemandRun(change_id=change_id, event=event, began_at=began_at, ended_at=ended_at)


def _carry_out(work: UnitOfWork, connection: Connection, decided: Decided) -> str | None:
    """Export the one change, with what later cycles need to know of it.

    Returns the properties that it changed, as the log has them.
    """
    job, [change] = connection.job, decided.changes
    modified = export(work, connection, decided.subjects, decided.changes)
    keep_staged(work, job, [change.source_id], decided.subjects, decided.changes)
    keep_escrows(work, job, [change.source_id], decided.changes)
    unblock(work, job, decided.changes)
    links.put_pending_references(work, job.tenant_id, job.id, decided.late_references)
    return modified[change.source_id]


class _Filtering(NamedTuple):
    """What each clause of a job's filters gives for a user, and whether the user passes."""

    results: dict[str, bool]
    passes: bool


def _filtering(rules: JobRules, row: Row | None, scope: ScopingFilter) -> _Filtering:
    if row is None:
        return _Filtering({}, passes=False)
    identity = (row[IDENTITY] or "None",)
    built_in = explain(EXTERNAL_USERS, {"alternativeSecurityIds": 0}, identity)
    try:
        results = built_in | explain(scope, rules.layout.positions, row)
        passes = rules.is_read(row) and rules.passes_filter(row)
    except EvaluationError:  # the reason of the escrow
        return _Filtering(built_in, passes=False)
    return _Filtering(results, passes=passes and all(built_in.values()))


def _steps(
    subject: Subject,
    change: PlannedChange,
    event: Event,
    filtering: _Filtering,
    *,
    entitled: bool,
) -> list[Step]:
    """Return the documented five steps with their details."""
    row = subject.row
    name = event.source_user_principal_name or subject.source_id
    imported, scoping, matching, *rest = standard_steps(
        event.action, event.status, name, reason=event.reason, error_code=event.error_code
    )
    active = row is not None and bool(row[ACCOUNT_ENABLED]) and row[DELETED_AT] is None
    in_scope = change.scope is Scope.IN
    passed = {
        "Active in the source system": str(active),
        "Assigned to the application": str(entitled),
        "User has the required role": str(entitled),
        "Scoping filter evaluation passed": str(filtering.passes),
        "ScopeEvaluationResult": msgspec.json.encode(filtering.results).decode(),
    }
    found = {
        "objectId": subject.source_id,
        "accountEnabled": str(row is not None and bool(row[ACCOUNT_ENABLED])),
        "IsSoftDeleted": str(row is None or row[DELETED_AT] is not None),
    }
    if rest and event.status == "skipped" and not in_scope:
        rest[0].details["SkipReason"] = _skip_reason(event, active=active, entitled=entitled)
    return [
        msgspec.structs.replace(
            imported, description=f"Retrieved User '{name}' from {SOURCE_SYSTEM}", details=found
        ),
        msgspec.structs.replace(scoping, details=passed),
        msgspec.structs.replace(matching, details={"situation": change.situation.value}),
        *rest,
    ]


def _skip_reason(event: Event, *, active: bool, entitled: bool) -> str:
    return f"{event.reason}, IsActive: {active}, Assigned: {entitled}, IsInProvisioningScope: False"
