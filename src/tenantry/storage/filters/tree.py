"""The filter tree: what `$filter` and `$search` ask for, over the fields of a resource.

Every node is true or false for a record, never unknown: a comparison with a property that has
no value is false, except `ne` and `eq null` (contract §1.9).  `matching.matches` and
`sql.compile_filter` give the tree its two meanings.
"""

from dataclasses import dataclass

from tenantry.storage.filters.fields import Field, Operator, Value


@dataclass(frozen=True, slots=True)
class Comparison:
    """`department eq 'Sales'`; the operator is one of `eq ne gt ge lt le`."""

    field: Field
    operator: Operator
    value: Value


@dataclass(frozen=True, slots=True)
class In:
    """`department in ('Sales', 'Legal')`."""

    field: Field
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class StartsWith:
    """`startsWith(displayName, 'Mi')`."""

    field: Field
    prefix: str


@dataclass(frozen=True, slots=True)
class EndsWith:
    """`endsWith(mail, '@northwind.test')`."""

    field: Field
    suffix: str


@dataclass(frozen=True, slots=True)
class Contains:
    """`contains(sourceIdentity/displayName, 'ira')`."""

    field: Field
    part: str


@dataclass(frozen=True, slots=True)
class Words:
    """Each of ``words`` begins a word of the text, in any order (`words.py`, contract §1.10)."""

    field: Field
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnyElement:
    """`proxyAddresses/any(p:…)`: ``condition`` holds for an element of the collection ``field``.

    In ``condition`` stands `field.element` for the element of a collection of strings, one of
    `field.elements` for a property of an object.
    """

    field: Field
    condition: "Filter"


@dataclass(frozen=True, slots=True)
class ElementCount:
    """`assignedLicenses/$count eq 0`; ``count`` is 0 or 1."""

    field: Field
    count: int


@dataclass(frozen=True, slots=True)
class And:
    """All of ``terms`` hold."""

    terms: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One of ``terms`` holds."""

    terms: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """``term`` does not hold."""

    term: "Filter"


Filter = (
    Comparison
    | In
    | StartsWith
    | EndsWith
    | Contains
    | Words
    | AnyElement
    | ElementCount
    | And
    | Or
    | Not
)
