"""Matching: how the source user stands in the target tenant.

A link, once made, decides; only without one is the target searched, by the alternative
security id alone (CTS-038), so an internal user of the target is never matched (CTS-040).  Who
is not found becomes an invitation, and that is answered by whoever holds the address: a pending
guest is the same person (decision 7), another external user is shared with the one it
represents (behaviour §4).
"""

from collections.abc import Sequence
from enum import Enum

import msgspec


class LinkState(Enum):
    """What the engine last did with the linked user."""

    ACTIVE = "active"
    INVITED = "invited"  # as active, and still under the name that an invitation gave
    INACTIVE = "inactive"  # exported as disabled: no longer managed (CTS-105)
    BLOCKED = "blocked"  # inactive, and blocked by the target before that (`StickyBlock`)
    SHARED = "shared"  # the target user represents another source user
    DELETED = "deleted"  # soft-deleted by the engine


class Link(msgspec.Struct, frozen=True):
    """A source user's target user, for one job."""

    target_id: str
    state: LinkState


class HolderKind(Enum):
    """Who in the target has a source user's address."""

    INTERNAL_USER = "internalUser"
    PENDING_GUEST = "pendingGuest"
    EXTERNAL_USER = "externalUser"
    GROUP = "group"
    CONTACT = "contact"


class Holder(msgspec.Struct, frozen=True):
    """An object of the target that has a source user's address."""

    kind: HolderKind
    id: str


class Found(msgspec.Struct, frozen=True):
    """What is known of the link's target user where it exists."""

    is_deleted: bool
    has_left: bool = False  # deleted by the person's own will


class Situation(Enum):
    """How the source user stands in the target tenant."""

    # Asked of every user many times: members are singletons, and Enum hashes names in Python.
    __hash__ = object.__hash__

    UNMATCHED = "unmatched"  # no target user carries this identity
    UNLINKED = "unlinked"  # one external user carries it; this job has not linked it yet
    INVITED = "invited"  # none carries it, and a pending guest has the user's address
    OCCUPIED = "occupied"  # none carries it, and an external user has the user's address
    LINKED = "linked"  # this job's link, target user present
    SHARED = "shared"  # linked to a target user that represents another source user
    INHERITABLE = "inheritable"  # linked, and a source user who stays in scope shares it
    INACTIVE = "inactive"  # linked, and disabled by an earlier export
    SOFT_DELETED = "softDeleted"  # this job soft-deleted it; restorable
    REVIVED = "revived"  # this job soft-deleted it; restored by hand in the target
    REMOVED = "removed"  # soft-deleted in the target, not by this job
    LEFT = "left"  # as removed, by the person themselves
    VANISHED = "vanished"  # linked, but the target user is gone for good
    DISPUTED = "disputed"  # several target users carry the identity


def find_situation(
    link: Link | None,
    found: Found | None,
    *,
    candidates: Sequence[str],
    holder: Holder | None = None,
    is_inheritable: bool = False,
) -> Situation:
    """Return the situation of a user.

    *found* tells of the link's target, None where there is none.  *candidates* are the ids of
    the live target users that carry the identity, *holder* is who has the address; both are
    looked up only where no target is linked.
    """
    if link is not None and found is not None:
        situation = _of_link(link.state, found)
        may_inherit = situation is Situation.LINKED and is_inheritable
        return Situation.INHERITABLE if may_inherit else situation
    if len(candidates) == 1:
        return Situation.UNLINKED
    if candidates:
        return Situation.DISPUTED
    if holder is not None and holder.kind in _OF_HOLDER:
        return _OF_HOLDER[holder.kind]
    return Situation.UNMATCHED if link is None else Situation.VANISHED


_OF_HOLDER = {
    HolderKind.PENDING_GUEST: Situation.INVITED,
    HolderKind.EXTERNAL_USER: Situation.OCCUPIED,
}
_OF_STATE = {
    LinkState.ACTIVE: Situation.LINKED,
    LinkState.INVITED: Situation.LINKED,
    LinkState.INACTIVE: Situation.INACTIVE,
    LinkState.BLOCKED: Situation.INACTIVE,
    LinkState.SHARED: Situation.SHARED,
    LinkState.DELETED: Situation.REVIVED,
}


def _of_link(state: LinkState, found: Found) -> Situation:
    if not found.is_deleted:
        return _OF_STATE[state]
    if found.has_left:
        return Situation.LEFT
    return Situation.SOFT_DELETED if state is LinkState.DELETED else Situation.REMOVED
