"""`/me/changePassword`: people change their own password (contract §6.1)."""

from tenantry.directory import rights
from tenantry.graph.answers import Answer, no_content
from tenantry.graph.keys import user_key
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import text
from tenantry.signin.authentication.operations.own_password import change_password_of_caller

_CHANGE = BodyShape(
    {
        "currentPassword": Property("current", text, nullable=False),
        "newPassword": Property("new", text, nullable=False),
    },
    required=["currentPassword", "newPassword"],
)


def change_password(request: GraphRequest) -> Answer:
    """Replace the caller's password, which is hashed outside the transactions."""
    given = _CHANGE.read_new(request.body)
    change_password_of_caller(
        request.services.database,
        request.actor,
        user_key(request),
        current=str(given["current"]),
        new=str(given["new"]),
        hashing=request.services.hashing,
        secret_box=request.services.secret_box,
    )
    return no_content()


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    Route(
        method="POST",
        pattern="users/{user}/changePassword",
        endpoint=change_password,
        permissions=rights.PASSWORDS_WRITE,
    ),
)
