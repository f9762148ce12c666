"""`/tenantRelationships`: finding a tenant by its id or one of its domains (contract §6.5)."""

from tenantry.directory import rights
from tenantry.directory.operations import tenant_information
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError
from tenantry.graph.answers import Answer, entity
from tenantry.graph.keys import object_key
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.identifiers import is_id

_FIND = "tenantRelationships/findTenantInformationBy"


def find_by_id(request: GraphRequest) -> Answer:
    """Answer the facts about the tenant with an id."""
    tenant_id = object_key(request, "tenantId")
    if not is_id(tenant_id):
        raise InvalidValueError("tenantId", f"`tenantId` must be a GUID, not `{tenant_id}`")
    with request.read() as reading:
        return _shown(tenant_information.get_by_id(reading, request.actor, tenant_id))


def find_by_domain(request: GraphRequest) -> Answer:
    """Answer the facts about the tenant that verified a domain."""
    domain = object_key(request, "domainName")
    with request.read() as reading:
        return _shown(tenant_information.get_by_domain(reading, request.actor, domain))


def _shown(facts: Record) -> Answer:
    body = {
        "tenantId": facts["id"],
        "federationBrandName": None,
        "displayName": facts["display_name"],
        "defaultDomainName": facts["default_domain_name"],
    }
    return entity(body, context="microsoft.graph.tenantInformation")


ROUTES: tuple[Route | NotBuiltRoute, ...] = tuple(
    Route(
        method="GET",
        pattern=pattern,
        endpoint=endpoint,
        permissions=rights.TENANT_INFORMATION_READ,
    )
    for pattern, endpoint in (
        (f"{_FIND}TenantId(tenantId={{tenantId}})", find_by_id),
        (f"{_FIND}DomainName(domainName={{domainName}})", find_by_domain),
    )
)
