"""Pages of directory objects: what every list has in common (contract §1.7, §1.8).

A resource says how a page is read and counted; here the query options become a `PageQuery`,
the records an answer.
"""

from collections.abc import Callable, Sequence

from tenantry.actor import Actor
from tenantry.errors import InvalidValueError
from tenantry.graph.answers import Answer, collection, entity, text
from tenantry.graph.odata.skip_tokens import decode_skip_token, encode_skip_token
from tenantry.graph.requests import GraphRequest
from tenantry.graph.wire.annotations import JsonObject, context_of
from tenantry.graph.wire.entities import Entity
from tenantry.graph.wire.showing import Record
from tenantry.storage.filters.fields import Fields
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading

ReadPage = Callable[[Reading, Actor, PageQuery], Page]
Count = Callable[[Reading, Actor, PageQuery], int]
ReadOne = Callable[[Reading, Actor], Record]
Show = Callable[[Reading, Sequence[Record], Sequence[str]], list[JsonObject]]
"""Takes the records of a page and the selected properties; returns the items."""


def answer_page(
    request: GraphRequest,
    entity: Entity,
    read: ReadPage,
    count: Count,
    show: Show,
    *,
    context: str = "",
    fields: Fields | None = None,
    also_read: Sequence[str] = (),
) -> Answer:
    """Answer a page of *entity*; *context* is its collection if not given.

    *fields* are what a filter may name, if other than the entity's own; *show* needs the columns
    *also_read* beside those of the selected properties.
    """
    selected = entity.select(request.options)
    columns = [*entity.columns(selected), *also_read]
    query = page_query(request, fields or entity.fields, columns)
    with request.read() as reading:
        page = read(reading, request.actor, query)
        total = counted(request, reading, count, query)
        items = show(reading, page.records, selected)
    return collection(
        request,
        items,
        context=context_of(context or entity.collection, selected),
        count=total,
        skip_token=skip_token(request, page),
    )


def answer_one(request: GraphRequest, shown_as: Entity, read: ReadOne) -> Answer:
    """Answer one object."""
    selected = shown_as.select(request.options)
    with request.read() as reading:
        record = read(reading, request.actor)
    context = f"{context_of(shown_as.collection, selected)}/$entity"
    return entity(shown_as.shown(record, selected), context=context)


def answer_count(
    request: GraphRequest, entity: Entity, count: Count, *, fields: Fields | None = None
) -> Answer:
    """Answer `/$count`, which directory objects know in advanced queries only (§1.8)."""
    require_eventual(request)
    query = page_query(request, fields or entity.fields)
    with request.read() as reading:
        return text(str(count(reading, request.actor, query)))


def require_eventual(request: GraphRequest) -> None:
    """Raise unless the client sent `ConsistencyLevel: eventual`."""
    if not request.is_eventual:
        raise InvalidValueError("$count", "$count is not currently supported")


def page_query(
    request: GraphRequest, fields: Fields, columns: Sequence[str] | None = None
) -> PageQuery:
    """Return what the query options ask of rows with *fields*."""
    options = request.options
    return PageQuery(
        condition=options.condition(fields),
        orderings=options.orderings(fields),
        after=decode_skip_token(options, _resource(request)),
        limit=options.page_size,
        columns=columns,
    )


def skip_token(request: GraphRequest, page: Page) -> str | None:
    """Return the token of the page after *page*, None after the last."""
    if page.next is None:
        return None
    return encode_skip_token(page.next, request.options, _resource(request))


def counted(request: GraphRequest, reading: Reading, count: Count, query: PageQuery) -> int | None:
    """Return the count for the first page of an advanced query; elsewhere it is left out."""
    wanted = request.options.count and request.is_eventual and query.after is None
    return count(reading, request.actor, query) if wanted else None


def _resource(request: GraphRequest) -> str:
    return request.call.path.strip("/").lower()
