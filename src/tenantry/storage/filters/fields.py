"""Fields: the properties of a resource that filters, searches and orderings may name.

Which operators a property knows, and which of them need an advanced query (the header
`ConsistencyLevel: eventual` with `$count=true`), is the table of contract §1.9.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

Value = str | bool | int | None
"""What a property is compared with; instants are texts as `clock.format_instant` writes them."""

INTEGERS = range(-(2**63), 2**63)
"""The integers that both databases keep."""


class Kind(Enum):
    """What a property holds, and so how it compares."""

    STRING = "string"
    BOOLEAN = "Boolean"
    INTEGER = "integer"
    INSTANT = "instant"
    ID = "id"  # a GUID, kept in lower case
    STRING_LIST = "collection of strings"
    OBJECT_LIST = "collection of objects"


class Operator(Enum):
    """What may be asked of a property, in the words of `$filter` and of contract §1.9."""

    EQ = "eq"
    NE = "ne"
    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"
    IN = "in"
    NOT = "not"
    NULL = "null"  # `eq null`
    STARTS_WITH = "startsWith"
    ENDS_WITH = "endsWith"
    CONTAINS = "contains"
    COUNT = "$count"  # how many elements a collection has: none, or one
    ORDER = "orderby"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One property.  ``name`` is its wire path (`sourceIdentity/id`), ``column`` where it is kept.

    ``default`` and ``advanced`` are the operators of an ordinary query, and those that an
    advanced query adds.  ``json_path`` leads to the value inside a column of JSON, or inside an
    element of a collection where it is not kept by its name.
    ``folded_column`` holds `fold` of the value, so that indexes serve comparisons.
    ``whole_seconds`` marks an instant that is shown, and so compared, without its fraction.
    ``elements`` are the properties of the objects of a collection; ``single`` marks a
    collection that is kept as one plain text, or as one object whose properties have columns of
    their own: ``column`` is null without it.  ``tokenised`` text is searched word by word.
    """

    name: str
    kind: Kind
    column: str
    default: frozenset[Operator] = frozenset()
    advanced: frozenset[Operator] = frozenset()
    json_path: tuple[str, ...] = ()
    folded_column: str | None = None
    case_sensitive: bool = False
    whole_seconds: bool = False
    elements: tuple["Field", ...] = ()
    single: bool = False
    tokenised: bool = False

    def __str__(self) -> str:
        return self.name or "the element"

    @property
    def is_list(self) -> bool:
        """Whether the property is a collection."""
        return self.kind in {Kind.STRING_LIST, Kind.OBJECT_LIST}

    @property
    def element(self) -> "Field":
        """The nameless field that stands for one element of a collection of strings."""
        return replace(
            self,
            name="",
            kind=Kind.STRING,
            column="",
            json_path=(),
            folded_column=None,
            single=False,
        )

    def ignoring_case(self) -> "Field":
        """Return the field as `tolower` or `toupper` around it makes it compare."""
        return replace(self, case_sensitive=False)


def operators(words: str) -> frozenset[Operator]:
    """Return the operators named in *words*, as in `"eq in startsWith"`."""
    return frozenset(Operator(word) for word in words.split())


def make_field(
    name: str,
    default: str = "",
    advanced: str = "",
    *,
    kind: Kind = Kind.STRING,
    column: str | None = None,
    json_path: tuple[str, ...] = (),
    folded_column: str | None = None,
    case_sensitive: bool = False,
    whole_seconds: bool = False,
    elements: Iterable[Field] = (),
    single: bool = False,
    tokenised: bool = False,
) -> Field:
    """Return the field of property *name*; its column is the name in snake case if not given.

    *default* and *advanced* are operators in words: `make_field("city", "eq ge in", "ne null")`.
    """
    return Field(
        name=name,
        kind=kind,
        column=_snake_case(name) if column is None else column,
        default=operators(default),
        advanced=operators(advanced),
        json_path=json_path,
        folded_column=folded_column,
        case_sensitive=case_sensitive,
        whole_seconds=whole_seconds,
        elements=tuple(elements),
        single=single,
        tokenised=tokenised,
    )


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.replace("/", "_")).lower()


class Fields:
    """The fields of one resource, found by name in any casing.

    ``not_built`` names documented properties that are not built (they answer 501);
    ``sorts_filtered`` says that `$filter` with `$orderby` needs no advanced query here.
    """

    def __init__(
        self,
        fields: Iterable[Field],
        *,
        not_built: Iterable[str] = (),
        sorts_filtered: bool = False,
    ) -> None:
        self._by_name = {field.name.lower(): field for field in fields}
        self._not_built = frozenset(name.lower() for name in not_built)
        self.sorts_filtered = sorts_filtered

    def __iter__(self) -> Iterator[Field]:
        return iter(self._by_name.values())

    def find(self, name: str) -> Field | None:
        """Return the field called *name*, if there is one."""
        return self._by_name.get(name.lower())

    def is_not_built(self, name: str) -> bool:
        """Return whether *name* is documented but not built."""
        return name.lower() in self._not_built

    def nearest(self, name: str) -> str | None:
        """Return the name that *name* was probably meant to be."""
        found = difflib.get_close_matches(name.lower(), self._by_name, n=1)
        return self._by_name[found[0]].name if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering:
    """One key of an order: by ``field``, the smallest first unless ``descending``.

    Nulls are smaller than every value.  Text is ordered as it is compared: folded, by code point.
    """

    field: Field
    descending: bool = False
