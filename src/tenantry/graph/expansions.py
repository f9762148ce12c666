"""`$expand` of several relationships at once, whole objects each (access packages)."""

from collections.abc import Callable, Collection, Sequence

from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.answers import Answer, entity
from tenantry.graph.listing import Count, ReadOne, ReadPage, answer_page
from tenantry.graph.odata.options import QueryOptions
from tenantry.graph.requests import GraphRequest
from tenantry.graph.wire.annotations import JsonObject, context_of
from tenantry.graph.wire.entities import Entity
from tenantry.graph.wire.showing import Record
from tenantry.storage.unit_of_work import Reading

Relate = Callable[[Reading, Sequence[Record]], Sequence[JsonObject]]
"""Takes the records of a page; returns the expanded relationships of each, in their order."""


def expanded(
    options: QueryOptions,
    known: Collection[str],
    not_built: Collection[str] = (),
    *,
    inside: Collection[str] = (),
) -> frozenset[str]:
    """Return the relationships that `$expand` names, in the casing of *known*.

    *inside* are those that their objects always come with, so that they may be named.  A name of
    *not_built* raises `NotBuiltError`, an unknown one and other options inside of one
    `InvalidValueError`.
    """
    by_key = {name.lower(): name for name in known}
    missing = {name.lower() for name in not_built}
    found = []
    for each in options.expand:
        name = each.relationship.lower()
        if name in missing:
            raise NotBuiltError(f"$expand={each.relationship}")
        if name not in by_key:
            names = ", ".join(f"`{one}`" for one in sorted(by_key.values()))
            message = f"`{each.relationship}` is unknown to `$expand`; known are {names}"
            raise InvalidValueError("$expand", message)
        if each.select or each.levels or not set(each.inside).issubset(inside):
            message = f"`{each.relationship}` is expanded as a whole; leave the parentheses out"
            raise InvalidValueError("$expand", message)
        found.append(by_key[name])
    return frozenset(found)


def answer_expanded_page(
    request: GraphRequest, shown_as: Entity, read: ReadPage, count: Count, relate: Relate
) -> Answer:
    """Answer a page of objects, each with its expanded relationships."""

    def items(
        reading: Reading, records: Sequence[Record], selected: Sequence[str]
    ) -> list[JsonObject]:
        shown = shown_as.shown_all(records, selected)
        related = relate(reading, records)
        return [{**item, **parts} for item, parts in zip(shown, related, strict=True)]

    return answer_page(request, shown_as, read, count, items)


def answer_expanded(
    request: GraphRequest, shown_as: Entity, read: ReadOne, relate: Relate
) -> Answer:
    """Answer one object with its expanded relationships."""
    selected = shown_as.select(request.options)
    with request.read() as reading:
        record = read(reading, request.actor)
        [related] = relate(reading, [record])
    context = f"{context_of(shown_as.collection, selected)}/$entity"
    return entity({**shown_as.shown(record, selected), **related}, context=context)
