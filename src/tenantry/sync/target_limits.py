"""Limits: what the directory of the target does not take as the value of an attribute."""

from collections.abc import Callable, Mapping

from tenantry.directory.extensions import check_extensions
from tenantry.directory.users import RULES
from tenantry.directory.values import Rule
from tenantry.errors import InvalidValueError
from tenantry.sync.attributes import AttributeDefinition, AttributeType
from tenantry.sync.expression import EvaluationError, Value

_RENDERED = "user_principal_name"  # what is written of it is not what the mapping gives


class RefusedValueError(EvaluationError):
    """The target directory does not take the value."""


def limit(
    target: AttributeDefinition, limits: Mapping[str, Rule] = RULES
) -> Callable[[Value], Value] | None:
    """Return the function that raises `RefusedValueError` for what *target* cannot hold.

    *limits* are the rules of the directory's columns.  None where every value of the type is
    good.  Null passes: it does not flow.
    """
    rule = rule_of(target, limits)
    if rule is None:
        return None

    def limited(value: Value) -> Value:
        try:
            if value is not None:
                rule(target.name, value)
        except InvalidValueError as error:
            raise RefusedValueError(error.message) from error
        return value

    return limited


def rule_of(target: AttributeDefinition, limits: Mapping[str, Rule]) -> Rule | None:
    """Return the rule that a value of *target* must obey, None where every one of its type does."""
    if target.column == _RENDERED or target.type is AttributeType.BOOLEAN:
        return None
    is_checked_by_type = target.is_extension or target.type is AttributeType.DATE_TIME
    return _rule_of_type(target.type) if is_checked_by_type else limits.get(target.column)


def is_clearable(target: AttributeDefinition) -> bool:
    """Return whether a user of the target's directory can be without the attribute."""
    rule = _rule_of_type(target.type) if target.is_extension else RULES.get(target.column)
    try:
        return rule is not None and rule(target.name, None) is None
    except InvalidValueError:
        return False


def _rule_of_type(kind: AttributeType) -> Rule:
    # Whether an integer is a large one is not part of the connector's types.
    data_type = "LargeInteger" if kind is AttributeType.INTEGER else kind.value
    registered = {"data_type": data_type, "target_objects": ["User"]}

    def rule(name: str, value: object) -> None:
        check_extensions({name: value}, {name: registered}, "User")

    return rule
