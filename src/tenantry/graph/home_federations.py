"""`/domains/{id}/federationConfiguration`: who authenticates a domain's own people (§6.6)."""

from tenantry.collaboration.operations import home_federations as operations
from tenantry.directory import rights
from tenantry.graph.answers import Answer, collection, created, entity, no_content
from tenantry.graph.keys import object_key
from tenantry.graph.odata.options import ITEM_OPTIONS, selected
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire import home_federations as wire

_LIST = "domains/{domain}/federationConfiguration"
_ITEM = f"{_LIST}/{{homeFederation}}"


def list_home_federations(request: GraphRequest) -> Answer:
    """Answer the federation of the domain, if it has one."""
    with request.read() as reading:
        found = operations.list_home_federations(reading, request.actor, _domain(request))
    items = [selected(request.options, wire.shown(each)) for each in found]
    return collection(request, items, context=_context(request))


def get_home_federation(request: GraphRequest) -> Answer:
    """Answer the federation by its id."""
    with request.read() as reading:
        found = operations.get_home_federation(
            reading, request.actor, _domain(request), _key(request)
        )
    shown = selected(request.options, wire.shown(found))
    return entity(shown, context=f"{_context(request)}/$entity")


def create_home_federation(request: GraphRequest) -> Answer:
    """Federate the domain."""
    values = wire.read_new(request.body)
    with request.write() as work:
        made = operations.create_home_federation(work, request.actor, _domain(request), values)
    path = f"domains/{_domain(request)}/federationConfiguration/{made['id']}"
    return created(request, wire.shown(made), context=f"{_context(request)}/$entity", path=path)


def update_home_federation(request: GraphRequest) -> Answer:
    """Change what the body names."""
    values = wire.read_changes(request.body)
    with request.write() as work:
        operations.update_home_federation(
            work, request.actor, _domain(request), _key(request), values
        )
    return no_content()


def delete_home_federation(request: GraphRequest) -> Answer:
    """End the federation: the domain is managed again."""
    with request.write() as work:
        operations.delete_home_federation(work, request.actor, _domain(request), _key(request))
    return no_content()


def _domain(request: GraphRequest) -> str:
    return object_key(request, "domain", "id")


def _key(request: GraphRequest) -> str:
    return object_key(request, "homeFederation", "id")


def _context(request: GraphRequest) -> str:
    return f"domains('{_domain(request)}')/federationConfiguration"


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=rights.DOMAINS_READ,
            query_options=ITEM_OPTIONS,
        )
        for pattern, endpoint in ((_LIST, list_home_federations), (_ITEM, get_home_federation))
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=rights.DOMAINS_WRITE)
        for method, pattern, endpoint in (
            ("POST", _LIST, create_home_federation),
            ("PATCH", _ITEM, update_home_federation),
            ("DELETE", _ITEM, delete_home_federation),
        )
    ),
)
