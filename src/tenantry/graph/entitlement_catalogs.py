"""`…/entitlementManagement/catalogs`, their resources, and the requests that bring those in."""

from tenantry.entitlement.operations import catalogs
from tenantry.errors import InvalidValueError
from tenantry.graph.answers import Answer, collection, created, entity, no_content
from tenantry.graph.entitlement_routes import read_routes, write_routes
from tenantry.graph.expansions import expanded
from tenantry.graph.keys import object_key
from tenantry.graph.odata.options import ITEM_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.access_packages import (
    CATALOG,
    RESOURCE_REQUEST_BODY,
    ROOT,
    resource,
    resource_request,
)
from tenantry.graph.wire.annotations import context_of
from tenantry.storage.filters.matching import matches

_CATALOGS = f"{ROOT}/catalogs"
_CATALOG = f"{_CATALOGS}/{{catalog}}"
_REQUESTS = f"{ROOT}/resourceRequests"
_PARTS = ("roles", "scopes")


def list_catalogs(request: GraphRequest) -> Answer:
    """Answer the catalogs that meet the filter, all of them at once."""
    condition = request.options.condition(CATALOG.fields)
    selected = CATALOG.select(request.options)
    with request.read() as reading:
        found = catalogs.list_catalogs(reading, request.actor)
    kept = [each for each in found if condition is None or matches(condition, CATALOG.shown(each))]
    items = [CATALOG.shown(each, selected) for each in kept]
    return collection(request, items, context=context_of(_CATALOGS, selected))


def get_catalog(request: GraphRequest) -> Answer:
    """Answer one catalog."""
    selected = CATALOG.select(request.options)
    with request.read() as reading:
        found = catalogs.get_catalog(reading, request.actor, _key(request))
    context = f"{context_of(_CATALOGS, selected)}/$entity"
    return entity(CATALOG.shown(found, selected), context=context)


def create_catalog(request: GraphRequest) -> Answer:
    """Make a catalog."""
    values = CATALOG.body.read_new(request.body)
    with request.write() as work:
        made = catalogs.create_catalog(work, request.actor, values)
    path = f"{_CATALOGS}/{made['id']}"
    return created(request, CATALOG.shown(made), context=f"{_CATALOGS}/$entity", path=path)


def update_catalog(request: GraphRequest) -> Answer:
    """Change a catalog."""
    values = CATALOG.body.read(request.body)
    with request.write() as work:
        catalogs.update_catalog(work, request.actor, _key(request), values)
    return no_content()


def delete_catalog(request: GraphRequest) -> Answer:
    """Delete an empty catalog."""
    with request.write() as work:
        catalogs.delete_catalog(work, request.actor, _key(request))
    return no_content()


def list_resources(request: GraphRequest) -> Answer:
    """Answer what packages of a catalog can give."""
    parts = expanded(request.options, _PARTS, ["environment"])
    with request.read() as reading:
        found = catalogs.list_resources(reading, request.actor, _key(request))
    items = [resource(each, parts) for each in found]
    context = f"{_CATALOGS}('{_key(request)}')/resources"
    return collection(request, items, context=context)


def create_resource_request(request: GraphRequest) -> Answer:
    """Bring a resource into a catalog, or take it out; it is done at once."""
    read = RESOURCE_REQUEST_BODY.read_new(request.body)
    named = read["resource"] if isinstance(read["resource"], dict) else {}
    catalog_id, request_type = str(read["catalog_id"]), str(read["request_type"])
    with request.write() as work:
        if request_type == "adminAdd":
            origin = [_required(named, *each) for each in _ORIGIN]
            found = catalogs.add_resource(work, request.actor, catalog_id, *origin)
        else:
            resource_id = _required(named, "id", "id")
            found = catalogs.remove_resource(work, request.actor, catalog_id, resource_id)
        body = resource_request(found["id"], request_type, work.instant)
    return created(
        request,
        {**body, "resource": resource(found)},
        context=f"{_REQUESTS}/$entity",
        path=f"{_REQUESTS}/{found['id']}",
    )


_ORIGIN = (("origin_system", "originSystem"), ("origin_id", "originId"))


def _required(named: dict[str, object], name: str, wire: str) -> str:
    if named.get(name) is None:
        path = f"resource.{wire}"
        raise InvalidValueError(path, f"`{path}` is required")
    return str(named[name])


def _key(request: GraphRequest) -> str:
    return object_key(request, "catalog", "id").lower()


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *read_routes(
        (_CATALOGS, list_catalogs, ("$select", "$filter")),
        (_CATALOG, get_catalog, ITEM_OPTIONS),
        (f"{_CATALOG}/resources", list_resources, ("$expand",)),
    ),
    *write_routes(
        ("POST", _CATALOGS, create_catalog),
        ("PATCH", _CATALOG, update_catalog),
        ("DELETE", _CATALOG, delete_catalog),
        ("POST", _REQUESTS, create_resource_request),
    ),
)
