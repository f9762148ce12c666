"""`/groups/{id}/members`: the members of a group, of one kind or mixed (contract §6.2)."""

from functools import partial

from tenantry.directory import rights
from tenantry.directory.operations import memberships
from tenantry.errors import InvalidValueError
from tenantry.graph.answers import Answer, collection, no_content, text
from tenantry.graph.items import fields_of, show_mixed, shower
from tenantry.graph.keys import group_key, object_key
from tenantry.graph.listing import (
    answer_count,
    answer_page,
    counted,
    page_query,
    require_eventual,
    skip_token,
)
from tenantry.graph.mixed_pages import REFERENCE_OPTIONS, answer_references
from tenantry.graph.odata.options import COUNT_OPTIONS, PAGE_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.applications import APPLICATION
from tenantry.graph.wire.directory_objects import entity_of, select_of_any
from tenantry.graph.wire.entities import Entity
from tenantry.graph.wire.references import OBJECT_KEY, referred_key
from tenantry.storage.filters.fields import Fields
from tenantry.storage.pages import PageQuery

_GROUP = "groups/{group}"
_WITHOUT_FILTER = Fields([], not_built=["displayName", "id", "mail", "userPrincipalName"])
"""Mixed members can be filtered after a cast only."""


def list_members(request: GraphRequest, *, transitive: bool) -> Answer:
    """Answer a page of members of any kind, by id."""
    selected, key = select_of_any(request.options), group_key(request)
    query = page_query(request, _WITHOUT_FILTER)
    with request.read() as reading:
        page = memberships.list_members(reading, request.actor, key, query, transitive=transitive)
        total = counted(
            request,
            reading,
            lambda reading, actor, query: memberships.count_members(
                reading, actor, key, query, transitive=transitive
            ),
            query,
        )
        items = show_mixed(reading, request.actor, page.records, selected)
    return collection(
        request,
        items,
        context=context_of("directoryObjects", selected),
        count=total,
        skip_token=skip_token(request, page),
    )


def list_references(request: GraphRequest) -> Answer:
    """Answer a page of references to the direct members."""
    key = group_key(request)
    return answer_references(
        request,
        lambda reading, actor, query: memberships.list_members(reading, actor, key, query),
    )


def count_members(request: GraphRequest, *, transitive: bool) -> Answer:
    """Answer how many members there are, as text."""
    require_eventual(request)
    with request.read() as reading:
        count = memberships.count_members(
            reading, request.actor, group_key(request), PageQuery(), transitive=transitive
        )
    return text(str(count))


def list_members_of_kind(request: GraphRequest, *, transitive: bool) -> Answer:
    """Answer a page of the members that are of the type in the path."""
    entity, key = _member_entity(request), group_key(request)
    return answer_page(
        request,
        entity,
        lambda reading, actor, query: memberships.list_members(
            reading, actor, key, query, kind=entity.name, transitive=transitive
        ),
        lambda reading, actor, query: memberships.count_members(
            reading, actor, key, query, kind=entity.name, transitive=transitive
        ),
        shower(request, entity, is_typed=True),
        fields=fields_of(request, entity),
        context=entity.collection,
    )


def count_members_of_kind(request: GraphRequest, *, transitive: bool) -> Answer:
    """Answer how many members of the type in the path there are, as text."""
    entity, key = _member_entity(request), group_key(request)
    return answer_count(
        request,
        entity,
        lambda reading, actor, query: memberships.count_members(
            reading, actor, key, query, kind=entity.name, transitive=transitive
        ),
        fields=fields_of(request, entity),
    )


def add_member(request: GraphRequest) -> Answer:
    """Make the object that the body refers to a member."""
    key = referred_key(request.body, OBJECT_KEY)
    with request.write() as work:
        memberships.add_member(work, request.actor, group_key(request), key)
    return no_content()


def remove_member(request: GraphRequest) -> Answer:
    """End a membership."""
    key = object_key(request, "member", "id")
    with request.write() as work:
        memberships.remove_member(work, request.actor, group_key(request), key)
    return no_content()


def refuse_deletion(_: GraphRequest) -> Answer:
    """Refuse to delete a member itself, which is what forgetting `/$ref` would mean (§6.2)."""
    message = "end a membership at `/members/{id}/$ref`; without `$ref` it would delete the member"
    raise InvalidValueError("url", message)


def _member_entity(request: GraphRequest) -> Entity:
    entity = entity_of(str(request.keys["cast"]))
    if entity is APPLICATION:
        raise InvalidValueError("url", "an application is no member of groups")
    return entity


ROUTES: tuple[Route, ...] = (
    *(
        Route(
            method="GET",
            pattern=f"{_GROUP}/{name}{ending}",
            endpoint=partial(endpoint, transitive=transitive),
            permissions=rights.GROUPS_READ,
            query_options=query_options,
        )
        for name, transitive in (("members", False), ("transitiveMembers", True))
        for ending, endpoint, query_options in (
            ("", list_members, PAGE_OPTIONS),
            ("/$count", count_members, ()),
            ("/{cast:type}", list_members_of_kind, PAGE_OPTIONS),
            ("/{cast:type}/$count", count_members_of_kind, COUNT_OPTIONS),
        )
    ),
    Route(
        method="POST",
        pattern=f"{_GROUP}/members/$ref",
        endpoint=add_member,
        permissions=rights.MEMBERS_WRITE,
    ),
    Route(
        method="DELETE",
        pattern=f"{_GROUP}/members/{{member}}/$ref",
        endpoint=remove_member,
        permissions=rights.MEMBERS_WRITE,
    ),
    Route(
        method="DELETE",
        pattern=f"{_GROUP}/members/{{member}}",
        endpoint=refuse_deletion,
        permissions=rights.MEMBERS_WRITE,
    ),
    Route(
        method="GET",
        pattern=f"{_GROUP}/members/$ref",
        endpoint=list_references,
        permissions=rights.GROUPS_READ,
        query_options=REFERENCE_OPTIONS,
    ),
)
