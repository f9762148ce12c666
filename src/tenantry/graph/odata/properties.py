"""Reading the properties of a filter: paths, `tolower(…)`, and the names that lambdas bind."""

from collections.abc import Iterator
from contextlib import contextmanager

from tenantry.errors import InvalidValueError
from tenantry.graph.odata.cursor import Cursor
from tenantry.graph.odata.names import find_field
from tenantry.storage.filters.fields import Field, Fields, Kind

_OPTION = "$filter"
_CASE_FUNCTIONS = frozenset({"tolower", "toupper"})


class Properties:
    """Reads properties of *fields* from *cursor*, one lambda's elements inside another's."""

    def __init__(self, cursor: Cursor, fields: Fields) -> None:
        self._cursor = cursor
        self._fields = fields
        self._bound: dict[str, Field] = {}

    @property
    def is_wrapped(self) -> bool:
        """Whether `tolower(` or `toupper(` comes next."""
        name = self._cursor.current.text.lower()
        return name in _CASE_FUNCTIONS and self._cursor.following.is_mark("(")

    def read(self) -> Field:
        """Return the property that comes next, as `tolower` or `toupper` around it changes it."""
        if not self.is_wrapped:
            return self.scalar(self._cursor.expect_path())
        self._cursor.take()
        self._cursor.expect_mark("(")
        field = self.scalar(self._cursor.expect_path())
        self._cursor.expect_mark(")")
        return field.ignoring_case()

    def scalar(self, path: list[str]) -> Field:
        """Return the property at *path*, which is no collection."""
        field = self._find(path)
        if field.is_list:
            remedy = f"write `{field}/any(x:x eq …)`"
            raise InvalidValueError(_OPTION, f"`{field}` is a collection; {remedy}")
        return field

    def collection(self, path: list[str]) -> Field:
        """Return the collection at *path*."""
        field = self._find(path)
        if not field.is_list:
            raise InvalidValueError(_OPTION, f"`{field}` is no collection")
        return field

    @contextmanager
    def bound(self, name: str, collection: Field) -> Iterator[None]:
        """Let *name* stand for an element of *collection* inside the block."""
        outer = self._bound
        self._bound = {**outer, name: collection}
        yield
        self._bound = outer

    def _find(self, path: list[str]) -> Field:
        collection = self._bound.get(path[0])
        if collection is None:
            return find_field(self._fields, "/".join(path), _OPTION)
        if collection.kind is Kind.STRING_LIST and len(path) == 1:
            return collection.element
        if len(path) == 1:
            message = f"`{path[0]}` is an object; compare a property of it: `{path[0]}/…`"
            raise InvalidValueError(_OPTION, message)
        return find_field(Fields(collection.elements), "/".join(path[1:]), _OPTION)
