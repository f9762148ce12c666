"""The deletion guard: how much a cycle may remove from the target before people are asked.

Source: behaviour §8 (accidental deletion prevention), decision 3.  The percentage and the window
across cycles are settings of ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tenantry.durations import parse_duration
from tenantry.sync.planning import Action, PlannedChange

THRESHOLD = "QuarantineTooManyDeletesThreshold"
PERCENTAGE = "DeleteThresholdPercentage"
WINDOW = "DeleteThresholdWindow"
DEFAULT_THRESHOLD = 500
LARGEST_THRESHOLD = 2**31 - 1  # of a whole number in the documents
LONGEST_WINDOW = timedelta(days=366)
ACCOUNT_DISABLED = "AccountDisabled"

CAUSES: Mapping[str, str] = {
    "SourceObjectDeleted": "deleted in the source for good",
    "IsSoftDeleted": "deleted in the source",
    "NotEffectivelyEntitled": "not assigned any more",
    "IsInProvisioningScope": "a scoping filter does not pass any more",
    "ExternalUser": "an external user of the source",
    "InternalGuest": "a guest in the source",
    ACCOUNT_DISABLED: "disabled in the source",
}
"""Why somebody is removed, in the words of the log and in words for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What may be removed without asking.

    ``threshold`` is a number of objects, ``percentage`` one of those that are linked; more than
    either is too much.  Removals of the last ``window_seconds`` add up, 0 is this cycle alone.
    """

    threshold: int | None = None
    percentage: int | None = None
    window_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Removals:
    """How much is to be removed, and was.

    ``staged`` wait in this cycle, ``released`` were removed by it, ``earlier`` by others within
    the window; ``linked`` is what the job keeps in the target, the staged included.
    """

    staged: int
    released: int = 0
    earlier: int = 0
    linked: int = 0

    @property
    def total(self) -> int:
        """Everything that counts."""
        return self.staged + self.released + self.earlier


def guard_of(settings: Mapping[str, str]) -> Guard | None:
    """Return the guard that the job's *settings* turn on, None where they turn on none."""
    threshold, percentage = settings.get(THRESHOLD), settings.get(PERCENTAGE)
    if not (threshold or percentage):
        return None
    window = settings.get(WINDOW)
    return Guard(
        threshold=int(threshold) if threshold else None,
        percentage=int(percentage) if percentage else None,
        window_seconds=parse_duration(window, path=WINDOW).total_seconds() if window else 0.0,
    )


def is_too_much(guard: Guard, removals: Removals) -> bool:
    """Return whether more is to be removed than *guard* lets pass: all of it waits then."""
    if guard.threshold is not None and removals.total > guard.threshold:
        return True
    if guard.percentage is None:
        return False
    before = removals.linked + removals.released + removals.earlier
    return removals.total * 100 > guard.percentage * before


def is_removal(change: PlannedChange) -> bool:
    """Return whether the change takes somebody's access in the target."""
    if change.action is Action.UPDATE:
        return change.after.get("accountEnabled") is False
    return change.action is Action.DELETE


def stage_removals(changes: Sequence[PlannedChange]) -> None:
    """Make each removal one that waits; ``reason`` tells its cause."""
    for change in changes:
        if is_removal(change):
            if change.action is not Action.DELETE:
                change.reason = ACCOUNT_DISABLED
            change.action = Action.STAGE
