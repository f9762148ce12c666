"""How much of other users a caller sees.

`User.ReadBasic.All` and guests see basic properties only; guests may not list anybody
(contract §6.1, behaviour §14.3).
"""

from collections.abc import Iterator

from tenantry.actor import Actor, ActorKind
from tenantry.directory import rights
from tenantry.directory.users import BASIC_PROPERTIES
from tenantry.directory.values import Record
from tenantry.errors import NotPermittedError
from tenantry.storage.filters.fields import Field
from tenantry.storage.filters.tree import And, AnyElement, Filter, Not, Or
from tenantry.storage.pages import PageQuery

_NOTHING_BUT_ID = frozenset({"id"})


def visible_properties(actor: Actor, user_id: str = "") -> frozenset[str] | None:
    """Return the properties of user *user_id* that the actor may see, None for all of them.

    Without an id it is about everybody.  Raises `NotPermittedError` if it is nothing.
    """
    is_own = actor.kind is ActorKind.USER and user_id == actor.actor_id
    if is_own and actor.may(*rights.OWN_PROFILE_READ, *rights.USERS_READ):
        return None
    if actor.may(*rights.USERS_READ):
        return BASIC_PROPERTIES if actor.is_guest else None
    actor.require(*rights.USERS_READ_BASIC, *rights.USERS_READ)
    return BASIC_PROPERTIES


def listed_properties(actor: Actor, query: PageQuery) -> frozenset[str] | None:
    """Return the properties of all users that the actor may see, None for all of them.

    Raises `NotPermittedError` for guests, and where *query* asks about hidden properties.
    """
    visible = visible_properties(actor)
    if actor.is_guest:
        raise NotPermittedError(rights.USERS_READ, "guests may not list users")
    if visible is not None and not visible.issuperset(_asked_for(query)):
        raise NotPermittedError(rights.USERS_READ)
    return visible


def visible_member_properties(actor: Actor, kind: str) -> frozenset[str] | None:
    """Return the properties of members of *kind* that the actor may see, None for all of them.

    Who may see memberships, but not the objects themselves, sees their ids.
    """
    if kind == "user" and not actor.may(*rights.USERS_READ):
        is_basic = actor.may(*rights.USERS_READ_BASIC)
        return BASIC_PROPERTIES if is_basic else _NOTHING_BUT_ID
    if kind == "user":
        return BASIC_PROPERTIES if actor.is_guest else None
    if kind in {"device", "group"} or actor.may(*rights.APPLICATIONS_READ):
        return None
    return _NOTHING_BUT_ID


def shown(record: Record, visible: frozenset[str] | None) -> Record:
    """Return *record* with the properties that are not *visible* left empty."""
    if visible is None:
        return record
    return {name: value if name in visible else None for name, value in record.items()}


def _asked_for(query: PageQuery) -> Iterator[str]:
    yield from (ordering.field.column for ordering in query.orderings)
    if query.condition is not None:
        yield from (field.column for field in _fields_of(query.condition))


def _fields_of(condition: Filter) -> Iterator[Field]:
    match condition:
        case And(terms) | Or(terms):
            for term in terms:
                yield from _fields_of(term)
        case Not(term):
            yield from _fields_of(term)
        case AnyElement(field, _):
            yield field
        case _:
            yield condition.field
