"""`/domains` (contract §6.6)."""

from tenantry.directory import rights
from tenantry.directory.operations import domains
from tenantry.graph.answers import Answer, collection, created, entity, no_content
from tenantry.graph.keys import object_key
from tenantry.graph.odata.options import ITEM_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import flag
from tenantry.graph.wire.organization import DOMAIN

_DOMAIN = "domains/{domain}"
_VERIFICATION = BodyShape({"forceTakeover": Property("force_takeover", flag)})


def list_domains(request: GraphRequest) -> Answer:
    """Answer the domains of the tenant."""
    selected = DOMAIN.select(request.options)
    with request.read() as reading:
        found = domains.list_domains(reading, request.actor)
    items = [DOMAIN.shown(domain, selected) for domain in found]
    return collection(request, items, context=context_of("domains", selected))


def get_domain(request: GraphRequest) -> Answer:
    """Answer one domain."""
    selected = DOMAIN.select(request.options)
    with request.read() as reading:
        domain = domains.get_domain(reading, request.actor, _name(request))
    context = context_of("domains", selected)
    return entity(DOMAIN.shown(domain, selected), context=f"{context}/$entity")


def create_domain(request: GraphRequest) -> Answer:
    """Claim a domain."""
    name = str(DOMAIN.body.read_new(request.body)["name"])
    with request.write() as work:
        domain = domains.create_domain(work, request.actor, name)
    return created(
        request, DOMAIN.shown(domain), context="domains/$entity", path=f"domains/{domain['name']}"
    )


def update_domain(request: GraphRequest) -> Answer:
    """Make a domain the default one."""
    values = DOMAIN.body.read(request.body)
    with request.write() as work:
        domains.update_domain(work, request.actor, _name(request), values)
    return no_content()


def delete_domain(request: GraphRequest) -> Answer:
    """Give a domain up."""
    with request.write() as work:
        domains.delete_domain(work, request.actor, _name(request))
    return no_content()


def verify_domain(request: GraphRequest) -> Answer:
    """Make a domain the tenant's own and answer it."""
    _VERIFICATION.read(request.body or {})
    with request.write() as work:
        domain = domains.verify_domain(work, request.actor, _name(request))
    return entity(DOMAIN.shown(domain), context="domains/$entity")


def _name(request: GraphRequest) -> str:
    return object_key(request, "domain", "id")


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=rights.DOMAINS_READ,
            query_options=ITEM_OPTIONS,
        )
        for pattern, endpoint in (("domains", list_domains), (_DOMAIN, get_domain))
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=rights.DOMAINS_WRITE)
        for method, pattern, endpoint in (
            ("POST", "domains", create_domain),
            ("PATCH", _DOMAIN, update_domain),
            ("DELETE", _DOMAIN, delete_domain),
            ("POST", f"{_DOMAIN}/verify", verify_domain),
        )
    ),
    *(
        NotBuiltRoute(method=method, pattern=f"{_DOMAIN}/{name}")
        for method, name in (
            ("POST", "forceDelete"),
            ("POST", "promote"),
            ("GET", "domainNameReferences"),
        )
    ),
)
