"""Planning: what is to be done with one user, as a table and a value.

The whole behaviour of the engine is `REACTIONS`; a new row is a product decision.  A plan is
never made while it is applied, and applying never decides.
Source: behaviour §2, §7; decisions 8, 11, 12.
"""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

import msgspec

from tenantry.sync.matching import Situation


class Scope(Enum):
    """Whether the source user should exist in the target."""

    IN = "in"
    OUT = "out"
    UNREAD = "unread"  # a filter for reading keeps it from being looked at


class Action(Enum):
    """What is done in the target, in the words of the provisioning log."""

    # Asked of every user many times: members are singletons, and Enum hashes names in Python.
    __hash__ = object.__hash__

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"  # a soft delete
    RESTORE = "restore"
    STAGE = "stage"  # a removal that waits for the deletion guard
    REDEEM = "redeem"  # take a pending guest over, who is this person
    SHARE = "share"  # link to a target user that represents somebody else
    BEQUEATH = "bequeath"  # leave the target user to another source user who shares it
    ESCROW = "escrow"  # cannot proceed, retried later
    SKIP = "skip"
    UNLINK = "unlink"  # forget a link whose target is gone


REACTIONS: Mapping[tuple[Scope, Situation], Action] = MappingProxyType(
    {
        (Scope.IN, Situation.UNMATCHED): Action.CREATE,  # CTS-001
        (Scope.IN, Situation.UNLINKED): Action.UPDATE,  # CTS-039
        (Scope.IN, Situation.INVITED): Action.REDEEM,  # decision 7
        (Scope.IN, Situation.OCCUPIED): Action.SHARE,  # behaviour §4, ADR 0016
        (Scope.IN, Situation.LINKED): Action.UPDATE,  # CTS-002
        (Scope.IN, Situation.SHARED): Action.SKIP,  # ADR 0016: one source user decides
        (Scope.IN, Situation.INHERITABLE): Action.UPDATE,  # CTS-002
        (Scope.IN, Situation.INACTIVE): Action.UPDATE,  # CTS-104
        (Scope.IN, Situation.SOFT_DELETED): Action.RESTORE,  # CTS-107, CTS-108, CTS-109
        (Scope.IN, Situation.REVIVED): Action.UPDATE,  # CTS-110
        (Scope.IN, Situation.REMOVED): Action.SKIP,  # decision 12
        (Scope.IN, Situation.LEFT): Action.CREATE,  # decision 12
        (Scope.IN, Situation.VANISHED): Action.CREATE,  # decisions 8 and 11
        (Scope.IN, Situation.DISPUTED): Action.ESCROW,  # behaviour §4: DuplicateTargetEntries
        (Scope.OUT, Situation.UNMATCHED): Action.SKIP,
        (Scope.OUT, Situation.UNLINKED): Action.SKIP,  # never ours to delete
        (Scope.OUT, Situation.INVITED): Action.SKIP,
        (Scope.OUT, Situation.OCCUPIED): Action.SKIP,
        (Scope.OUT, Situation.LINKED): Action.DELETE,  # CTS-048
        (Scope.OUT, Situation.SHARED): Action.UNLINK,  # ADR 0016
        (Scope.OUT, Situation.INHERITABLE): Action.BEQUEATH,  # ADR 0016
        (Scope.OUT, Situation.INACTIVE): Action.SKIP,  # CTS-105
        (Scope.OUT, Situation.SOFT_DELETED): Action.SKIP,
        (Scope.OUT, Situation.REVIVED): Action.SKIP,  # CTS-110
        (Scope.OUT, Situation.REMOVED): Action.SKIP,
        (Scope.OUT, Situation.LEFT): Action.SKIP,
        (Scope.OUT, Situation.VANISHED): Action.UNLINK,  # decision 11
        (Scope.OUT, Situation.DISPUTED): Action.SKIP,
        **{(Scope.UNREAD, each): Action.SKIP for each in Situation},  # ADR 0038
    }
)

FLOW_OF_ACTION: Mapping[Action, str] = MappingProxyType(
    {
        Action.CREATE: "Add",
        Action.UPDATE: "Update",
        Action.RESTORE: "Update",
        Action.REDEEM: "Add",  # the answer to a creation
        Action.SHARE: "Add",
        Action.DELETE: "Delete",
        Action.BEQUEATH: "Delete",
    }
)
"""The target object action that must be ticked (behaviour §1, `flowTypes`)."""


class PlannedChange(msgspec.Struct, kw_only=True):
    """One decided change of one user.

    ``after`` holds target attribute → value: every mapped attribute for a create, only what
    differs for an update or restore.  ``before`` holds the same attributes as found.
    ``blocked_by`` is the target user that stands in the way of one in escrow.
    ``represents`` is the source user whom the target user represents from now on, where that
    changes; ``keeps_name`` says that it still has the name that an invitation gave it,
    ``is_addressed`` that a new one gets its mail as proxy address.
    ``reason`` and ``scope`` are for people; exporting does not branch on them.
    """

    action: Action
    source_id: str
    target_id: str | None = None
    after: dict[str, object] = msgspec.field(default_factory=dict)
    before: dict[str, object] = msgspec.field(default_factory=dict)
    scope: Scope
    situation: Situation
    error_code: str | None = None
    blocked_by: str | None = None
    reason: str | None = None
    represents: str | None = None
    keeps_name: bool = False
    is_addressed: bool = True


def is_entitled(change: PlannedChange) -> bool:
    """Return whether an initial cycle counts the object as entitled.

    What is in escrow counts when created, as in every other cycle.
    """
    return change.scope is Scope.IN and change.action is not Action.ESCROW
