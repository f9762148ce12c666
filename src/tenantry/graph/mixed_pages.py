"""Pages of objects of several kinds, by id: they can be selected from and counted, not filtered."""

from collections.abc import Callable, Sequence

from tenantry.actor import Actor
from tenantry.directory.operations.related import Related, count_of, page_of
from tenantry.errors import InvalidValueError
from tenantry.graph.answers import Answer, collection, text
from tenantry.graph.items import show_mixed
from tenantry.graph.listing import ReadPage, counted, page_query, require_eventual, skip_token
from tenantry.graph.requests import GraphRequest
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.directory_objects import entity_of, select_of_any
from tenantry.storage.filters.fields import Fields
from tenantry.storage.unit_of_work import Reading

MIXED_OPTIONS = ("$select", "$top", "$count", "$skiptoken")
"""What such a list accepts."""
REFERENCE_OPTIONS = ("$top", "$skiptoken")
"""What a list of references accepts."""

FindRelated = Callable[[Reading, Actor], Related]
"""Says which objects are asked for, if the actor may see them."""

_NO_FIELDS = Fields([])


def answer_related(request: GraphRequest, find: FindRelated) -> Answer:
    """Answer a page of what *find* says, each object with its type."""
    selected = select_of_any(request.options)
    query = page_query(request, _NO_FIELDS)
    with request.read() as reading:
        related = find(reading, request.actor)
        page = page_of(reading, request.actor, related, query)
        total = counted(
            request, reading, lambda reading, actor, _: count_of(reading, actor, related), query
        )
        items = show_mixed(reading, request.actor, page.records, selected)
    return collection(
        request,
        items,
        context=context_of("directoryObjects", selected),
        count=total,
        skip_token=skip_token(request, page),
    )


def answer_related_count(request: GraphRequest, find: FindRelated) -> Answer:
    """Answer how many objects *find* says, as text."""
    require_eventual(request)
    with request.read() as reading:
        return text(str(count_of(reading, request.actor, find(reading, request.actor))))


def answer_related_references(request: GraphRequest, find: FindRelated) -> Answer:
    """Answer a page of references to what *find* says."""
    return answer_references(
        request,
        lambda reading, actor, query: page_of(reading, actor, find(reading, actor), query),
    )


def answer_references(request: GraphRequest, read: ReadPage) -> Answer:
    """Answer a page of references alone, which is what `/$ref` of a collection is."""
    query = page_query(request, _NO_FIELDS)
    with request.read() as reading:
        page = read(reading, request.actor, query)
    items = [
        {"@odata.id": request.link_to(f"directoryObjects/{record['id']}")}
        for record in page.records
    ]
    return collection(
        request, items, context="Collection($ref)", skip_token=skip_token(request, page)
    )


def types_in_path(request: GraphRequest, possible: Sequence[str]) -> Sequence[str]:
    """Return the type in the path, or all that are *possible* where there is none."""
    cast = request.keys.get("cast")
    if cast is None:
        return possible
    name = entity_of(str(cast)).name
    if name not in possible:
        raise InvalidValueError("url", f"no `{name}` can be there; leave the type out")
    return (name,)
