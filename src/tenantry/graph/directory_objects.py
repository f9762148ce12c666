"""`/directoryObjects`: objects of any kind by their ids (contract §6.1)."""

from typing import Any

from tenantry.directory import rights
from tenantry.directory.operations import directory_objects
from tenantry.graph.answers import Answer, collection, entity, no_content
from tenantry.graph.items import show_any
from tenantry.graph.keys import object_key
from tenantry.graph.odata.options import ITEM_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import list_of, text
from tenantry.graph.wire.directory_objects import ENTITIES, entity_of, select_of_any

_OBJECT = "directoryObjects/{object}"
_ANY_TYPE = "directoryobject"
_IDS = BodyShape(
    {
        "ids": Property("ids", list_of(text), nullable=False),
        "types": Property("types", list_of(text)),
    },
    required=["ids"],
)
_READ = (
    *rights.USERS_READ_BASIC,
    *rights.USERS_READ,
    *rights.GROUPS_READ,
    *rights.APPLICATIONS_READ,
    *rights.DEVICES_READ,
)
_WRITE = (
    *rights.USERS_WRITE,
    *rights.GROUPS_WRITE,
    *rights.APPLICATIONS_WRITE,
    *rights.DEVICES_WRITE,
)


def get_object(request: GraphRequest) -> Answer:
    """Answer one object, whatever it is."""
    selected = select_of_any(request.options)
    with request.read() as reading:
        key = object_key(request, "object", "id")
        record = directory_objects.get_object(reading, request.actor, key)
        item = show_any(reading, request.actor, record, selected)
    return entity(item, context=f"{context_of('directoryObjects', selected)}/$entity")


def list_objects_by_ids(request: GraphRequest) -> Answer:
    """Answer the objects of the body that exist, each with all its properties."""
    given: dict[str, Any] = _IDS.read_new(request.body)
    types = given.get("types") or [_ANY_TYPE]
    kinds = [entity_of(name).name for name in types if name.lower() != _ANY_TYPE]
    with request.read() as reading:
        records = directory_objects.list_objects_by_ids(
            reading, request.actor, given["ids"], [] if len(kinds) < len(types) else kinds
        )
        items = [
            show_any(reading, request.actor, record, ENTITIES[record["object_type"]].names)
            for record in records
        ]
    return collection(request, items, context="directoryObjects")


def delete_object(request: GraphRequest) -> Answer:
    """Move an object to the recycle bin, whatever it is."""
    key = object_key(request, "object", "id")
    with request.write() as work:
        directory_objects.delete_object(work, request.actor, key)
    return no_content()


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    Route(
        method="GET",
        pattern=_OBJECT,
        endpoint=get_object,
        permissions=_READ,
        query_options=ITEM_OPTIONS,
    ),
    Route(method="DELETE", pattern=_OBJECT, endpoint=delete_object, permissions=_WRITE),
    Route(
        method="POST",
        pattern="directoryObjects/getByIds",
        endpoint=list_objects_by_ids,
        permissions=_READ,
        reads=True,
    ),
    *(
        NotBuiltRoute(method=method, pattern=pattern)
        for method, pattern in (
            ("GET", "directoryObjects"),
            ("GET", "directoryObjects/delta"),
            ("POST", "directoryObjects/getAvailableExtensionProperties"),
            ("POST", "directoryObjects/validateProperties"),
        )
    ),
)
