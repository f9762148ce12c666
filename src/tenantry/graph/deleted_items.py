"""`/directory/deletedItems`: the recycle bin (contract §6.3)."""

from tenantry.directory import rights
from tenantry.directory.operations import deleted_items, purging
from tenantry.graph.answers import Answer, entity, no_content
from tenantry.graph.items import fields_of, show_any, shower
from tenantry.graph.keys import object_key
from tenantry.graph.listing import answer_count, answer_page
from tenantry.graph.odata.options import COUNT_OPTIONS, ITEM_OPTIONS, PAGE_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import flag, text
from tenantry.graph.wire.directory_objects import entity_of, select_of_any

_ITEMS = "directory/deletedItems"
_ITEM = f"{_ITEMS}/{{object}}"
_RESTORATION = BodyShape(
    {
        # Addresses are not unique here, so there is no conflict to be reconciled.
        "autoReconcileProxyConflict": Property("auto_reconcile_proxy_conflict", flag),
        "newUserPrincipalName": Property("user_principal_name", text),
    }
)
_READ = (*rights.USERS_READ, *rights.GROUPS_READ, *rights.APPLICATIONS_READ)
_WRITE = (*rights.USERS_WRITE, *rights.GROUPS_WRITE, *rights.APPLICATIONS_WRITE)


def list_deleted(request: GraphRequest) -> Answer:
    """Answer a page of the deleted objects of the type in the path."""
    kind = entity_of(str(request.keys["cast"]))
    return answer_page(
        request,
        kind,
        lambda reading, actor, query: deleted_items.list_deleted(reading, actor, kind.name, query),
        lambda reading, actor, query: deleted_items.count_deleted(reading, actor, kind.name, query),
        shower(request, kind),
        fields=fields_of(request, kind),
    )


def count_deleted(request: GraphRequest) -> Answer:
    """Answer how many deleted objects of the type in the path there are, as text."""
    kind = entity_of(str(request.keys["cast"]))
    return answer_count(
        request,
        kind,
        lambda reading, actor, query: deleted_items.count_deleted(reading, actor, kind.name, query),
        fields=fields_of(request, kind),
    )


def get_deleted(request: GraphRequest) -> Answer:
    """Answer one deleted object."""
    selected = select_of_any(request.options)
    with request.read() as reading:
        record = deleted_items.get_deleted(reading, request.actor, _key(request))
        item = show_any(reading, request.actor, record, selected)
    return entity(item, context=f"{context_of('directoryObjects', selected)}/$entity")


def restore(request: GraphRequest) -> Answer:
    """Bring an object back and answer it."""
    given = _RESTORATION.read(request.body or {})
    name = given.get("user_principal_name")
    with request.write() as work:
        record = deleted_items.restore(
            work,
            request.actor,
            _key(request),
            user_principal_name=str(name) if name is not None else None,
        )
        item = show_any(work, request.actor, record)
    return entity(item, context="directoryObjects/$entity")


def purge(request: GraphRequest) -> Answer:
    """Delete an object for good."""
    with request.write() as work:
        purging.purge(work, request.actor, _key(request))
    return no_content()


def _key(request: GraphRequest) -> str:
    return object_key(request, "object", "id")


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=_READ,
            query_options=query_options,
        )
        for pattern, endpoint, query_options in (
            (f"{_ITEMS}/{{cast:type}}", list_deleted, PAGE_OPTIONS),
            (f"{_ITEMS}/{{cast:type}}/$count", count_deleted, COUNT_OPTIONS),
            (_ITEM, get_deleted, ITEM_OPTIONS),
        )
    ),
    Route(method="POST", pattern=f"{_ITEM}/restore", endpoint=restore, permissions=_WRITE),
    Route(method="DELETE", pattern=_ITEM, endpoint=purge, permissions=_WRITE),
    *(
        NotBuiltRoute(method="POST", pattern=f"{_ITEM}/{name}")
        for name in (
            "checkMemberGroups",
            "checkMemberObjects",
            "getMemberGroups",
            "getMemberObjects",
        )
    ),
)
