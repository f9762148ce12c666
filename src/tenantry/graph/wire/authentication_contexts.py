"""Authentication contexts on the wire; of the two API versions beta alone has them (§6.11)."""

from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import filled_text, flag, text
from tenantry.graph.wire.entities import Entity, declare

CONTEXT_BODY = BodyShape(
    {
        "displayName": Property("display_name", filled_text, nullable=False),
        "description": Property("description", text),
        "isAvailable": Property("is_available", flag, nullable=False),
    },
    ignored=("id",),
)
NEW_CONTEXT_BODY = BodyShape(
    {
        "id": Property("id", text, nullable=False),
        "displayName": Property("display_name", filled_text, nullable=False),
        "description": Property("description", text),
        "isAvailable": Property("is_available", flag, nullable=False),
    },
    required=("id", "displayName"),
)


CONTEXT = Entity(
    "authenticationContextClassReference",
    "identity/conditionalAccess/authenticationContextClassReferences",
    (
        declare("id: String!"),
        declare("displayName: String!"),
        declare("description: String"),
        declare("isAvailable: Boolean!"),
    ),
)
