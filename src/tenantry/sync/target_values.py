"""Results of expressions as values of a target attribute's type."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from tenantry.sync.attributes import Attributes, AttributeType
from tenantry.sync.expression import (
    Constant,
    EvaluationError,
    Expression,
    Function,
    NoFlow,
    Row,
    Value,
    kind_of,
)
from tenantry.sync.expression.compiling import may_not_flow, python_source
from tenantry.sync.expression.dates.texts import find_given_moment
from tenantry.sync.expression.dates.writing import format_moment
from tenantry.sync.expression.generated import Namespace
from tenantry.sync.expression.kinds import Kind
from tenantry.sync.expression.values import ABSENT, integer, text

_DIRECTORY_FORMAT = "yyyy-MM-ddTHH:mm:ss'Z'"
_TRUTH = {"true": True, "false": False, "1": True, "0": False}


def _as_text(value: Value | NoFlow) -> Value:
    return None if value is None or isinstance(value, NoFlow) else text(value)


def _as_boolean(value: Value | NoFlow) -> Value:
    if isinstance(value, bool):
        return value
    if isinstance(value, NoFlow) or value in ABSENT:
        return None
    truth = _TRUTH.get(text(value).casefold())
    if truth is None:
        raise EvaluationError(f"`{text(value)}` is neither `True` nor `False`")
    return truth


def _as_integer(value: Value | NoFlow) -> Value:
    return None if isinstance(value, NoFlow) or value in ABSENT else integer(value)


def _as_date_time(value: Value | NoFlow) -> Value:
    """Return the form that directories have; what is no written date is left as it is."""
    moment = None if value is None or isinstance(value, NoFlow) else find_given_moment(text(value))
    return _as_text(value) if moment is None else format_moment(moment, _DIRECTORY_FORMAT)


CONVERSIONS: Mapping[AttributeType, Callable[[Value | NoFlow], Value]] = MappingProxyType(
    dict.fromkeys(AttributeType, _as_text)
    | {
        AttributeType.BOOLEAN: _as_boolean,
        AttributeType.INTEGER: _as_integer,
        AttributeType.DATE_TIME: _as_date_time,
    }
)
"""For each type, the value that a target attribute gets: null stays null, no flow is null.

Raises `EvaluationError` for a value that the type cannot hold, or several where it holds one.
"""


class TargetValues:
    """Compiles expressions to functions of a source row that give values of target attributes.

    *positions* and *renderings* are those of `compile_mappings`.
    """

    def __init__(
        self,
        positions: Mapping[str, int],
        source_attributes: Attributes,
        target_attributes: Attributes,
        renderings: Mapping[str, Callable[[Value], Value]],
    ) -> None:
        self._positions = positions
        self._source_attributes = source_attributes
        self._target_attributes = target_attributes
        self._renderings = renderings
        self._namespace = Namespace()

    def evaluation(self, target: str, source: Expression | None) -> Callable[[Row], Value | NoFlow]:
        """Return what *source* alone gives, before it becomes a value of *target*."""
        return self._namespace.function(self._raw(target, source))

    def one(self, target: str, source: Expression | None) -> Callable[[Row], Value]:
        """Return what *source* gives the attribute *target*."""
        return self._namespace.function(self._rendered(target, source))

    def all(self, mapped: Iterable[tuple[str, Expression | None]]) -> Callable[[Row], Row]:
        """Return the tuple of what each source gives its target, as one function."""
        values = "".join(f"{self._rendered(target, source)}, " for target, source in mapped)
        return self._namespace.function(f"({values})")

    def _rendered(self, target: str, source: Expression | None) -> str:
        converted = self._converted(target, source)
        rendering = self._renderings.get(target)
        return converted if rendering is None else f"{self._namespace.name(rendering)}({converted})"

    def _converted(self, target: str, source: Expression | None) -> str:
        target_type = self._target_attributes[target].type
        convert = CONVERSIONS[target_type]
        if isinstance(source, Constant):
            return ascii(convert(source.text))
        raw = self._raw(target, source)
        kind = kind_of(source, self._source_attributes)
        is_as_it_is = kind.type is target_type and not kind.several
        if is_as_it_is and not _is_written_date(source, kind) and not may_not_flow(source):
            return raw
        return f"{self._namespace.name(convert)}({raw})"

    def _raw(self, target: str, source: Expression | None) -> str:
        return python_source(source, self._positions, self._namespace, place=target)


def _is_written_date(source: Expression | None, kind: Kind) -> bool:
    """Return whether *source* gives a date in the form of date functions, not of directories."""
    return isinstance(source, Function) and kind.type is AttributeType.DATE_TIME
