"""Pages of objects of several kinds, by id: they can be selected from and counted, not filtered."""

from tenantry.graph.answers import Answer, collection, text
from tenantry.graph.items import show_mixed
from tenantry.graph.listing import (
    Count,
    ReadPage,
    counted,
    page_query,
    require_eventual,
    skip_token,
)
from tenantry.graph.requests import GraphRequest
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.directory_objects import select_of_any
from tenantry.storage.filters.fields import Fields
from tenantry.storage.pages import PageQuery

MIXED_OPTIONS = ("$select", "$top", "$count", "$skiptoken")
"""What such a list accepts."""
REFERENCE_OPTIONS = ("$top", "$skiptoken")
"""What a list of references accepts."""

_NO_FIELDS = Fields([])


def answer_mixed(request: GraphRequest, read: ReadPage, count: Count) -> Answer:
    """Answer a page, each object with its type."""
    selected = select_of_any(request.options)
    query = page_query(request, _NO_FIELDS)
    with request.read() as reading:
        page = read(reading, request.actor, query)
        total = counted(request, reading, count, query)
        items = show_mixed(reading, request.actor, page.records, selected)
    return collection(
        request,
        items,
        context=context_of("directoryObjects", selected),
        count=total,
        skip_token=skip_token(request, page),
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


def answer_mixed_count(request: GraphRequest, count: Count) -> Answer:
    """Answer how many there are, as text."""
    require_eventual(request)
    with request.read() as reading:
        return text(str(count(reading, request.actor, PageQuery())))
