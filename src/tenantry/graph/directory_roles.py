"""`/directoryRoles` and `…/roleAssignments`: who holds which role (contract §6.8)."""

from collections.abc import Iterable, Mapping
from typing import Any

from tenantry.directory import rights
from tenantry.directory.operations import directory_objects, role_definitions, roles
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.roles import RoleTemplate
from tenantry.graph.answers import Answer, collection, created, entity, no_content
from tenantry.graph.items import show_any, show_mixed
from tenantry.graph.keys import object_key
from tenantry.graph.listing import page_query, skip_token
from tenantry.graph.odata.options import ITEM_OPTIONS, check_expand, selected
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire import directory_roles as wire
from tenantry.graph.wire.annotations import JsonObject, context_of
from tenantry.graph.wire.references import OBJECT_KEY, referred_key
from tenantry.graph.wire.role_definitions import role_definition
from tenantry.storage.unit_of_work import Reading

_ASSIGNMENTS = "roleManagement/directory/roleAssignments"
_ROLE = "directoryRoles/{role}"
_EXPANDABLE = ("principal", "roleDefinition")


def list_roles(request: GraphRequest) -> Answer:
    """Answer the roles of the tenant; all of them are active."""
    items = [
        wire.directory_role(request.tenant_id, role) for role in roles.list_roles(request.actor)
    ]
    return _all(request, items, "directoryRoles")


def get_role(request: GraphRequest) -> Answer:
    """Answer one role of the tenant."""
    item = wire.directory_role(request.tenant_id, _role(request))
    return entity(selected(request.options, item), context="directoryRoles/$entity")


def activate_role(request: GraphRequest) -> Answer:
    """Answer the role, which is active as all of them are."""
    request.actor.require(*rights.ROLES_WRITE)
    role = roles.get_role(request.actor, wire.read_template_id(request.body))
    item = wire.directory_role(request.tenant_id, role)
    path = f"directoryRoles/{item['id']}"
    return created(request, item, context="directoryRoles/$entity", path=path)


def list_role_members(request: GraphRequest) -> Answer:
    """Answer who holds the role."""
    with request.read() as reading:
        members = roles.list_role_members(reading, request.actor, _role(request).id)
        items = show_mixed(reading, request.actor, members)
    return collection(request, items, context="directoryObjects")


def add_role_member(request: GraphRequest) -> Answer:
    """Give the role to the object that the body refers to."""
    values = {
        "directory_scope_id": roles.WHOLE_TENANT,
        "principal_id": referred_key(request.body, OBJECT_KEY),
        "role_template_id": _role(request).id,
    }
    with request.write() as work:
        roles.create_role_assignment(work, request.actor, values)
    return no_content()


def remove_role_member(request: GraphRequest) -> Answer:
    """Take the role away from a member."""
    with request.write() as work:
        member_id = object_key(request, "member", "id")
        roles.remove_role_member(work, request.actor, _role(request).id, member_id)
    return no_content()


def list_role_templates(request: GraphRequest) -> Answer:
    """Answer the templates of all roles."""
    items = [wire.role_template(role) for role in roles.list_roles(request.actor)]
    return _all(request, items, "directoryRoleTemplates")


def list_role_assignments(request: GraphRequest) -> Answer:
    """Answer a page of assignments, with principal or role if that is expanded."""
    query = page_query(request, wire.ROLE_ASSIGNMENT_FIELDS)
    with request.read() as reading:
        page = roles.list_role_assignments(reading, request.actor, query)
        items = _expanded(request, reading, page.records)
    token = skip_token(request, page)
    return collection(request, items, context=_ASSIGNMENTS, skip_token=token)


def get_role_assignment(request: GraphRequest) -> Answer:
    """Answer one assignment."""
    with request.read() as reading:
        key = object_key(request, "assignment", "id")
        assignment = roles.get_role_assignment(reading, request.actor, key)
        [item] = _expanded(request, reading, [assignment])
    return entity(item, context=f"{_ASSIGNMENTS}/$entity")


def create_role_assignment(request: GraphRequest) -> Answer:
    """Give a role to a principal."""
    values = wire.ROLE_ASSIGNMENT_BODY.read_new(request.body)
    with request.write() as work:
        assignment = roles.create_role_assignment(work, request.actor, values)
    return created(
        request,
        wire.role_assignment(assignment),
        context=f"{_ASSIGNMENTS}/$entity",
        path=f"{_ASSIGNMENTS}/{assignment['id']}",
    )


def delete_role_assignment(request: GraphRequest) -> Answer:
    """Take a role away."""
    with request.write() as work:
        key = object_key(request, "assignment", "id")
        roles.delete_role_assignment(work, request.actor, key)
    return no_content()


def _role(request: GraphRequest) -> RoleTemplate:
    """Return the role in the path: by its id in this tenant, or by its template's."""
    key = object_key(request, "role", "id", "roleTemplateId").lower()
    for role in roles.list_roles(request.actor):
        if key in {role.id, wire.directory_role_id(request.tenant_id, role)}:
            return role
    raise not_found(key)


def _all(request: GraphRequest, items: Iterable[JsonObject], context: str) -> Answer:
    shown = [selected(request.options, item) for item in items]
    return collection(request, shown, context=context_of(context, request.options.select))


def _expanded(
    request: GraphRequest, reading: Reading, assignments: Iterable[Mapping[str, Any]]
) -> list[JsonObject]:
    expand = check_expand(request.options, _EXPANDABLE, ("appScope", "directoryScope"))
    items = []
    for assignment in assignments:
        item = selected(request.options, wire.role_assignment(assignment))
        if expand is not None and expand.relationship == "roleDefinition":
            role = role_definitions.get_definition(
                reading, request.actor, assignment["role_template_id"]
            )
            item = {**item, "roleDefinition": role_definition(role)}
        elif expand is not None:
            principal = directory_objects.get_object(
                reading, request.actor, assignment["principal_id"]
            )
            item = {**item, "principal": show_any(reading, request.actor, principal)}
        items.append(item)
    return items


_READ, _WRITE = rights.ROLES_READ, rights.ROLES_WRITE

ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=_READ,
            query_options=ITEM_OPTIONS,
        )
        for pattern, endpoint in (
            ("directoryRoles", list_roles),
            (_ROLE, get_role),
            (f"{_ROLE}/members", list_role_members),
            ("directoryRoleTemplates", list_role_templates),
        )
    ),
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=_READ,
            query_options=query_options,
        )
        for pattern, endpoint, query_options in (
            (
                _ASSIGNMENTS,
                list_role_assignments,
                ("$select", "$expand", "$filter", "$orderby", "$top", "$skiptoken"),
            ),
            (
                f"{_ASSIGNMENTS}/{{assignment}}",
                get_role_assignment,
                (*ITEM_OPTIONS, "$expand"),
            ),
        )
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=_WRITE)
        for method, pattern, endpoint in (
            ("POST", "directoryRoles", activate_role),
            ("POST", f"{_ROLE}/members/$ref", add_role_member),
            ("DELETE", f"{_ROLE}/members/{{member}}/$ref", remove_role_member),
            ("POST", _ASSIGNMENTS, create_role_assignment),
            ("DELETE", f"{_ASSIGNMENTS}/{{assignment}}", delete_role_assignment),
        )
    ),
    *(
        NotBuiltRoute(method=method, pattern=pattern)
        for method, pattern in (("GET", "directoryRoles/delta"),)
    ),
)
