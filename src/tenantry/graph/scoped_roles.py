"""Directory roles over one administrative unit: who holds which (contract §6.7)."""

from collections.abc import Sequence

from tenantry.directory import rights
from tenantry.directory.operations import scoped_roles
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.values import Record
from tenantry.graph.answers import Answer, collection, created, entity, no_content
from tenantry.graph.keys import object_key, user_key
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire.administrative_units import (
    UNIT,
    read_scoped_member,
    scoped_role_membership,
)
from tenantry.graph.wire.directory_roles import find_role

_SCOPED = f"{UNIT.collection}/{{unit}}/scopedRoleMembers"
_ROLES_OF_USER = "users/{user}/scopedRoleMemberOf"


def list_scoped_members(request: GraphRequest) -> Answer:
    """Answer who holds which role over the unit."""
    with request.read() as reading:
        found = scoped_roles.list_scoped_members(reading, request.actor, _unit_key(request))
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
            reading, request.actor, _unit_key(request), _scoped_key(request)
        )
    item = scoped_role_membership(request.tenant_id, found)
    return entity(item, context="scopedRoleMemberships/$entity")


def add_scoped_member(request: GraphRequest) -> Answer:
    """Give a role over the unit."""
    role_key, principal_id = read_scoped_member(request.body)
    role = find_role(request.tenant_id, role_key)
    with request.write() as work:
        made = scoped_roles.add_scoped_member(
            work, request.actor, _unit_key(request), role.id if role else role_key, principal_id
        )
    item = scoped_role_membership(request.tenant_id, made)
    path = f"{UNIT.collection}/{_unit_key(request)}/scopedRoleMembers/{made['id']}"
    return created(request, item, context="scopedRoleMemberships/$entity", path=path)


def remove_scoped_member(request: GraphRequest) -> Answer:
    """Take a role over the unit away."""
    with request.write() as work:
        scoped_roles.remove_scoped_member(
            work, request.actor, _unit_key(request), _scoped_key(request)
        )
    return no_content()


def _scoped(request: GraphRequest, found: Sequence[Record]) -> Answer:
    items = [scoped_role_membership(request.tenant_id, each) for each in found]
    return collection(request, items, context="scopedRoleMemberships")


def _unit_key(request: GraphRequest) -> str:
    return object_key(request, "unit", "id")


def _scoped_key(request: GraphRequest) -> str:
    return object_key(request, "scoped", "id")


ROUTES: tuple[Route, ...] = (
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
)
