"""Deciding on users: what `deciding` plans for any object, and what only users have."""

from tenantry.sync.blocks import is_block_kept, keep_block
from tenantry.sync.deciding import JobRules, Subject, decide
from tenantry.sync.planning import Action, PlannedChange

_REQUIRED = "userPrincipalName"


def decide_user(rules: JobRules, subject: Subject) -> PlannedChange:
    """Return what is to be done with one user."""
    change = decide(rules, subject)
    if rules.options.sticky_block and is_block_kept(rules, subject):
        keep_block(change)
    if change.after:
        _refuse(rules, change)
    return change


def _refuse(rules: JobRules, change: PlannedChange) -> None:
    """Turn what the target's directory would refuse into the user's escrow (behaviour §24)."""
    if change.action is Action.CREATE and _REQUIRED not in change.after:
        reason = f"the mapping gives no `{_REQUIRED}`, without which no user can be created"
        _escrow(change, "MandatoryFieldsMissing", reason)
    for name in rules.unregistered.intersection(change.after):
        reason = f"the target's directory has no attribute `{name}`; register it there"
        _escrow(change, "SchemaAttributeNotFound", reason)


def _escrow(change: PlannedChange, code: str, reason: str) -> None:
    change.action, change.error_code, change.reason = Action.ESCROW, code, reason
    change.after, change.before = {}, {}
