"""`…/connectedOrganizations`: the other tenants whose people may ask for packages."""

from tenantry.entitlement.operations import organizations
from tenantry.graph.answers import Answer, created, no_content
from tenantry.graph.entitlement_routes import read_routes, write_routes
from tenantry.graph.items import shower
from tenantry.graph.keys import object_key
from tenantry.graph.listing import answer_one, answer_page
from tenantry.graph.odata.options import FILTER_OPTIONS, ITEM_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.access_packages import ROOT
from tenantry.graph.wire.connected_organizations import (
    ORGANIZATION,
    ORGANIZATION_CHANGES,
    read_organization,
)

_ORGANIZATIONS = f"{ROOT}/connectedOrganizations"
_ORGANIZATION = f"{_ORGANIZATIONS}/{{connectedOrganization}}"


def list_organizations(request: GraphRequest) -> Answer:
    """Answer a page of connected organizations."""
    return answer_page(
        request,
        ORGANIZATION,
        organizations.list_organizations,
        organizations.count_organizations,
        shower(request, ORGANIZATION),
    )


def get_organization(request: GraphRequest) -> Answer:
    """Answer one connected organization."""
    key = _key(request)
    return answer_one(
        request,
        ORGANIZATION,
        lambda reading, actor: organizations.get_organization(reading, actor, key),
    )


def create_organization(request: GraphRequest) -> Answer:
    """Connect another tenant."""
    source, values = read_organization(request.body)
    with request.write() as work:
        made = organizations.create_organization(work, request.actor, source, values)
    context, path = f"{_ORGANIZATIONS}/$entity", f"{_ORGANIZATIONS}/{made['id']}"
    return created(request, ORGANIZATION.shown(made), context=context, path=path)


def update_organization(request: GraphRequest) -> Answer:
    """Change a connected organization."""
    values = ORGANIZATION_CHANGES.read(request.body)
    with request.write() as work:
        organizations.update_organization(work, request.actor, _key(request), values)
    return no_content()


def delete_organization(request: GraphRequest) -> Answer:
    """Disconnect another tenant."""
    with request.write() as work:
        organizations.delete_organization(work, request.actor, _key(request))
    return no_content()


def _key(request: GraphRequest) -> str:
    return object_key(request, "connectedOrganization", "id").lower()


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *read_routes(
        (_ORGANIZATIONS, list_organizations, FILTER_OPTIONS),
        (_ORGANIZATION, get_organization, ITEM_OPTIONS),
    ),
    *write_routes(
        ("POST", _ORGANIZATIONS, create_organization),
        ("PATCH", _ORGANIZATION, update_organization),
        ("DELETE", _ORGANIZATION, delete_organization),
    ),
)
