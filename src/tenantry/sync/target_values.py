"""Results of expressions as values of a target attribute: of its type, within its limits."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from tenantry.directory.values import Rule, TextRule
from tenantry.sync.attributes import AttributeDefinition, Attributes, AttributeType
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
from tenantry.sync.expression.dates.texts import find_given_moment
from tenantry.sync.expression.dates.writing import format_moment
from tenantry.sync.expression.generated import Namespace
from tenantry.sync.expression.signatures import Signature
from tenantry.sync.expression.values import ABSENT, integer, text
from tenantry.sync.target_limits import limit, rule_of

_DIRECTORY_FORMAT = "yyyy-MM-ddTHH:mm:ss'Z'"
_TRUTH = {"true": True, "false": False, "1": True, "0": False}


def _as_text(value: Value | NoFlow) -> Value:
    """Return text, null for none; a directory holds no blank text."""
    if value is None or isinstance(value, NoFlow):
        return None
    written = text(value)
    return written if written.strip() else None


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

    *positions*, *renderings* and *limits* are those of `compile_mappings`.
    """

    def __init__(
        self,
        positions: Mapping[str, int],
        source_attributes: Attributes,
        target_attributes: Attributes,
        renderings: Mapping[str, Callable[[Value], Value]],
        limits: Mapping[str, Rule],
    ) -> None:
        self._positions = positions
        self._source_attributes = source_attributes
        self._target_attributes = target_attributes
        self._renderings = renderings
        self._limits = limits
        self._namespace = Namespace()

    def evaluation(self, target: str, source: Expression | None) -> Callable[[Row], Value | NoFlow]:
        """Return what *source* alone gives, before it becomes a value of *target*."""
        return self._namespace.function(self._raw(target, source))

    def one(self, target: str, source: Expression | None) -> Callable[[Row], Value]:
        """Return what *source* gives the attribute *target*."""
        definition = self._target_attributes[target]
        check = limit(definition, self._limits)
        converted = self._converted(target, source)
        if check is not None and self._may_exceed(definition, source):
            converted = f"{self._namespace.name(check)}({converted})"
        return self._namespace.function(self._rendered(target, converted))

    def all(self, mapped: Iterable[tuple[str, Expression | None]]) -> Callable[[Row], Row]:
        """Return the tuple of what each source gives its target, as one function.

        Where a value breaks a rule it raises `InvalidValueError`; `one` tells of which target.
        """
        values = (self._rendered(target, self._ruled(target, source)) for target, source in mapped)
        return self._namespace.function(f"({''.join(f'{value}, ' for value in values)})")

    def _rendered(self, target: str, converted: str) -> str:
        rendering = self._renderings.get(target)
        return converted if rendering is None else f"{self._namespace.name(rendering)}({converted})"

    def _ruled(self, target: str, source: Expression | None) -> str:
        """Return source of the value that obeys its rule, which it calls only where it may not."""
        definition = self._target_attributes[target]
        rule = rule_of(definition, self._limits)
        converted = self._converted(target, source)
        if rule is None or not self._may_exceed(definition, source):
            return converted
        held, name = self._namespace.local(), self._namespace.name(rule)
        sound = ""
        if isinstance(rule, TextRule) and definition.type is AttributeType.STRING:
            sound = self._is_sound(rule, held, may_be_blank=isinstance(source, Attribute)) + " or "
        fits = f"({held} := {converted}) is None or {sound}{name}({target!a}, {held}) is None"
        return f"({held} if {fits} else None)"

    def _is_sound(self, rule: TextRule, held: str, *, may_be_blank: bool) -> str:
        """Return source of what tells most texts that obey *rule*, without a call of it."""
        sound = f"{self._namespace.name(len)}({held}) <= {rule.limit} and {held}.isprintable()"
        if may_be_blank:
            sound = f"{held} and not {held}.isspace() and {sound}"
        if rule.form is not None:
            sound += f" and {self._namespace.name(rule.form.fullmatch)}({held})"
        return f"({sound})"

    def _may_exceed(self, target: AttributeDefinition, source: Expression | None) -> bool:
        """Return whether *source* can give what the target's rule refuses."""
        if isinstance(source, Constant):
            return not _obeys(limit(target, self._limits), source.text, target.type)
        return source is not None and not self._is_from_twin(target, source)

    def _is_from_twin(self, target: AttributeDefinition, source: Expression) -> bool:
        """Return whether the source directory has the same limit, so that no value exceeds it."""
        if not isinstance(source, Attribute):
            return False
        twin = self._source_attributes[source.name]
        return (twin.column, twin.type) == (target.column, target.type)

    def _converted(self, target: str, source: Expression | None) -> str:
        target_type = self._target_attributes[target].type
        convert = CONVERSIONS[target_type]
        if isinstance(source, Constant):
            return ascii(convert(source.text))
        raw = self._raw(target, source)
        match source:
            case Attribute(name=name) if self._is_single(name, target_type):
                return raw
            case Function(name=name) if _gives(SIGNATURES[name], target_type, source):
                return self._not_blank(raw) if target_type is AttributeType.STRING else raw
            case _:
                return f"{self._namespace.name(convert)}({raw})"

    def _is_single(self, name: str, wanted: AttributeType) -> bool:
        definition = self._source_attributes[name]
        return definition.type is wanted and not definition.multivalued

    def _not_blank(self, raw: str) -> str:
        """Return source of the text that *raw* gives, null for a blank one, as `_as_text` does."""
        held = self._namespace.local()
        return f"({held} if ({held} := {raw}) and not {held}.isspace() else None)"

    def _raw(self, target: str, source: Expression | None) -> str:
        return python_source(source, self._positions, self._namespace, place=target)


def _obeys(check: Callable[[Value], Value] | None, constant: str, kind: AttributeType) -> bool:
    try:
        return check is None or check(CONVERSIONS[kind](constant)) is not None
    except EvaluationError:
        return False


def _gives(signature: Signature, wanted: AttributeType, source: Function) -> bool:
    """Return whether the function always gives one value that can be written as it is.

    The dates of date functions are not: directories have another form.
    """
    is_written = signature.returns is wanted and wanted is not AttributeType.DATE_TIME
    return is_written and not signature.several and not may_not_flow(source)
