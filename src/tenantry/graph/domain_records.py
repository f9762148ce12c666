"""Below `/domains/{id}`: the records that prove a domain, and the domain above it (§6.6)."""

from tenantry.directory import rights
from tenantry.directory.operations import domains
from tenantry.graph.answers import Answer, collection, entity
from tenantry.graph.keys import object_key
from tenantry.graph.odata.options import ITEM_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.domain_records import domain_record
from tenantry.graph.wire.organization import DOMAIN

_DOMAIN = "domains/{domain}"


def list_verification_records(request: GraphRequest) -> Answer:
    """Answer the records that prove the domain; any one of them does."""
    name = _name(request)
    with request.read() as reading:
        found = domains.list_verification_records(reading, request.actor, name)
    items = [domain_record(each) for each in found]
    return collection(request, items, context=f"domains('{name}')/verificationDnsRecords")


def list_service_records(request: GraphRequest) -> Answer:
    """Answer the records of services that use the domain: there are no such services here."""
    name = _name(request)
    with request.read() as reading:
        domains.get_domain(reading, request.actor, name)
    return collection(request, [], context=f"domains('{name}')/serviceConfigurationRecords")


def get_root_domain(request: GraphRequest) -> Answer:
    """Answer the verified domain that this one is below; 404 where it is below none."""
    selected = DOMAIN.select(request.options)
    with request.read() as reading:
        found = domains.get_root_domain(reading, request.actor, _name(request))
    context = f"{context_of('domains', selected)}/$entity"
    return entity(DOMAIN.shown(found, selected), context=context)


def _name(request: GraphRequest) -> str:
    return object_key(request, "domain", "id").lower()


ROUTES: tuple[Route | NotBuiltRoute, ...] = tuple(
    Route(
        method="GET",
        pattern=f"{_DOMAIN}/{name}",
        endpoint=endpoint,
        permissions=rights.DOMAINS_READ,
        query_options=options,
    )
    for name, endpoint, options in (
        ("rootDomain", get_root_domain, ITEM_OPTIONS),
        ("serviceConfigurationRecords", list_service_records, ()),
        ("verificationDnsRecords", list_verification_records, ()),
    )
)
