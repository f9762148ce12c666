"""`/identity/conditionalAccess/namedLocations`: ranges of addresses (contract §6.11).

Countries are not built: nothing here knows in which country an address is.
"""

from collections.abc import Mapping

from tenantry.access.operations import named_locations as operations
from tenantry.access.operations.conditional_access import READ, WRITE
from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.answers import Answer, created, entity, no_content
from tenantry.graph.items import shower
from tenantry.graph.keys import object_key
from tenantry.graph.listing import answer_page
from tenantry.graph.odata.options import FILTER_OPTIONS, ITEM_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.annotations import context_of, typed
from tenantry.graph.wire.named_locations import IP_LOCATION, LOCATION_BODY

_LOCATIONS = IP_LOCATION.collection
_LOCATION = f"{_LOCATIONS}/{{location}}"


def list_locations(request: GraphRequest) -> Answer:
    """Answer a page of locations."""
    return answer_page(
        request,
        IP_LOCATION,
        operations.list_locations,
        operations.count_locations,
        shower(request, IP_LOCATION, is_typed=True),
    )


def get_location(request: GraphRequest) -> Answer:
    """Answer one location."""
    selected = IP_LOCATION.select(request.options)
    with request.read() as reading:
        found = operations.get_location(reading, request.actor, _key(request))
    item = typed(IP_LOCATION.name, IP_LOCATION.shown(found, selected))
    return entity(item, context=f"{context_of(_LOCATIONS, selected)}/$entity")


def create_location(request: GraphRequest) -> Answer:
    """Make a location."""
    _check_type(request.body, is_new=True)
    values = LOCATION_BODY.read_new(request.body)
    with request.write() as work:
        made = operations.create_location(work, request.actor, values)
    item = typed(IP_LOCATION.name, IP_LOCATION.shown(made))
    path = f"{_LOCATIONS}/{made['id']}"
    return created(request, item, context=f"{_LOCATIONS}/$entity", path=path)


def update_location(request: GraphRequest) -> Answer:
    """Change what the body names."""
    _check_type(request.body, is_new=False)
    changes = LOCATION_BODY.read(request.body)
    with request.write() as work:
        operations.update_location(work, request.actor, _key(request), changes)
    return no_content()


def delete_location(request: GraphRequest) -> Answer:
    """Take a location away."""
    with request.write() as work:
        operations.delete_location(work, request.actor, _key(request))
    return no_content()


def _check_type(body: object, *, is_new: bool) -> None:
    """Raise unless the body is of a location by addresses, which a new one has to say."""
    if not isinstance(body, Mapping):
        return
    given = str(body.get("@odata.type", "")).rpartition(".")[2]
    if given == "countryNamedLocation":
        raise NotBuiltError(given)
    if given != IP_LOCATION.name and (given or is_new):
        message = "`@odata.type` must be `#microsoft.graph.ipNamedLocation`"
        raise InvalidValueError("@odata.type", message)


def _key(request: GraphRequest) -> str:
    return object_key(request, "location", "id")


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    Route(
        method="GET",
        pattern=_LOCATIONS,
        endpoint=list_locations,
        permissions=READ,
        query_options=FILTER_OPTIONS,
    ),
    Route(
        method="GET",
        pattern=_LOCATION,
        endpoint=get_location,
        permissions=READ,
        query_options=ITEM_OPTIONS,
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=WRITE)
        for method, pattern, endpoint in (
            ("POST", _LOCATIONS, create_location),
            ("PATCH", _LOCATION, update_location),
            ("DELETE", _LOCATION, delete_location),
        )
    ),
)
