"""`/roleManagement/directory/resourceNamespaces`: the actions of roles, and which are protected.

The shape is beta's, documented there alone; clients made for v1.0 call it, too (decision 32).
"""

from tenantry.directory import rights
from tenantry.directory.operations import protection
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.resource_actions import NAMESPACE
from tenantry.graph.answers import Answer, collection, entity, no_content
from tenantry.graph.keys import object_key
from tenantry.graph.odata.options import ITEM_OPTIONS, selected
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.resource_actions import (
    RESOURCE_ACTION_BODY,
    RESOURCE_ACTION_FIELDS,
    resource_action,
)
from tenantry.storage.filters.matching import matches

_NAMESPACES = "roleManagement/directory/resourceNamespaces"
_ACTIONS = f"{_NAMESPACES}/{{namespace}}/resourceActions"
_ACTION = f"{_ACTIONS}/{{action}}"


def list_namespaces(request: GraphRequest) -> Answer:
    """Answer the one namespace."""
    request.actor.require(*rights.ROLES_READ)
    items = [selected(request.options, {"id": NAMESPACE, "name": NAMESPACE})]
    return collection(request, items, context=context_of(_NAMESPACES, request.options.select))


def list_resource_actions(request: GraphRequest) -> Answer:
    """Answer the actions that meet the filter."""
    _check_namespace(request)
    condition = request.options.condition(RESOURCE_ACTION_FIELDS)
    with request.read() as reading:
        found = protection.list_actions(reading, request.actor)
    items = [resource_action(action, context_id) for action, context_id in found]
    shown = [
        selected(request.options, item)
        for item in items
        if condition is None or matches(condition, item)
    ]
    return collection(request, shown, context=context_of(_context(), request.options.select))


def get_resource_action(request: GraphRequest) -> Answer:
    """Answer one action."""
    _check_namespace(request)
    with request.read() as reading:
        found = protection.get_action(reading, request.actor, _key(request))
    return entity(
        selected(request.options, resource_action(*found)), context=f"{_context()}/$entity"
    )


def update_resource_action(request: GraphRequest) -> Answer:
    """Protect an action, or end that."""
    _check_namespace(request)
    given = RESOURCE_ACTION_BODY.read_new(request.body)
    context_id = given["authentication_context_id"]
    with request.write() as work:
        protection.protect_action(
            work, request.actor, _key(request), None if context_id is None else str(context_id)
        )
    return no_content()


def _key(request: GraphRequest) -> str:
    return object_key(request, "action", "id")


def _check_namespace(request: GraphRequest) -> None:
    namespace = object_key(request, "namespace", "id")
    if namespace.lower() != NAMESPACE:
        raise not_found(namespace)


def _context() -> str:
    return f"{_NAMESPACES}('{NAMESPACE}')/resourceActions"


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
            (_NAMESPACES, list_namespaces, ITEM_OPTIONS),
            (_ACTIONS, list_resource_actions, ("$select", "$filter")),
            (_ACTION, get_resource_action, ITEM_OPTIONS),
        )
    ),
    Route(
        method="PATCH",
        pattern=_ACTION,
        endpoint=update_resource_action,
        permissions=rights.ROLES_WRITE,
    ),
)
