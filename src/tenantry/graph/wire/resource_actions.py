"""Actions of roles on the wire, in beta's shape.

`isDocumentedAsProtectable` is our own: it tells what the documents list from what we add.
"""

from tenantry.directory.resource_actions import ResourceAction
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import text
from tenantry.storage.filters.fields import Fields, Kind, make_field

RESOURCE_ACTION_FIELDS = Fields(
    [
        make_field("actionVerb", "eq"),
        make_field("authenticationContextId", "eq"),
        make_field("id", "eq"),
        make_field("isAuthenticationContextSettable", "eq", kind=Kind.BOOLEAN),
        make_field("name", "eq"),
    ]
)
RESOURCE_ACTION_BODY = BodyShape(
    {"authenticationContextId": Property("authentication_context_id", text)},
    read_only=[
        *("actionVerb", "description", "id", "isAuthenticationContextSettable"),
        *("isDocumentedAsProtectable", "isPrivileged", "name", "resourceScopeId"),
    ],
)


def resource_action(action: ResourceAction, context_id: str | None) -> JsonObject:
    """Return an action with the authentication context that it is bound to."""
    return {
        "id": action.id,
        "actionVerb": action.verb,
        "authenticationContextId": context_id,
        "description": action.description,
        "isAuthenticationContextSettable": action.is_protectable,
        "isDocumentedAsProtectable": action.is_documented_as_protectable,
        "name": action.name,
        "resourceScopeId": None,
    }
