"""Sharing: users of one chunk with one address become one target user (behaviour §4, ADR 0016)."""

from collections.abc import Sequence

from tenantry.storage.filters.folding import fold
from tenantry.sync.deciding import Subject
from tenantry.sync.layouts import MAIL, NAME, Row
from tenantry.sync.matching import Situation
from tenantry.sync.planning import REACTIONS, Action, PlannedChange

_CLAIMS = frozenset({Action.CREATE, Action.REDEEM})


def share_addresses(subjects: Sequence[Subject], changes: Sequence[PlannedChange]) -> None:
    """Let the first who comes to an address have it, and the others share the target user.

    Every claim has its target id; the first is the one with the lowest source id.
    """
    claims = [
        (change, address)
        for subject, change in zip(subjects, changes, strict=True)
        if change.action in _CLAIMS and subject.row is not None
        if (address := _claimed(subject.row, change)) is not None
    ]
    first: dict[str, PlannedChange] = {}
    for change, address in sorted(claims, key=lambda claim: claim[0].source_id):
        owner = first.setdefault(address, change)
        if owner is not change:
            _share(change, owner)


def _claimed(row: Row, change: PlannedChange) -> str | None:
    """Return the address that a creation or redemption takes, None if it takes none."""
    address = row[MAIL] or (row[NAME] if change.action is Action.REDEEM else None)
    return None if address is None else fold(str(address))


def _share(change: PlannedChange, owner: PlannedChange) -> None:
    change.situation = Situation.OCCUPIED
    change.action = REACTIONS[change.scope, change.situation]
    change.target_id = owner.target_id
    change.after, change.before = {}, {}
    change.represents, change.keeps_name = None, False
