"""Sharing: users who come with one address become one target user (behaviour §4, ADR 0016)."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from tenantry.storage.filters.folding import fold
from tenantry.sync.layouts import MAIL, NAME, Row
from tenantry.sync.matching import Situation
from tenantry.sync.planning import REACTIONS, Action, PlannedChange
from tenantry.sync.subject import Subject

_CLAIMS = frozenset({Action.CREATE, Action.REDEEM})


FindClaimed: TypeAlias = Callable[[Sequence[str]], Mapping[str, str]]
"""From folded addresses to the target users that got them, of those who did."""


def share_addresses(
    subjects: Sequence[Subject], changes: Sequence[PlannedChange], *, find_claimed: FindClaimed
) -> None:
    """Let the first who comes to an address have it, and the others share the target user.

    Every claim has its target id; the first is the one with the lowest source id, unless
    an earlier chunk, not written yet, gave the address to somebody.
    """
    claims = [
        (change, address)
        for subject, change in zip(subjects, changes, strict=True)
        if (address := claimed_address(subject.row, change)) is not None
    ]
    if not claims:
        return
    claimed = find_claimed([address for _, address in claims])
    first: dict[str, PlannedChange] = {}
    for change, address in sorted(claims, key=lambda claim: claim[0].source_id):
        owner = first.setdefault(address, change)
        if address in claimed:
            _share(change, claimed[address])
        elif owner is not change:
            _share(change, owner.target_id)


def claimed_address(row: Row | None, change: PlannedChange) -> str | None:
    """Return the folded address that a creation or redemption takes, None if it takes none."""
    if change.action not in _CLAIMS or row is None:
        return None
    address = row[MAIL] or (row[NAME] if change.action is Action.REDEEM else None)
    return None if address is None else fold(str(address))


def _share(change: PlannedChange, owner_id: str | None) -> None:
    change.situation = Situation.OCCUPIED
    change.action = REACTIONS[change.scope, change.situation]
    change.target_id = owner_id
    change.after, change.before = {}, {}
    change.represents, change.keeps_name = None, False
