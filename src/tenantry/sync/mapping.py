"""Attribute mappings: what they say, and all mappings of a job compiled into one function.

Source: contract §4.3 and §4.9, behaviour §5, decision 6.  Nulls do not flow unless a setting
says so (`FlowNullValues`): a source value that is null leaves the target's value as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tenantry.errors import InvalidValueError
from tenantry.sync.expression import (
    EvaluationError,
    Expression,
    Inputs,
    NoFlow,
    Row,
    Value,
    functions_of,
)
from tenantry.sync.expression.values import ABSENT
from tenantry.sync.flows import FlowBehavior, FlowType, may_replace
from tenantry.sync.target_limits import RefusedValueError


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeMapping:
    """Where the value of one target attribute comes from.

    ``default_value`` is written where the source is null, and only on creation.  Without
    ``source`` it fills the attribute whenever it is empty, and nothing else is written.  A
    ``matching_priority`` above 0 marks the attribute by which users are matched.
    """

    target: str
    source: Expression | None
    default_value: str | None = None
    flow_type: FlowType = FlowType.ALWAYS
    flow_behavior: FlowBehavior = FlowBehavior.FLOW_WHEN_CHANGED
    matching_priority: int = 0
    export_missing_references: bool = False

    @property
    def is_redacted(self) -> bool:
        """Whether logs show `[Redact]` instead of the value (behaviour §6)."""
        return self.source is not None and any(
            function.name == "Redact" for function in functions_of(self.source)
        )


MAPPING_ERROR = "AttributeMappingError"
INVALID_VALUE = "InvalidPropertyValue"  # the target directory does not take it
ONE_VALUE_ONLY = "SchemaPropertyCanOnlyAcceptValue"  # several values for one (behaviour §24)


class MappingError(InvalidValueError):
    """A mapping has no result for this user.

    ``path`` is the target attribute, ``code`` the code of the user's escrow.
    """

    def __init__(self, path: str, message: str, code: str = MAPPING_ERROR) -> None:
        super().__init__(path, message)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedAttribute:
    """What one mapping gives for one user, with the ``warning`` if it does not flow."""

    target: str
    value: Value
    warning: str = ""
    is_redacted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRule:
    """How one position of a mapped user is computed and written."""

    name: str
    evaluate: Callable[[Row], Value | NoFlow]  # the expression alone
    produce: Callable[[Row], Value]  # in the target's type, no flow as null
    default: Value
    flow_type: FlowType
    flows_always: bool
    clears: bool  # a null empties the attribute
    case_exact: bool
    is_redacted: bool
    is_drawn: bool  # its value may be another one each time


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledMapping:
    """All mappings of a job as functions.

    A *mapped* user is a tuple in the order of ``targets``, None where nothing flows.
    ``references`` are the mapped reference attributes, target name to place in the source row;
    they are no part of a mapped user, since their values are ids of the source tenant.
    """

    targets: tuple[str, ...]
    references: Mapping[str, int]
    map_user: Callable[[Row], Row]  # source row to mapped user; raises MappingError
    redacted: frozenset[str]  # the targets whose values logs must not show
    _rules: tuple[TargetRule, ...] = field(repr=False)
    _has_defaults: bool = field(repr=False)
    _inputs: int | None = field(repr=False)  # the place of what drawn values are drawn from

    def for_create(self, mapped: Row) -> Row:
        """Return the values of a new target user: *mapped*, with defaults where it is null."""
        if not self._has_defaults:
            return mapped
        return tuple(
            rule.default if value is None else value
            for rule, value in zip(self._rules, mapped, strict=True)
        )

    def map_linked(self, row: Row, current: Row) -> Row:
        """Return the mapped user for one that exists with the *current* values.

        A value that would be another one a day later or in a new draw is given once: where the
        target has a value it stays (ADR 0011).
        """
        mapped = self.map_user(row)
        if self._inputs is None or mapped == current:
            return mapped
        inputs: Inputs = row[self._inputs]
        anew = (*row[: self._inputs], inputs.drawn_anew(), *row[self._inputs + 1 :])
        return tuple(
            old if rule.is_drawn and old not in ABSENT and _differs(rule, new, anew) else new
            for rule, new, old in zip(self._rules, mapped, current, strict=True)
        )

    def changes(self, mapped: Row, current: Row) -> dict[str, tuple[Value, Value]]:
        """Return what an update writes: target name to (old, new), only where they differ.

        *current* has the target user's values in the order of ``targets``.
        """
        if mapped == current:
            return {}
        found = zip(self._rules, current, mapped, strict=True)
        changes: dict[str, tuple[Value, Value]] = {
            rule.name: (old, new)
            for rule, old, new in found
            if new != old and _flows_on_update(rule, old, new)
        }
        return self._with_unchanged(changes, mapped, current) if changes else {}

    def _with_unchanged(
        self, changes: dict[str, tuple[Value, Value]], mapped: Row, current: Row
    ) -> dict[str, tuple[Value, Value]]:
        """Return *changes* and what is exported beside them, whether it differs or not."""
        for rule, old, new in zip(self._rules, current, mapped, strict=True):
            if rule.flows_always and new is not None and may_replace(rule.flow_type, old):
                changes.setdefault(rule.name, (old, new))
        return changes

    def explain(self, row: Row) -> tuple[MappedAttribute, ...]:
        """Return what each mapping gives for one source *row*, with warnings.

        Raises:
            MappingError: a mapping has no result for this user.
        """
        return tuple(_explained(rule, row) for rule in self._rules)


def _differs(rule: TargetRule, value: Value, anew: Row) -> bool:
    try:
        return rule.produce(anew) != value
    except EvaluationError:
        return True


def _flows_on_update(rule: TargetRule, old: Value, new: Value) -> bool:
    if new is None:
        return rule.clears and old not in ABSENT
    if not may_replace(rule.flow_type, old):
        return False
    if rule.case_exact or not isinstance(old, str) or not isinstance(new, str):
        return True
    return old.casefold() != new.casefold()


def _explained(rule: TargetRule, row: Row) -> MappedAttribute:
    value = produced(rule, row)
    result = rule.evaluate(row)
    return MappedAttribute(
        target=rule.name,
        value=value,
        warning=result.warning if isinstance(result, NoFlow) else "",
        is_redacted=rule.is_redacted,
    )


def produced(rule: TargetRule, row: Row) -> Value:
    """Return what *rule* gives for *row*; raise `MappingError` where that is nothing."""
    try:
        return rule.produce(row)
    except EvaluationError as error:
        why = "the redacted value cannot be mapped" if rule.is_redacted else error.message
        raise MappingError(
            rule.name, f"`{rule.name}`: {why}", _code_of(rule, row, error)
        ) from error


def _code_of(rule: TargetRule, row: Row, error: EvaluationError) -> str:
    if isinstance(error, RefusedValueError):
        return INVALID_VALUE
    try:
        value = rule.evaluate(row)
    except EvaluationError:
        return MAPPING_ERROR
    return ONE_VALUE_ONLY if isinstance(value, list | tuple) else MAPPING_ERROR
