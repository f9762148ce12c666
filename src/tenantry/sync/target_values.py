"""Results of expressions as values of a target attribute's type."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from tenantry.sync.attributes import Attributes, AttributeType
from tenantry.sync.expression import (
    SIGNATURES,
    Attribute,
    Constant,
    EvaluationError,
    Expression,
    Function,
    NoFlow,
    Row,
    Value,
)
from tenantry.sync.expression.compiling import may_not_flow, python_source
from tenantry.sync.expression.generated import Namespace
from tenantry.sync.expression.values import ABSENT, integer, text

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


CONVERSIONS: Mapping[AttributeType, Callable[[Value | NoFlow], Value]] = MappingProxyType(
    dict.fromkeys(AttributeType, _as_text)
    | {AttributeType.BOOLEAN: _as_boolean, AttributeType.INTEGER: _as_integer}
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

    def evaluation(self, source: Expression | None) -> Callable[[Row], Value | NoFlow]:
        """Return what *source* alone gives."""
        return self._namespace.function(self._raw(source))

    def one(self, target: str, source: Expression | None) -> Callable[[Row], Value]:
        """Return what *source* gives the attribute *target*."""
        return self._namespace.function(self._rendered(target, source))

    def all(self, mapped: Iterable[tuple[str, Expression | None]]) -> Callable[[Row], Row]:
        """Return the tuple of what each source gives its target, as one function."""
        values = "".join(f"{self._rendered(target, source)}, " for target, source in mapped)
        return self._namespace.function(f"({values})")

    def _rendered(self, target: str, source: Expression | None) -> str:
        converted = self._converted(self._target_attributes[target].type, source)
        rendering = self._renderings.get(target)
        return converted if rendering is None else f"{self._namespace.name(rendering)}({converted})"

    def _converted(self, target_type: AttributeType, source: Expression | None) -> str:
        convert = CONVERSIONS[target_type]
        if isinstance(source, Constant):
            return ascii(convert(source.text))
        if self._type(source) is target_type and not may_not_flow(source):
            return self._raw(source)
        return f"{self._namespace.name(convert)}({self._raw(source)})"

    def _raw(self, source: Expression | None) -> str:
        return python_source(source, self._positions, self._namespace)

    def _type(self, source: Expression | None) -> AttributeType | None:
        """Return the type of every value of *source*, None if it depends."""
        match source:
            case Attribute(name=name):
                definition = self._source_attributes[name]
                return None if definition.multivalued else definition.type
            case Function(name=name):
                return SIGNATURES[name].returns
            case _:
                return None
