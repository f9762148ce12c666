"""Blocks: sign-in that the target's own administrators switched off (`StickyBlock`).

Without the setting any change of the source user switches it on again (CTS-084).
"""

from tenantry.sync.deciding import REDUNDANT
from tenantry.sync.job_rules import JobRules
from tenantry.sync.layouts import ACCOUNT_ENABLED, FOUND_VALUES, Row
from tenantry.sync.matching import LinkState, Situation
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.subject import Subject

_ATTRIBUTE = "accountEnabled"


def is_block_kept(rules: JobRules, subject: Subject) -> bool:
    """Return whether a block of the target's own outlasts changes of the source user.

    What the engine disabled itself is no such block; the link remembers one that was there
    before the source user was disabled, too.
    """
    targets = rules.mapping.targets
    if not rules.options.sticky_block or subject.found is None or _ATTRIBUTE not in targets:
        return False
    is_disabled = subject.found[FOUND_VALUES + targets.index(_ATTRIBUTE)] is False
    return is_disabled and (subject.link is None or subject.link.state is not LinkState.INACTIVE)


def keep_block(change: PlannedChange) -> None:
    """Take out of *change* that the user may sign in again."""
    if change.after.get(_ATTRIBUTE) is not True:
        return
    del change.after[_ATTRIBUTE], change.before[_ATTRIBUTE]
    is_new = change.situation is Situation.UNLINKED
    if change.action is Action.UPDATE and not change.after and not is_new:
        change.action, change.reason = Action.SKIP, REDUNDANT


def state_after(rules: JobRules, subject: Subject, row: Row) -> LinkState:
    """Return the state of the link of a user who was exported or compared."""
    if _ATTRIBUTE not in rules.mapping.targets or row[ACCOUNT_ENABLED]:
        return LinkState.ACTIVE
    return LinkState.BLOCKED if is_block_kept(rules, subject) else LinkState.INACTIVE
