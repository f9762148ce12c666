"""Matching: how the source user stands in the target tenant.

A link, once made, decides; only without a link is the target searched, by the alternative
security id alone (CTS-038), so an internal user of the target is never matched (CTS-040).
"""

from collections.abc import Sequence
from enum import Enum

import msgspec

from tenantry.identifiers import net_id
from tenantry.sync.expression.functions.conversions import alternative_security_id


class LinkState(Enum):
    """What the engine last did with the linked user."""

    ACTIVE = "active"
    INACTIVE = "inactive"  # exported as disabled: no longer managed (CTS-105)
    BLOCKED = "blocked"  # inactive, and blocked by the target before that (`StickyBlock`)
    DELETED = "deleted"  # soft-deleted by the engine


class Link(msgspec.Struct, frozen=True):
    """A source user's target user, for one job."""

    target_id: str
    state: LinkState


class Situation(Enum):
    """How the source user stands in the target tenant."""

    UNMATCHED = "unmatched"  # no target user carries this identity
    UNLINKED = "unlinked"  # one external user carries it; this job has not linked it yet
    LINKED = "linked"  # this job's link, target user present
    INACTIVE = "inactive"  # linked, and disabled by an earlier export
    SOFT_DELETED = "softDeleted"  # this job soft-deleted it; restorable
    REVIVED = "revived"  # this job soft-deleted it; restored by hand in the target
    REMOVED = "removed"  # soft-deleted in the target, not by this job
    VANISHED = "vanished"  # linked, but the target user is gone for good
    DISPUTED = "disputed"  # several target users carry the identity


def identity_of(source_id: str) -> str:
    """Return the alternative security id that a source user has in every target (behaviour §4)."""
    return str(alternative_security_id(net_id(source_id)))


def find_situation(
    link: Link | None, *, exists: bool, is_deleted: bool, candidates: Sequence[str]
) -> Situation:
    """Return the situation of a user.

    ``exists`` and ``is_deleted`` tell of the link's target; ``candidates`` are the ids of the
    live target users that carry the identity, looked up only where there is no link.
    """
    if link is not None:
        return _of_link(link.state, exists=exists, is_deleted=is_deleted)
    if not candidates:
        return Situation.UNMATCHED
    return Situation.UNLINKED if len(candidates) == 1 else Situation.DISPUTED


def _of_link(state: LinkState, *, exists: bool, is_deleted: bool) -> Situation:
    if not exists:
        return Situation.VANISHED
    ours = state is LinkState.DELETED
    if is_deleted:
        return Situation.SOFT_DELETED if ours else Situation.REMOVED
    if ours:
        return Situation.REVIVED
    return Situation.LINKED if state is LinkState.ACTIVE else Situation.INACTIVE
