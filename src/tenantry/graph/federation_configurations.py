"""`/directory/federationConfigurations`: identity providers of other organizations (§6.10).

Documents write the type into the address, before or after the id, and generated clients leave it
out; all of them are served.
"""

from tenantry.collaboration.operations import federations
from tenantry.directory import rights
from tenantry.graph.answers import Answer, collection, created, entity, no_content
from tenantry.graph.keys import object_key
from tenantry.graph.odata.options import ITEM_OPTIONS, selected
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire import federations as wire
from tenantry.graph.wire.annotations import context_of
from tenantry.storage.filters.matching import matches

_ROOT = "directory/federationConfigurations"
_LISTS = (f"{_ROOT}/{wire.FEDERATION_TYPE}", _ROOT)
_ITEMS = (
    f"{_ROOT}/{{federation}}/{wire.FEDERATION_TYPE}",
    f"{_ROOT}/{wire.FEDERATION_TYPE}/{{federation}}",
    f"{_ROOT}/{{federation}}",
)


def list_federations(request: GraphRequest) -> Answer:
    """Answer the federations that meet the filter, by age."""
    condition = request.options.condition(wire.FEDERATION_FIELDS)
    with request.read() as reading:
        found = federations.list_federations(reading, request.actor)
    items = [wire.shown(each) for each in found]
    return collection(
        request,
        [
            selected(request.options, item)
            for item in items
            if condition is None or matches(condition, item)
        ],
        context=context_of(_ROOT, request.options.select),
    )


def get_federation(request: GraphRequest) -> Answer:
    """Answer one federation."""
    with request.read() as reading:
        found = federations.get_federation(reading, request.actor, _key(request))
    context = context_of(_ROOT, request.options.select)
    return entity(selected(request.options, wire.shown(found)), context=f"{context}/$entity")


def create_federation(request: GraphRequest) -> Answer:
    """Make a federation."""
    values = wire.read_new(request.body)
    with request.write() as work:
        made = federations.create_federation(work, request.actor, values)
    return created(
        request,
        wire.shown(made),
        context=f"{_ROOT}/$entity",
        path=f"{_ROOT}/{made['id']}/microsoft.graph.{wire.FEDERATION_TYPE}",
    )


def update_federation(request: GraphRequest) -> Answer:
    """Change what the body names."""
    values = wire.read_changes(request.body)
    with request.write() as work:
        federations.update_federation(work, request.actor, _key(request), values)
    return no_content()


def delete_federation(request: GraphRequest) -> Answer:
    """Take a federation away."""
    with request.write() as work:
        federations.delete_federation(work, request.actor, _key(request))
    return no_content()


def list_domains(request: GraphRequest) -> Answer:
    """Answer the domains of a federation."""
    with request.read() as reading:
        found = federations.get_federation(reading, request.actor, _key(request))
    items = [selected(request.options, wire.shown_domain(name)) for name in found["domains"]]
    return collection(request, items, context=_domains_context(request))


def add_domain(request: GraphRequest) -> Answer:
    """Let a federation vouch for one more domain."""
    name = wire.read_domain(request.body)
    with request.write() as work:
        added = federations.add_domain(work, request.actor, _key(request), name)
    return created(
        request,
        wire.shown_domain(added),
        context=f"{_domains_context(request)}/$entity",
        path=f"{_domains_context(request)}/{added}",
    )


def remove_domain(request: GraphRequest) -> Answer:
    """Take a domain away from a federation."""
    name = object_key(request, "federationDomain", "id")
    with request.write() as work:
        federations.remove_domain(work, request.actor, _key(request), name)
    return no_content()


def _key(request: GraphRequest) -> str:
    return object_key(request, "federation", "id")


def _domains_context(request: GraphRequest) -> str:
    cast = f"microsoft.graph.{wire.FEDERATION_TYPE}"
    return f"{_ROOT}/{_key(request).lower()}/{cast}/domains"


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=rights.FEDERATIONS_READ,
            query_options=options,
        )
        for patterns, endpoint, options in (
            (_LISTS, list_federations, ("$select", "$filter")),
            (_ITEMS, get_federation, ITEM_OPTIONS),
            ([f"{each}/domains" for each in _ITEMS], list_domains, ITEM_OPTIONS),
        )
        for pattern in patterns
    ),
    *(
        Route(
            method=method,
            pattern=pattern,
            endpoint=endpoint,
            permissions=rights.FEDERATIONS_WRITE,
        )
        for method, patterns, endpoint in (
            ("POST", _LISTS, create_federation),
            ("PATCH", _ITEMS, update_federation),
            ("DELETE", _ITEMS, delete_federation),
            ("POST", [f"{each}/domains" for each in _ITEMS], add_domain),
            (
                "DELETE",
                [f"{each}/domains/{{federationDomain}}" for each in _ITEMS],
                remove_domain,
            ),
        )
        for pattern in patterns
    ),
)
