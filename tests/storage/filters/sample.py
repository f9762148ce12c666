"""A table with a column of every kind, its fields, and strategies for its rows and filters."""

import json

from hypothesis import strategies as st
from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, insert, select

from tenantry.clock import whole_seconds
from tenantry.storage.engines import make_engine
from tenantry.storage.filters.fields import Field, Kind, Operator, Value, make_field
from tenantry.storage.filters.folding import fold
from tenantry.storage.filters.sql import compile_filter
from tenantry.storage.filters.tree import (
    And,
    AnyElement,
    Comparison,
    Contains,
    ElementCount,
    EndsWith,
    Filter,
    In,
    Not,
    Or,
    StartsWith,
    Words,
)
from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, text

Record = dict[str, object]

METADATA = MetaData()
THINGS = Table(
    "things",
    METADATA,
    key("id"),
    text("name"),
    text("name_key"),
    text("title", required=True),
    text("code"),
    flag("enabled"),
    Column("size", BigInteger),
    text("created_at"),
    text("seen_at"),
    text("owner_id"),
    text("tags"),
    text("phone"),
    text("identities"),
    text("extras"),
    **TABLE_OPTIONS,
)

POSTGRESQL = make_engine("postgresql:///any").dialect

ID = make_field("id", kind=Kind.ID)
NAME = make_field("name", folded_column="name_key", tokenised=True)
TITLE = make_field("title")
CODE = make_field("code", case_sensitive=True)
ENABLED = make_field("enabled", kind=Kind.BOOLEAN)
SIZE = make_field("size", kind=Kind.INTEGER)
CREATED = make_field("createdDateTime", kind=Kind.INSTANT, column="created_at", whole_seconds=True)
SEEN = make_field("seenDateTime", kind=Kind.INSTANT, column="seen_at")
OWNER = make_field("owner/id", kind=Kind.ID, column="owner_id")
TAGS = make_field("tags", kind=Kind.STRING_LIST)
PHONES = make_field("phones", kind=Kind.STRING_LIST, column="phone", single=True)
ISSUER = make_field("issuer")
ASSIGNED_ID = make_field("issuerAssignedId", case_sensitive=True)
IDENTITIES = make_field("identities", kind=Kind.OBJECT_LIST, elements=(ISSUER, ASSIGNED_ID))
NOTE = make_field("extras/note", column="extras", json_path=("note",))
FLAG = make_field("extras/flag", kind=Kind.BOOLEAN, column="extras", json_path=("flag",))
LEVEL = make_field("extras/level", kind=Kind.INTEGER, column="extras", json_path=("level",))
LABELS = make_field("extras/labels", kind=Kind.STRING_LIST, column="extras", json_path=("labels",))

STRINGS = (NAME, TITLE, CODE, NOTE, NAME.ignoring_case(), CODE.ignoring_case())
SCALARS = (*STRINGS, ID, ENABLED, SIZE, CREATED, SEEN, OWNER, FLAG, LEVEL)
LISTS = (TAGS, PHONES, LABELS)

_LETTERS = "aAbBzZ019 .-_%\\'\"ŁłØøİißẞéÉ\u0131ΣςЖжǅǆ\u03c3\ud7ff\ue000\uffff\U0001f600\U0010ffff"
texts = st.text(_LETTERS, max_size=5) | st.sampled_from(
    ["Mira Okafor", "mira", "MIRA okafor", "HelloWorld", "hello.world", "Łódź", "łódź", "a%b", ""]
)
instants = st.sampled_from(
    [f"2026-09-{day}T13:20:11.{micros}Z" for day in (14, 15) for micros in ("000000", "500001")]
)
ids = st.sampled_from([f"0000000{digit}-0000-4000-8000-000000000000" for digit in range(6)])
numbers = st.integers(-2, 2) | st.sampled_from([-(2**63), 2**63 - 1])


def _maybe(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | values


def records(most: int = 3) -> st.SearchStrategy[list[Record]]:
    """Return the strategy of up to *most* records with different ids."""
    identity = st.fixed_dictionaries({"issuer": texts}, optional={"issuerAssignedId": texts})
    record = st.fixed_dictionaries(
        {
            "id": ids,
            "name": _maybe(texts),
            "title": texts,
            "code": _maybe(texts),
            "enabled": _maybe(st.booleans()),
            "size": _maybe(numbers),
            "createdDateTime": _maybe(instants),
            "seenDateTime": _maybe(instants),
            "owner": st.fixed_dictionaries({"id": _maybe(ids)}),
            "tags": st.lists(texts, max_size=2),
            "phones": st.lists(texts, max_size=1),
            "identities": st.lists(identity, max_size=2),
            "extras": st.fixed_dictionaries(
                {},
                optional={
                    "note": texts,
                    "flag": st.booleans(),
                    "level": numbers,
                    "labels": st.lists(texts, max_size=2),
                },
            ),
        }
    )
    return st.lists(record, min_size=1, max_size=most, unique_by=lambda each: str(each["id"]))


def values_of(field: Field) -> st.SearchStrategy[Value]:
    """Return the strategy of what *field* may be compared with, null aside."""
    kinds: dict[Kind, st.SearchStrategy[Value]] = {
        Kind.STRING: texts,
        Kind.ID: ids,
        Kind.BOOLEAN: st.booleans(),
        Kind.INTEGER: numbers,
        Kind.INSTANT: instants,
    }
    return kinds[field.kind]


def _leaves(field: Field) -> st.SearchStrategy[Filter]:
    orders = [Operator.EQ, Operator.NE, Operator.GT, Operator.GE, Operator.LT, Operator.LE]
    values = st.none() | values_of(field)
    compared: st.SearchStrategy[Filter] = st.builds(
        Comparison, st.just(field), st.sampled_from(orders), values
    )
    listed = st.builds(In, st.just(field), st.lists(values, max_size=3).map(tuple))
    if field.kind is not Kind.STRING:
        return compared | listed
    tests = [st.builds(test, st.just(field), texts) for test in (StartsWith, EndsWith, Contains)]
    return st.one_of(compared, listed, *tests)


def _nested(leaf: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
    return st.recursive(
        leaf,
        lambda inner: (
            st.builds(Not, inner)
            | st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple))
            | st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple))
        ),
        max_leaves=4,
    )


def filters() -> st.SearchStrategy[Filter]:
    """Return the strategy of filters over every field."""
    words = st.lists(st.sampled_from(["mira", "oka", "hello", "world", "łó", "1"]), min_size=1)
    searched = st.builds(Words, st.sampled_from([NAME, TITLE, NOTE]), words.map(tuple))
    any_element = st.sampled_from(LISTS).flatmap(
        lambda field: st.builds(AnyElement, st.just(field), _nested(_leaves(field.element)))
    )
    identity = _nested(_leaves(ISSUER) | _leaves(ASSIGNED_ID))
    counted = st.builds(ElementCount, st.sampled_from([*LISTS, IDENTITIES]), st.integers(0, 1))
    scalar = st.sampled_from(SCALARS).flatmap(_leaves)
    any_identity = st.builds(AnyElement, st.just(IDENTITIES), identity)
    return _nested(st.one_of(scalar, searched, any_element, any_identity, counted))


def save(connection: Connection, saved: list[Record]) -> None:
    """Insert the rows that *saved* records come from."""
    connection.execute(insert(THINGS), [_row(record) for record in saved])


def found(connection: Connection, condition: Filter) -> set[object]:
    """Return the ids of the rows that meet *condition* in SQL."""
    where = compile_filter(condition, THINGS.c, connection.dialect.name)
    return set(connection.scalars(select(THINGS.c.id).where(where)))


def shown(record: Record) -> Record:
    """Return *record* as a caller sees it."""
    created = record["createdDateTime"]
    return {**record, "createdDateTime": whole_seconds(str(created)) if created else None}


def _row(record: Record) -> Record:
    name, phones, owner = record["name"], record["phones"], record["owner"]
    assert isinstance(phones, list)
    assert isinstance(owner, dict)
    return {
        "id": record["id"],
        "name": name,
        "name_key": None if name is None else fold(str(name)),
        "title": record["title"],
        "code": record["code"],
        "enabled": record["enabled"],
        "size": record["size"],
        "created_at": record["createdDateTime"],
        "seen_at": record["seenDateTime"],
        "owner_id": owner["id"],
        "tags": json.dumps(record["tags"]),
        "phone": phones[0] if phones else None,
        "identities": json.dumps(record["identities"]),
        "extras": json.dumps(record["extras"]),
    }
