"""How much of the directory a caller sees (contract §6.1, behaviour §14.3).

`User.ReadBasic.All` shows basic properties only.  Guests see themselves and, unless they are
restricted, a few properties of others by their ids; they list nobody, and no groups.
"""

from collections.abc import Iterator

from tenantry.actor import Actor, ActorKind, Standing
from tenantry.directory import rights
from tenantry.directory.groups import HIDDEN_MEMBERSHIP
from tenantry.directory.operations.lookups import ObjectKey, find_user, not_found, require_group
from tenantry.directory.stores.memberships import list_group_ids_above
from tenantry.directory.users import BASIC_PROPERTIES, GUEST_PROPERTIES
from tenantry.directory.values import Record
from tenantry.errors import NotPermittedError
from tenantry.storage.filters.fields import Field
from tenantry.storage.filters.tree import And, AnyElement, Filter, Not, Or
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import Reading

NOTHING_BUT_ID = frozenset({"id"})
_NOT_FOR_GUESTS = "guests of this tenant may not see that"


def require_no_guest(actor: Actor) -> None:
    """Raise `NotPermittedError` for guests: it is about what only members see."""
    if actor.is_guest:
        raise NotPermittedError(rights.USERS_READ, _NOT_FOR_GUESTS)


def require_own(reading: Reading, actor: Actor, key: ObjectKey) -> None:
    """Raise `NotPermittedError` for guests, unless the object that *key* names is they."""
    if not actor.is_guest:
        return
    own = find_user(reading, actor.tenant_id, key) if isinstance(key, str) else None
    if own is None or own["id"] != actor.actor_id:
        require_no_guest(actor)


def visible_properties(actor: Actor, user_id: str = "") -> frozenset[str] | None:
    """Return the properties of user *user_id* that the actor may see, None for all of them.

    Without an id it is about everybody.  Raises `NotPermittedError` if it is nothing.
    """
    is_own = actor.kind is ActorKind.USER and user_id == actor.actor_id
    if is_own and actor.may(*rights.OWN_PROFILE_READ, *rights.USERS_READ):
        return None
    if _is_restricted(actor):
        raise NotPermittedError(rights.USERS_READ, _NOT_FOR_GUESTS)
    if actor.may(*rights.USERS_READ):
        return GUEST_PROPERTIES if actor.is_guest else None
    actor.require(*rights.USERS_READ_BASIC, *rights.USERS_READ)
    return GUEST_PROPERTIES if actor.is_guest else BASIC_PROPERTIES


def require_visible_user(
    reading: Reading, actor: Actor, key: str
) -> tuple[Record, frozenset[str] | None]:
    """Return the user with this id or sign-in name, and what the actor may see of it.

    Raises `NotPermittedError` if that is nothing, whether there is such a user or not, and
    `NotFoundError`.
    """
    user = find_user(reading, actor.tenant_id, key)
    visible = visible_properties(actor, user["id"] if user else "")
    if user is None:
        raise not_found(key)
    return user, visible


def listed_properties(actor: Actor, query: PageQuery) -> frozenset[str] | None:
    """Return the properties of all users that the actor may see, None for all of them.

    Raises `NotPermittedError` for guests, and where *query* asks about hidden properties.
    """
    visible = visible_properties(actor)
    require_no_guest(actor)
    if visible is not None and not visible.issuperset(_asked_for(query)):
        raise NotPermittedError(rights.USERS_READ)
    return visible


def visible_member_properties(actor: Actor, kind: str) -> frozenset[str] | None:
    """Return the properties of members of *kind* that the actor may see, None for all of them.

    Who may see memberships, but not the objects themselves, sees their ids.
    """
    if kind in {"group", "user"} and _is_restricted(actor):
        return NOTHING_BUT_ID
    if kind == "user" and not actor.may(*rights.USERS_READ):
        is_basic = actor.may(*rights.USERS_READ_BASIC) and not actor.is_guest
        return BASIC_PROPERTIES if is_basic else NOTHING_BUT_ID
    if kind == "user":
        return GUEST_PROPERTIES if actor.is_guest else None
    if kind == "device":
        return NOTHING_BUT_ID if actor.is_guest else None
    if kind == "group" or actor.may(*rights.APPLICATIONS_READ):
        return None
    return NOTHING_BUT_ID


def visible_group_properties(
    reading: Reading, actor: Actor, group_id: str
) -> frozenset[str] | None:
    """Return the properties of a group that the actor may see, None for all of them.

    A restricted guest sees the id of groups that they are in; `NotPermittedError` for others.
    """
    actor.require(*rights.GROUPS_READ)
    if not _is_restricted(actor):
        return None
    wanted = [group_id.lower()]
    if not list_group_ids_above(reading, actor.tenant_id, actor.actor_id, among=wanted):
        raise NotPermittedError(rights.GROUPS_READ, _NOT_FOR_GUESTS)
    return NOTHING_BUT_ID


def require_visible_members(reading: Reading, actor: Actor, group_id: str) -> Record:
    """Return the group, whose members the actor may see: no guest those of a hidden one.

    Raises `NotPermittedError`, and `NotFoundError`.
    """
    actor.require(*rights.GROUPS_READ)
    if _is_restricted(actor):
        raise NotPermittedError(rights.GROUPS_READ, _NOT_FOR_GUESTS)
    group = require_group(reading, actor.tenant_id, group_id)
    if group["visibility"] == HIDDEN_MEMBERSHIP:
        require_no_guest(actor)
    return group


def shown(record: Record, visible: frozenset[str] | None) -> Record:
    """Return *record* with the properties that are not *visible* left empty."""
    if visible is None:
        return record
    return {name: value if name in visible else None for name, value in record.items()}


def _is_restricted(actor: Actor) -> bool:
    return actor.standing is Standing.RESTRICTED_GUEST


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
