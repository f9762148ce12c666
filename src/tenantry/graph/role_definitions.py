"""`/roleManagement/directory/roleDefinitions`: what roles let their holders do (contract §6.8)."""

from tenantry.directory import rights
from tenantry.directory.operations import role_definitions
from tenantry.graph.answers import Answer, collection, created, entity, no_content
from tenantry.graph.keys import object_key
from tenantry.graph.odata.options import ITEM_OPTIONS, selected
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire.annotations import JsonObject, context_of
from tenantry.graph.wire.role_definitions import (
    ROLE_DEFINITION_BODY,
    ROLE_DEFINITION_FIELDS,
    role_definition,
)
from tenantry.storage.filters.matching import matches

_DEFINITIONS = "roleManagement/directory/roleDefinitions"
_DEFINITION = f"{_DEFINITIONS}/{{role}}"


def list_role_definitions(request: GraphRequest) -> Answer:
    """Answer the roles that meet the filter, built-in and custom."""
    condition = request.options.condition(ROLE_DEFINITION_FIELDS)
    with request.read() as reading:
        found = role_definitions.list_definitions(reading, request.actor)
    items = [role_definition(each) for each in found]
    shown = [
        _selected(request, item) for item in items if condition is None or matches(condition, item)
    ]
    context = context_of(_DEFINITIONS, request.options.select)
    return collection(request, shown, context=context)


def get_role_definition(request: GraphRequest) -> Answer:
    """Answer one role."""
    with request.read() as reading:
        found = role_definitions.get_definition(reading, request.actor, _key(request))
    item = _selected(request, role_definition(found))
    return entity(item, context=f"{_DEFINITIONS}/$entity")


def create_role_definition(request: GraphRequest) -> Answer:
    """Add a custom role."""
    values = ROLE_DEFINITION_BODY.read_new(request.body)
    with request.write() as work:
        made = role_definitions.create_definition(work, request.actor, values)
    return created(
        request,
        role_definition(made),
        context=f"{_DEFINITIONS}/$entity",
        path=f"{_DEFINITIONS}/{made['id']}",
    )


def update_role_definition(request: GraphRequest) -> Answer:
    """Change a custom role."""
    values = ROLE_DEFINITION_BODY.read(request.body)
    with request.write() as work:
        role_definitions.update_definition(work, request.actor, _key(request), values)
    return no_content()


def delete_role_definition(request: GraphRequest) -> Answer:
    """Take a custom role away."""
    with request.write() as work:
        role_definitions.delete_definition(work, request.actor, _key(request))
    return no_content()


def _key(request: GraphRequest) -> str:
    return object_key(request, "role", "id")


def _selected(request: GraphRequest, item: JsonObject) -> JsonObject:
    return selected(request.options, item, ("inheritsPermissionsFrom",))


ROUTES = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=rights.ROLES_READ,
            query_options=options,
        )
        for pattern, endpoint, options in (
            (_DEFINITIONS, list_role_definitions, ("$select", "$filter")),
            (_DEFINITION, get_role_definition, ITEM_OPTIONS),
        )
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=rights.ROLES_WRITE)
        for method, pattern, endpoint in (
            ("POST", _DEFINITIONS, create_role_definition),
            ("PATCH", _DEFINITION, update_role_definition),
            ("DELETE", _DEFINITION, delete_role_definition),
        )
    ),
)
