"""The meaning of each node for one record; `test_sql.py` holds SQL to the same."""

import pytest

from tenantry.storage.filters.fields import Operator
from tenantry.storage.filters.matching import matches
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
from tests.storage.filters.sample import (
    ASSIGNED_ID,
    CODE,
    CREATED,
    ENABLED,
    FLAG,
    IDENTITIES,
    ISSUER,
    NAME,
    NOTE,
    OWNER,
    PHONES,
    SEEN,
    SIZE,
    TAGS,
)

GUID = "4d3c2b1a-0f9e-4d8c-b7a6-958473625116"
RECORD = {
    "name": "Mira Łodyga",
    "code": "Ab",
    "enabled": False,
    "size": 7,
    "createdDateTime": "2026-09-15T13:20:11Z",
    "seenDateTime": "2026-09-15T13:20:11.195833Z",
    "owner": {"id": GUID},
    "tags": ["smtp:A@x.test", "SMTP:b@x.test"],
    "phones": [],
    "identities": [
        {"issuer": "a.test", "issuerAssignedId": "mira"},
        {"issuer": "b.test", "issuerAssignedId": "other"},
    ],
}
TRUE = Comparison(SIZE, Operator.EQ, 7)
FALSE = Comparison(SIZE, Operator.EQ, 8)


def _identity(issuer: str, assigned_id: str) -> Filter:
    terms = (
        Comparison(ISSUER, Operator.EQ, issuer),
        Comparison(ASSIGNED_ID, Operator.EQ, assigned_id),
    )
    return AnyElement(IDENTITIES, And(terms))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Comparison(NAME, Operator.EQ, "MIRA ŁODYGA"), True),
        (Comparison(NAME, Operator.NE, "mira łodyga"), False),
        (Comparison(NAME, Operator.GE, "MIRA"), True),
        (Comparison(NAME, Operator.LT, "MIRA"), False),
        (Comparison(CODE, Operator.EQ, "ab"), False),
        (Comparison(CODE, Operator.EQ, "Ab"), True),
        (Comparison(CODE.ignoring_case(), Operator.EQ, "aB"), True),
        (Comparison(ENABLED, Operator.EQ, value=False), True),
        (Comparison(SIZE, Operator.GT, 6), True),
        (Comparison(SIZE, Operator.GT, 7), False),
        (Comparison(OWNER, Operator.EQ, GUID.upper()), True),
        (Comparison(CREATED, Operator.EQ, "2026-09-15T13:20:11.000000Z"), True),
        (Comparison(CREATED, Operator.LE, "2026-09-15T13:20:11.000000Z"), True),
        (Comparison(SEEN, Operator.LE, "2026-09-15T13:20:11.000000Z"), False),
        (In(NAME, ("x", "mira ŁODYGA")), True),
        (In(NAME, ("x", None)), False),
        (In(NAME, ()), False),
        (StartsWith(NAME, "MIRA Ł"), True),
        (StartsWith(NAME, "ira"), False),
        (EndsWith(NAME, "DYGA"), True),
        (EndsWith(NAME, "mira"), False),
        (Contains(CODE, "b"), True),
        (Contains(CODE, "B"), False),
        (Words(NAME, ("ło", "mira")), True),
        (Words(NAME, ("ło", "ira")), False),
        (AnyElement(TAGS, StartsWith(TAGS.element, "smtp:b")), True),
        (AnyElement(TAGS, EndsWith(TAGS.element, "b")), False),
        (AnyElement(PHONES, Not(FALSE)), False),
        (_identity("a.test", "mira"), True),
        (_identity("a.test", "other"), False),
        (ElementCount(PHONES, 0), True),
        (ElementCount(PHONES, 1), False),
        (ElementCount(TAGS, 1), False),
        (And((TRUE, TRUE)), True),
        (And((TRUE, FALSE)), False),
        (Or((FALSE, TRUE)), True),
        (Or((FALSE, FALSE)), False),
        (Not(TRUE), False),
    ],
)
def test_a_condition_holds_for_a_record_or_not(condition: Filter, *, expected: bool) -> None:
    assert expected is matches(condition, RECORD)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Comparison(NOTE, Operator.EQ, None), True),
        (Comparison(NOTE, Operator.NE, None), False),
        (Comparison(NOTE, Operator.EQ, ""), False),
        (Comparison(NOTE, Operator.NE, "x"), True),
        (Comparison(NOTE, Operator.LT, "x"), False),
        (Comparison(NOTE, Operator.GE, None), False),
        (Comparison(FLAG, Operator.EQ, value=False), False),
        (In(NOTE, ("x",)), False),
        (In(NOTE, ("x", None)), True),
        (StartsWith(NOTE, ""), False),
        (Words(NOTE, ("a",)), False),
        (Not(Comparison(NOTE, Operator.EQ, "x")), True),
        (Not(Comparison(NOTE, Operator.LT, "x")), True),
        (Not(Comparison(NOTE, Operator.NE, "x")), False),
    ],
)
def test_a_property_without_a_value_is_only_null(condition: Filter, *, expected: bool) -> None:
    assert expected is matches(condition, RECORD)
