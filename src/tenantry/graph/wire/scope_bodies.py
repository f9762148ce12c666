"""Reading the scoping filter of an object mapping (contract §4.9)."""

from typing import Any

from tenantry.errors import InvalidValueError
from tenantry.graph.wire.bodies import BodyShape, properties
from tenantry.graph.wire.checks import list_of, text
from tenantry.sync.scoping import FilterClause, FilterGroup, ScopingFilter


def read_scope(value: object, path: str) -> ScopingFilter:
    """Return the filter that *value*, a JSON object found at *path*, describes."""
    read: dict[str, Any] = _SCOPE.read(value, path)
    return ScopingFilter(**{name: tuple(groups or ()) for name, groups in read.items()})


def _group(value: object, path: str) -> FilterGroup:
    read: dict[str, Any] = _GROUP.read(value, path)
    return FilterGroup(title=read.get("name") or "", clauses=tuple(read.get("clauses") or ()))


def _clause(value: object, path: str) -> FilterClause:
    read: dict[str, Any] = _CLAUSE.read(value, path)
    for name in ("operator", "attribute"):
        if name not in read:
            raise InvalidValueError(path, f"`{path}` needs `operatorName` and `sourceOperandName`")
    return FilterClause(
        attribute=read["attribute"],
        operator=read["operator"],
        values=tuple(read.get("values") or ()),
    )


def _operand(value: object, path: str) -> object:
    return _OPERAND.read(value, path).get("values")


_SCOPE = BodyShape(
    properties(
        groups=("groups", list_of(_group)),
        inputFilterGroups=("input_groups", list_of(_group)),
        categoryFilterGroups=("category_groups", list_of(_group)),
    )
)
_GROUP = BodyShape(properties(name=("name", text), clauses=("clauses", list_of(_clause))))
_OPERAND = BodyShape(properties(values=("values", list_of(text))))
_CLAUSE = BodyShape(
    properties(
        operatorName=("operator", text),
        sourceOperandName=("attribute", text),
        targetOperand=("values", _operand),
    )
)
