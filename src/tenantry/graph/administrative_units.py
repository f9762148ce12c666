"""`/directory/administrativeUnits`, their members and the roles over them (contract §6.7)."""

from collections.abc import Sequence

from tenantry.directory import rights
from tenantry.directory.operations import scoped_roles, units as operations
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.units import MEMBER_TYPES
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError
from tenantry.graph.answers import Answer, collection, created, entity, no_content
from tenantry.graph.keys import object_key, user_key
from tenantry.graph.listing import Record as Listed, answer_one, answer_page
from tenantry.graph.mixed_pages import (
    MIXED_OPTIONS,
    REFERENCE_OPTIONS,
    answer_mixed,
    answer_mixed_count,
    answer_references,
)
from tenantry.graph.odata.options import ITEM_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire import administrative_units as wire
from tenantry.graph.wire.administrative_units import UNIT
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.directory_objects import entity_of
from tenantry.graph.wire.directory_roles import find_role
from tenantry.graph.wire.references import OBJECT_KEY, referred_key
from tenantry.storage.unit_of_work import Reading

_UNITS = UNIT.collection
_UNIT = f"{_UNITS}/{{unit}}"
_MEMBERS = f"{_UNIT}/members"
_SCOPED = f"{_UNIT}/scopedRoleMembers"
_PAGES = ("$select", "$filter", "$top", "$count", "$skiptoken")
_ROLES_OF_USER = "users/{user}/scopedRoleMemberOf"


def list_units(request: GraphRequest) -> Answer:
    """Answer a page of units."""
    return answer_page(request, UNIT, operations.list_units, operations.count_units, _items)


def get_unit(request: GraphRequest) -> Answer:
    """Answer one unit."""
    return answer_one(
        request, UNIT, lambda reading, actor: operations.get_unit(reading, actor, _key(request))
    )


def create_unit(request: GraphRequest) -> Answer:
    """Add a unit."""
    values = UNIT.body.read_new(request.body)
    with request.write() as work:
        unit = operations.create_unit(work, request.actor, values)
    path = f"{_UNITS}/{unit['id']}"
    return created(request, UNIT.shown(unit), context=f"{_UNITS}/$entity", path=path)


def update_unit(request: GraphRequest) -> Answer:
    """Change what the body names."""
    values = UNIT.body.read(request.body)
    with request.write() as work:
        operations.update_unit(work, request.actor, _key(request), values)
    return no_content()


def delete_unit(request: GraphRequest) -> Answer:
    """Delete a unit."""
    with request.write() as work:
        operations.delete_unit(work, request.actor, _key(request))
    return no_content()


def list_members(request: GraphRequest) -> Answer:
    """Answer a page of the members, of the type in the path if there is one."""
    key, kinds = _key(request), _kinds(request)
    return answer_mixed(
        request,
        lambda reading, actor, query: operations.list_unit_members(
            reading, actor, key, kinds, query
        ),
        lambda reading, actor, _: operations.count_unit_members(reading, actor, key, kinds),
    )


def list_references(request: GraphRequest) -> Answer:
    """Answer a page of references to the members."""
    key = _key(request)
    return answer_references(
        request,
        lambda reading, actor, query: operations.list_unit_members(
            reading, actor, key, MEMBER_TYPES, query
        ),
    )


def count_members(request: GraphRequest) -> Answer:
    """Answer how many members there are, as text."""
    key, kinds = _key(request), _kinds(request)
    return answer_mixed_count(
        request,
        lambda reading, actor, _: operations.count_unit_members(reading, actor, key, kinds),
    )


def add_member(request: GraphRequest) -> Answer:
    """Bring the object that the body refers to into the unit."""
    member_id = referred_key(request.body, OBJECT_KEY)
    with request.write() as work:
        operations.add_unit_member(work, request.actor, _key(request), member_id)
    return no_content()


def remove_member(request: GraphRequest) -> Answer:
    """Take a member out of the unit."""
    member_id = object_key(request, "member", "id")
    with request.write() as work:
        operations.remove_unit_member(work, request.actor, _key(request), member_id)
    return no_content()


def list_scoped_members(request: GraphRequest) -> Answer:
    """Answer who holds which role over the unit."""
    with request.read() as reading:
        found = scoped_roles.list_scoped_members(reading, request.actor, _key(request))
    return _scoped(request, found)


def list_scoped_holders(request: GraphRequest) -> Answer:
    """Answer who holds the role in the path over which unit."""
    key = object_key(request, "role", "id", "roleTemplateId")
    request.actor.require(*rights.ROLES_READ)
    role = find_role(request.tenant_id, key)
    if role is None:
        raise not_found(key)
    with request.read() as reading:
        found = scoped_roles.list_scoped_holders(reading, request.actor, role.id)
    return _scoped(request, found)


def list_scoped_roles_of(request: GraphRequest) -> Answer:
    """Answer the roles over units that a user holds."""
    with request.read() as reading:
        found = scoped_roles.list_scoped_roles_of(reading, request.actor, user_key(request))
    return _scoped(request, found)


def get_scoped_member(request: GraphRequest) -> Answer:
    """Answer one role of one holder over the unit."""
    with request.read() as reading:
        found = scoped_roles.get_scoped_member(
            reading, request.actor, _key(request), object_key(request, "scoped", "id")
        )
    item = wire.scoped_role_membership(request.tenant_id, found)
    return entity(item, context="scopedRoleMemberships/$entity")


def add_scoped_member(request: GraphRequest) -> Answer:
    """Give a role over the unit."""
    role_key, principal_id = wire.read_scoped_member(request.body)
    role = find_role(request.tenant_id, role_key)
    with request.write() as work:
        made = scoped_roles.add_scoped_member(
            work, request.actor, _key(request), role.id if role else role_key, principal_id
        )
    item = wire.scoped_role_membership(request.tenant_id, made)
    path = f"{_UNITS}/{_key(request)}/scopedRoleMembers/{made['id']}"
    return created(request, item, context="scopedRoleMemberships/$entity", path=path)


def remove_scoped_member(request: GraphRequest) -> Answer:
    """Take a role over the unit away."""
    with request.write() as work:
        scoped_roles.remove_scoped_member(
            work, request.actor, _key(request), object_key(request, "scoped", "id")
        )
    return no_content()


def _scoped(request: GraphRequest, found: Sequence[Record]) -> Answer:
    items = [wire.scoped_role_membership(request.tenant_id, each) for each in found]
    return collection(request, items, context="scopedRoleMemberships")


def _items(
    _reading: Reading, records: Sequence[Listed], selected: Sequence[str]
) -> list[JsonObject]:
    return [UNIT.shown(each, selected) for each in records]


def _key(request: GraphRequest) -> str:
    return object_key(request, "unit", "id")


def _kinds(request: GraphRequest) -> Sequence[str]:
    cast = request.keys.get("cast")
    if cast is None:
        return MEMBER_TYPES
    name = entity_of(str(cast)).name
    if name not in MEMBER_TYPES:
        raise InvalidValueError("url", f"no `{name}` is in a unit; leave the type out")
    return (name,)


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=rights.UNITS_READ,
            query_options=query_options,
        )
        for pattern, endpoint, query_options in (
            (_UNITS, list_units, _PAGES),
            (_UNIT, get_unit, ITEM_OPTIONS),
            (_MEMBERS, list_members, MIXED_OPTIONS),
            (f"{_MEMBERS}/$ref", list_references, REFERENCE_OPTIONS),
            (f"{_MEMBERS}/$count", count_members, ()),
            (f"{_MEMBERS}/{{cast:type}}", list_members, MIXED_OPTIONS),
            (f"{_MEMBERS}/{{cast:type}}/$count", count_members, ()),
        )
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=rights.UNITS_WRITE)
        for method, pattern, endpoint in (
            ("POST", _UNITS, create_unit),
            ("PATCH", _UNIT, update_unit),
            ("DELETE", _UNIT, delete_unit),
            ("POST", f"{_MEMBERS}/$ref", add_member),
            ("DELETE", f"{_MEMBERS}/{{member}}/$ref", remove_member),
        )
    ),
    *(
        Route(method="GET", pattern=pattern, endpoint=endpoint, permissions=rights.ROLES_READ)
        for pattern, endpoint in (
            (_SCOPED, list_scoped_members),
            (f"{_SCOPED}/{{scoped}}", get_scoped_member),
            (_ROLES_OF_USER, list_scoped_roles_of),
            ("directoryRoles/{role}/scopedMembers", list_scoped_holders),
        )
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=rights.ROLES_WRITE)
        for method, pattern, endpoint in (
            ("POST", _SCOPED, add_scoped_member),
            ("DELETE", f"{_SCOPED}/{{scoped}}", remove_scoped_member),
        )
    ),
    NotBuiltRoute(method="GET", pattern=f"{_UNITS}/delta"),
    NotBuiltRoute(method="POST", pattern=_MEMBERS),
)
