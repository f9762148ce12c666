"""`/organization`: the caller's own tenant (contract §6.6)."""

from tenantry.directory import rights
from tenantry.directory.operations import tenants
from tenantry.directory.operations.licences import list_subscribed
from tenantry.directory.values import Record
from tenantry.errors import NotFoundError
from tenantry.graph.answers import Answer, collection, entity, no_content
from tenantry.graph.keys import object_key
from tenantry.graph.odata.options import ITEM_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.organization import ORGANIZATION
from tenantry.storage.unit_of_work import Reading

_ORGANIZATION = "organization/{organization}"


def list_organizations(request: GraphRequest) -> Answer:
    """Answer the one organization there is."""
    selected = ORGANIZATION.select(request.options)
    with request.read() as reading:
        tenant = _tenant(reading, request)
    items = [ORGANIZATION.shown(tenant, selected)]
    return collection(request, items, context=context_of("organization", selected))


def get_organization(request: GraphRequest) -> Answer:
    """Answer the caller's tenant; 404 for another one's id."""
    _require_own(request)
    selected = ORGANIZATION.select(request.options)
    with request.read() as reading:
        tenant = _tenant(reading, request)
    return entity(
        ORGANIZATION.shown(tenant, selected),
        context=f"{context_of('organization', selected)}/$entity",
    )


def update_organization(request: GraphRequest) -> Answer:
    """Change what the body names."""
    _require_own(request)
    values = ORGANIZATION.body.read(request.body)
    with request.write() as work:
        tenants.update_tenant(work, request.actor, values)
    return no_content()


def _tenant(reading: Reading, request: GraphRequest) -> Record:
    """Return the caller's tenant with the SKUs that it has units of."""
    tenant = tenants.get_tenant(reading, request.actor)
    return {**tenant, "subscribed_skus": list_subscribed(reading, request.tenant_id)}


def _require_own(request: GraphRequest) -> None:
    key = object_key(request, "organization", "id").lower()
    if key != request.tenant_id:
        raise NotFoundError(f"resource `{key}` does not exist", object_id=key)


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=rights.ORGANIZATION_READ,
            query_options=ITEM_OPTIONS,
        )
        for pattern, endpoint in (
            ("organization", list_organizations),
            (_ORGANIZATION, get_organization),
        )
    ),
    Route(
        method="PATCH",
        pattern=_ORGANIZATION,
        endpoint=update_organization,
        permissions=rights.ORGANIZATION_WRITE,
    ),
)
