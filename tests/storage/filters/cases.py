"""Conditions and whether they hold for one record: the table that both meanings have to meet."""

from tenantry.storage.filters.fields import Operator
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
    ID,
    IDENTITIES,
    ISSUER,
    NAME,
    NOTE,
    OWNER,
    PHONES,
    SEEN,
    SIZE,
    TAGS,
    TITLE,
    Record,
)

GUID = "4d3c2b1a-0f9e-4d8c-b7a6-958473625116"
RECORD: Record = {
    "id": GUID,
    "name": "Mira Łodyga",
    "title": "a%_\ud7ff",
    "code": "Ab\ue000",
    "enabled": False,
    "size": 7,
    "createdDateTime": "2026-09-15T13:20:11.500000Z",
    "seenDateTime": "2026-09-15T13:20:11.195833Z",
    "owner": {"id": GUID},
    "tags": ["smtp:A@x.test", "SMTP:b@x.test"],
    "phones": [],
    "identities": [
        {"issuer": "a.test", "issuerAssignedId": "mira"},
        {"issuer": "b.test", "issuerAssignedId": "other"},
    ],
    "extras": {},
}
TRUE = Comparison(SIZE, Operator.EQ, 7)
FALSE = Comparison(SIZE, Operator.EQ, 8)


def _identity(issuer: str, assigned_id: str) -> Filter:
    terms = (
        Comparison(ISSUER, Operator.EQ, issuer),
        Comparison(ASSIGNED_ID, Operator.EQ, assigned_id),
    )
    return AnyElement(IDENTITIES, And(terms))


CASES: list[tuple[Filter, bool]] = [
    (Comparison(NAME, Operator.EQ, "MIRA ŁODYGA"), True),
    (Comparison(NAME, Operator.NE, "mira łodyga"), False),
    (Comparison(NAME, Operator.GE, "MIRA"), True),
    (Comparison(NAME, Operator.LT, "MIRA"), False),
    (Comparison(CODE, Operator.EQ, "ab\ue000"), False),
    (Comparison(CODE, Operator.EQ, "Ab\ue000"), True),
    (Comparison(CODE.ignoring_case(), Operator.EQ, "aB\ue000"), True),
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
    (StartsWith(CODE, "Ab\ud7ff"), False),
    (Contains(CODE, "b"), True),
    (Contains(CODE, "B"), False),
    (Comparison(ID, Operator.NE, GUID), False),
    (StartsWith(TITLE, "A%"), True),
    (StartsWith(TITLE, "a_"), False),
    (StartsWith(TITLE, "a%_\ud7ff"), True),
    (StartsWith(TITLE, "a%_\ud7fe"), False),
    (StartsWith(TITLE, "\U0010ffff"), False),
    (EndsWith(TITLE, "_\ud7ff"), True),
    (EndsWith(TITLE, ""), True),
    (EndsWith(TITLE, "longer than a%_\ud7ff"), False),
    (Contains(TITLE, "%_"), True),
    (Contains(TITLE, "%a"), False),
    (Contains(TITLE, ""), True),
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
]

NULL_CASES: list[tuple[Filter, bool]] = [
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
]
