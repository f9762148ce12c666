"""Deciding: from one source user and what the target holds to a planned change.

Pure.  The order is that of the documented steps: scoping, matching, processing (mapping and
planning).  Whole chunks go through here, so nothing is looked up: `Subject` carries it all.
"""

from enum import Enum

from tenantry.collaboration.external_users import has_left, identity_of
from tenantry.sync.expression import EvaluationError
from tenantry.sync.job_rules import NOT_READ, FlowRules
from tenantry.sync.layouts import FOUND_VALUES, Row
from tenantry.sync.mapping import INVALID_VALUE, MAPPING_ERROR, MappingError
from tenantry.sync.matching import Found, LinkState, Situation, find_situation
from tenantry.sync.planning import FLOW_OF_ACTION, REACTIONS, Action, PlannedChange, Scope
from tenantry.sync.subject import Subject

IDENTITY_ATTRIBUTE = "alternativeSecurityIds"
BRINGING = frozenset({Action.CREATE, Action.REDEEM, Action.SHARE})
"""What is an invitation, whoever answers it."""

_WITHOUT_VALUES = frozenset({Action.DELETE, Action.UNLINK, Action.ESCROW, Action.BEQUEATH})
_ANSWERED = frozenset({Situation.INVITED, Situation.OCCUPIED})

INVALID_ANCHOR = "InvalidAnchor"
NOT_ACTIVE = "IsActive"
REDUNDANT = "RedundantExport"
_INVALID_AT_CREATION = "InvitationCreationFailureInvalidPropertyValue"  # behaviour §24


class Evaluation(Enum):
    """Why users are looked at: it decides when an invited guest gets its right name."""

    INCREMENTAL = "incremental"
    FULL = "full"  # an initial cycle, or the one after a restart
    ON_DEMAND = "onDemand"


def scope_of(rules: FlowRules, row: Row | None) -> tuple[Scope, str | None]:
    """Return whether the object is in scope and, if not, why."""
    if row is None:
        return Scope.OUT, "SourceObjectDeleted"
    if not rules.is_read(row):
        return Scope.UNREAD, NOT_READ
    reason = rules.exclusion(row)
    return (Scope.IN, None) if reason is None else (Scope.OUT, reason)


def is_in_scope(rules: FlowRules, row: Row | None) -> bool:
    """Return whether the object is in scope, as far as that can be evaluated."""
    try:
        return scope_of(rules, row)[0] is Scope.IN
    except EvaluationError:
        return False


def decide(
    rules: FlowRules, subject: Subject, evaluation: Evaluation = Evaluation.INCREMENTAL
) -> PlannedChange:
    """Return what is to be done with one user.

    A mapping that cannot be evaluated is that user's escrow, never the chunk's.
    """
    row, link = subject.row, subject.link
    try:
        scope, reason = scope_of(rules, row)
    except EvaluationError as fault:
        return PlannedChange(
            action=Action.ESCROW,
            source_id=subject.source_id,
            scope=Scope.OUT,
            situation=Situation.DISPUTED,
            error_code="ScopingFilterError",
            reason=fault.message,
        )
    situation = find_situation(
        link,
        _linked_target(subject),
        candidates=subject.candidates,
        holder=subject.holder,
        is_inheritable=subject.heir is not None,
    )
    change = PlannedChange(
        action=REACTIONS[scope, situation],
        source_id=subject.source_id,
        target_id=link.target_id if link else None,
        scope=scope,
        situation=situation,
        reason=reason,
    )
    return _completed(rules, subject, change, evaluation)


def _escrowed(change: PlannedChange, code: str, reason: str) -> PlannedChange:
    change.action = Action.ESCROW
    change.error_code, change.reason = code, reason
    change.after, change.before = {}, {}
    return change


def _linked_target(subject: Subject) -> Found | None:
    if subject.found is None or subject.has_vanished:
        return None
    deleted_at, _, left_at, _ = subject.found[:FOUND_VALUES]
    return Found(is_deleted=deleted_at is not None, has_left=has_left(deleted_at, left_at))


def _completed(
    rules: FlowRules, subject: Subject, change: PlannedChange, evaluation: Evaluation
) -> PlannedChange:
    action = change.action
    if action is Action.SKIP:
        change.reason = change.reason or f"TargetObject{change.situation.value.capitalize()}"
        return change
    if action in FLOW_OF_ACTION and FLOW_OF_ACTION[action] not in rules.flow_types:
        return _skipped(change, f"TargetObjectAction{FLOW_OF_ACTION[action]}Disabled")
    if action in _WITHOUT_VALUES or subject.row is None:
        return _without_values(subject, change)
    try:
        return _with_values(rules, subject, subject.row, change, evaluation)
    except MappingError as fault:
        code = _INVALID_AT_CREATION if action in BRINGING else MAPPING_ERROR
        code = code if fault.code == INVALID_VALUE else fault.code
        return _escrowed(change, code, fault.message)


def _without_values(subject: Subject, change: PlannedChange) -> PlannedChange:
    if change.action is Action.ESCROW:
        change.error_code = "DuplicateTargetEntries"
        change.reason = "several objects of the target carry this identity"
    elif change.situation is Situation.VANISHED:
        change.error_code = INVALID_ANCHOR
    elif change.action is Action.BEQUEATH and subject.heir is not None:
        # The target user represents the heir from now on.
        change.represents = subject.heir
        change.before = {IDENTITY_ATTRIBUTE: identity_of(subject.source_id)}
        change.after = {IDENTITY_ATTRIBUTE: identity_of(subject.heir)}
    return change


def _with_values(
    rules: FlowRules,
    subject: Subject,
    row: Row,
    change: PlannedChange,
    evaluation: Evaluation,
) -> PlannedChange:
    if change.action in BRINGING and not rules.is_active(row):
        return _skipped(change, NOT_ACTIVE)
    if change.action is Action.CREATE:
        change.after = created_values(rules, row)
        change.target_id = None
        return change
    if change.situation is Situation.UNLINKED:
        change.target_id = subject.candidates[0]
    elif change.situation in _ANSWERED and subject.holder is not None:
        change.target_id = subject.holder.id
    if change.action is Action.SHARE:
        return change
    return _with_differences(rules, subject, row, change, evaluation)


def _with_differences(
    rules: FlowRules,
    subject: Subject,
    row: Row,
    change: PlannedChange,
    evaluation: Evaluation,
) -> PlannedChange:
    found = subject.found[FOUND_VALUES:] if subject.found else ()
    changes = rules.mapping.changes(rules.mapping.map_linked(row, found), found)
    change.keeps_name = _keeps_name(subject, change, evaluation)
    if change.keeps_name:
        changes.pop("userPrincipalName", None)
    lost_identity, _ = changes.get(IDENTITY_ATTRIBUTE, ("", None))
    if lost_identity is None:
        change.represents = subject.source_id
    else:
        changes.pop(IDENTITY_ATTRIBUTE, None)  # of somebody else, whom the target let redeem
    change.before = {name: old for name, (old, _) in changes.items()}
    change.after = {name: new for name, (_, new) in changes.items()}
    if (
        change.action is Action.UPDATE
        and not changes
        and change.situation is not Situation.UNLINKED
    ):
        return _skipped(change, REDUNDANT)
    return change


def _keeps_name(subject: Subject, change: PlannedChange, evaluation: Evaluation) -> bool:
    """Return whether a guest stays under the name of its invitation for now (decision 7).

    Whoever is taken over by a cycle does; afterwards incremental cycles leave it, too.
    """
    if change.situation is Situation.INVITED:
        return evaluation is not Evaluation.ON_DEMAND
    is_invited = subject.link is not None and subject.link.state is LinkState.INVITED
    return is_invited and evaluation is Evaluation.INCREMENTAL


def created_values(rules: FlowRules, row: Row) -> dict[str, object]:
    """Return target attribute → value for a new user; absent values are left out."""
    mapping = rules.mapping
    values = mapping.for_create(mapping.map_user(row))
    return {
        name: value
        for name, value in zip(mapping.targets, values, strict=True)
        if value is not None
    }


def _skipped(change: PlannedChange, reason: str) -> PlannedChange:
    change.action = Action.SKIP
    change.reason = reason
    return change
