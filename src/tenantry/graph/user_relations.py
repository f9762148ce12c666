"""Below `/users/{id}`: manager, direct reports and sponsors (contract §6.1, §6.4)."""

from tenantry.directory import rights
from tenantry.directory.operations import managers, sponsors
from tenantry.graph.answers import Answer, collection, entity, no_content, text
from tenantry.graph.items import show_mixed, show_one, shower
from tenantry.graph.keys import object_key, user_key
from tenantry.graph.listing import answer_count, answer_page, require_eventual
from tenantry.graph.odata.options import COUNT_OPTIONS, ITEM_OPTIONS, PAGE_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire.annotations import context_of, typed
from tenantry.graph.wire.directory_objects import select_of_any
from tenantry.graph.wire.references import OBJECT_KEY, USER_KEY, referred_key
from tenantry.graph.wire.users import USER

_USER = "users/{user}"


def get_manager(request: GraphRequest) -> Answer:
    """Answer the manager of a user; 404 if there is none."""
    selected = USER.select(request.options)
    with request.read() as reading:
        manager = managers.get_manager(reading, request.actor, user_key(request))
        item = show_one(reading, request.actor, USER, manager, selected)
    context = context_of("directoryObjects", selected)
    return entity(typed("user", item), context=f"{context}/$entity")


def set_manager(request: GraphRequest) -> Answer:
    """Make the user that the body refers to the manager."""
    manager_key = referred_key(request.body, USER_KEY)
    with request.write() as work:
        managers.set_manager(work, request.actor, user_key(request), manager_key)
    return no_content()


def clear_manager(request: GraphRequest) -> Answer:
    """Leave a user without a manager."""
    with request.write() as work:
        managers.clear_manager(work, request.actor, user_key(request))
    return no_content()


def list_direct_reports(request: GraphRequest) -> Answer:
    """Answer a page of the users whose manager this one is."""
    key = user_key(request)
    return answer_page(
        request,
        USER,
        lambda reading, actor, query: managers.list_direct_reports(reading, actor, key, query),
        lambda reading, actor, query: managers.count_direct_reports(reading, actor, key, query),
        shower(request, USER, is_typed=True),
        context="directoryObjects",
    )


def count_direct_reports(request: GraphRequest) -> Answer:
    """Answer how many direct reports there are, as text."""
    key = user_key(request)
    return answer_count(
        request,
        USER,
        lambda reading, actor, query: managers.count_direct_reports(reading, actor, key, query),
    )


def list_sponsors(request: GraphRequest) -> Answer:
    """Answer the users and groups who answer for a guest."""
    selected = select_of_any(request.options)
    with request.read() as reading:
        records = sponsors.list_sponsors(reading, request.actor, user_key(request))
        items = show_mixed(reading, request.actor, records, selected)
    return collection(request, items, context=context_of("directoryObjects", selected))


def list_sponsor_references(request: GraphRequest) -> Answer:
    """Answer references to the sponsors, of whom there are few."""
    with request.read() as reading:
        records = sponsors.list_sponsors(reading, request.actor, user_key(request))
    paths = (f"directoryObjects/{record['id']}" for record in records)
    items = [{"@odata.id": request.link_to(path)} for path in paths]
    return collection(request, items, context="Collection($ref)")


def count_sponsors(request: GraphRequest) -> Answer:
    """Answer how many sponsors there are, as text."""
    require_eventual(request)
    with request.read() as reading:
        records = sponsors.list_sponsors(reading, request.actor, user_key(request))
    return text(str(len(records)))


def add_sponsor(request: GraphRequest) -> Answer:
    """Let the user or group that the body refers to answer for a user."""
    sponsor_id = referred_key(request.body, OBJECT_KEY)
    with request.write() as work:
        sponsors.add_sponsor(work, request.actor, user_key(request), sponsor_id)
    return no_content()


def remove_sponsor(request: GraphRequest) -> Answer:
    """Let a user or group no longer answer for a user."""
    sponsor_id = object_key(request, "sponsor", "id")
    with request.write() as work:
        sponsors.remove_sponsor(work, request.actor, user_key(request), sponsor_id)
    return no_content()


ROUTES = (
    *(
        Route(
            method="GET",
            pattern=f"{_USER}/sponsors/{ending}",
            endpoint=endpoint,
            permissions=rights.USERS_READ,
        )
        for ending, endpoint in (("$ref", list_sponsor_references), ("$count", count_sponsors))
    ),
    *(
        Route(
            method=method,
            pattern=f"{_USER}/sponsors/{ending}",
            endpoint=endpoint,
            permissions=rights.USERS_WRITE,
        )
        for method, ending, endpoint in (
            ("POST", "$ref", add_sponsor),
            ("DELETE", "{sponsor}/$ref", remove_sponsor),
        )
    ),
    Route(
        method="GET",
        pattern=f"{_USER}/sponsors",
        endpoint=list_sponsors,
        permissions=rights.USERS_READ,
        query_options=ITEM_OPTIONS,
    ),
    *(
        Route(
            method="GET",
            pattern=f"{_USER}/{name}",
            endpoint=endpoint,
            permissions=(*rights.USERS_READ_BASIC, *rights.USERS_READ),
            query_options=query_options,
        )
        for name, endpoint, query_options in (
            ("manager", get_manager, ITEM_OPTIONS),
            ("directReports", list_direct_reports, PAGE_OPTIONS),
            ("directReports/$count", count_direct_reports, COUNT_OPTIONS),
        )
    ),
    *(
        Route(
            method=method,
            pattern=f"{_USER}/manager/$ref",
            endpoint=endpoint,
            permissions=rights.USERS_WRITE,
        )
        for method, endpoint in (("PUT", set_manager), ("DELETE", clear_manager))
    ),
)
