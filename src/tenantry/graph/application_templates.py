"""`/applicationTemplates/{id}/instantiate` (contract §4.4)."""

from tenantry.directory import rights
from tenantry.directory.operations.templates import instantiate_template
from tenantry.graph.answers import CREATED, Answer
from tenantry.graph.items import show_one
from tenantry.graph.keys import object_key
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.applications import APPLICATION, SERVICE_PRINCIPAL
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import text

_TEMPLATE = "applicationTemplates/{template}"
_BODY = BodyShape(
    {"displayName": Property("display_name", text, nullable=False)},
    required=["displayName"],
    ignored=["serviceManagementReference"],
)


def instantiate(request: GraphRequest) -> Answer:
    """Make the application of a template and its service principal, and answer both."""
    given = _BODY.read_new(request.body)
    with request.write() as work:
        application, principal = instantiate_template(
            work, request.actor, object_key(request, "template", "id"), str(given["display_name"])
        )
        body = {
            "application": show_one(work, request.actor, APPLICATION, application),
            "servicePrincipal": show_one(work, request.actor, SERVICE_PRINCIPAL, principal),
        }
    return Answer(status=CREATED, body=body, context="microsoft.graph.applicationServicePrincipal")


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    Route(
        method="POST",
        pattern=f"{_TEMPLATE}/instantiate",
        endpoint=instantiate,
        permissions=(*rights.APPLICATIONS_WRITE, *rights.OWN_APPLICATIONS_WRITE),
    ),
    NotBuiltRoute(method="GET", pattern="applicationTemplates"),
    NotBuiltRoute(method="GET", pattern=_TEMPLATE),
)
