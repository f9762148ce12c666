"""Deciding on users: what `deciding` plans for any object, and what only users have."""

from tenantry.sync.blocks import is_block_kept, keep_block
from tenantry.sync.deciding import Evaluation, decide
from tenantry.sync.job_rules import JobRules
from tenantry.sync.layouts import MASTERED
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.subject import Subject

MASTERED_ON_PREMISES = "AzureActiveDirectoryCannotUpdateObjectsMasteredOnPremises"

_REQUIRED = "userPrincipalName"
_WRITES = frozenset({Action.UPDATE, Action.RESTORE, Action.REDEEM, Action.DELETE})


def decide_user(
    rules: JobRules, subject: Subject, evaluation: Evaluation = Evaluation.INCREMENTAL
) -> PlannedChange:
    """Return what is to be done with one user."""
    change = decide(rules, subject, evaluation)
    if rules.options.sticky_block and is_block_kept(rules, subject):
        keep_block(change)
    if subject.found is not None and subject.found[MASTERED] and change.action in _WRITES:
        reason = "the target user is mastered in a directory on premises; change it there"
        _escrow(change, MASTERED_ON_PREMISES, reason)
    if change.after:
        _refuse(rules, change)
    return change


def _refuse(rules: JobRules, change: PlannedChange) -> None:
    """Turn what the target's directory would refuse into the user's escrow (behaviour §24)."""
    if change.action is Action.CREATE and _REQUIRED not in change.after:
        reason = f"the mapping gives no `{_REQUIRED}`, without which no user can be created"
        _escrow(change, "MandatoryFieldsMissing", reason)
    for name in rules.unregistered and rules.unregistered & change.after.keys():
        reason = f"the target's directory has no attribute `{name}`; register it there"
        _escrow(change, "SchemaAttributeNotFound", reason)


def _escrow(change: PlannedChange, code: str, reason: str) -> None:
    change.action, change.error_code, change.reason = Action.ESCROW, code, reason
    change.after, change.before = {}, {}
