"""How one object can stand to another: who owns what, whose devices are whose, what is where.

Sources: contract §6.2, §6.7, §6.9; the pages on the owners of groups, applications and devices.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from tenantry.errors import ConflictError, InvalidValueError

OWNERS_PER_OBJECT = 100


class Relation(Enum):
    """What the related object is to the other one."""

    OWNER = "owner"
    REGISTERED_OWNER = "registeredOwner"
    REGISTERED_USER = "registeredUser"
    UNIT_MEMBER = "unitMember"


@dataclass(frozen=True, slots=True)
class Bearer:
    """An object that others are related to: its type, as in the feed, and its id."""

    object_type: str
    id: str


RELATED_TYPES: Mapping[Relation, Sequence[str]] = {
    Relation.OWNER: ("user", "servicePrincipal"),
    Relation.REGISTERED_OWNER: ("user",),
    Relation.REGISTERED_USER: ("user",),
    Relation.UNIT_MEMBER: ("user", "group", "device"),
}
"""What can be so related."""


def check_new(related_id: str, *, is_known: bool, count: int) -> None:
    """Raise `InvalidValueError` where the object is related already, or too many are."""
    if is_known:
        raise InvalidValueError("@odata.id", f"`{related_id}` is one of them already")
    if count >= OWNERS_PER_OBJECT:
        message = f"an object has at most {OWNERS_PER_OBJECT} of them; take one away first"
        raise InvalidValueError("@odata.id", message)


def check_owner_removal(bearer: Bearer, related_type: str, *, users: int) -> None:
    """Raise `ConflictError` for the last user among the owners of a group."""
    if bearer.object_type == "group" and related_type == "user" and users == 1:
        raise ConflictError("the last user who owns a group stays; add another owner first")
