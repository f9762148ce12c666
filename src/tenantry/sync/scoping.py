"""Scoping filters: which source users a job's mapping applies to (behaviour §3).

A filter is an OR of groups, a group an AND of clauses; without groups every user passes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tenantry.errors import InvalidValueError
from tenantry.sync.attributes import AttributeDefinition, Attributes, AttributeType
from tenantry.sync.expression import Row
from tenantry.sync.expression.generated import Namespace
from tenantry.sync.expression.kinds import NAMES_OF_TYPES
from tenantry.sync.mapping_checks import SchemaError, source_attribute
from tenantry.sync.scoping_operators import OPERATORS, Operator, find_operator
from tenantry.sync.suggestions import did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterClause:
    """One condition on a source attribute; ``operator`` is a name in any casing."""

    attribute: str
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterGroup:
    """Clauses that must all hold.  The portal calls a group a scoping filter."""

    title: str
    clauses: tuple[FilterClause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopingFilter:
    """Groups of which one must hold; none lets every user pass."""

    groups: tuple[FilterGroup, ...] = ()


EXTERNAL_USERS = ScopingFilter(
    groups=(
        FilterGroup(
            title="Filter external users",
            clauses=(
                FilterClause(
                    attribute="alternativeSecurityIds", operator="EQUALS", values=("None",)
                ),
            ),
        ),
    )
)
"""The filter that every job has: only users without an external identity (CTS-018).

The source attribute of an internal user reads as the text `None`.
"""

_NEVER_FILTERABLE = frozenset({"appRoleAssignments", "IsMemberOf", "members", "userType"})
_TYPES_NOT_FILTERABLE = frozenset({AttributeType.REFERENCE, AttributeType.DATE_TIME})


def compile_filter(
    scoping_filter: ScopingFilter, positions: Mapping[str, int]
) -> Callable[[Row], bool]:
    """Return the function that tells whether a source row passes the filter.

    *positions* gives each attribute's place in the row.  The filter must have passed
    `check_filter`.  The function raises `EvaluationError` when a pattern takes too long.
    """
    namespace = Namespace()
    groups = [
        " and ".join(_source(clause, positions, namespace) for clause in group.clauses) or "True"
        for group in scoping_filter.groups
    ]
    return namespace.function(" or ".join(groups) or "True")


def explain(
    scoping_filter: ScopingFilter, positions: Mapping[str, int], row: Row
) -> dict[str, bool]:
    """Return the `ScopeEvaluationResult` of a source row: every clause and whether it holds."""
    results = {}
    for group in scoping_filter.groups:
        for clause in group.clauses:
            operator, operand = _meaning(clause)
            value = row[positions[clause.attribute]]
            results[_described(group, clause, operator)] = operator.compare(value, operand)
    return results


def check_filter(scoping_filter: ScopingFilter, attributes: Attributes) -> None:
    """Check a filter against the source *attributes*.

    Raises:
        SchemaError: a rule is broken; ``path`` is the place in the object mapping, as
            `scope.groups[0].clauses[1]`.
    """
    for index, group in enumerate(scoping_filter.groups):
        place = f"scope.groups[{index}].clauses"
        if not group.clauses:
            raise SchemaError(place, f"the group `{group.title}` needs at least one clause")
        for number, clause in enumerate(group.clauses):
            _check_clause(f"{place}[{number}]", clause, attributes)


def _check_clause(place: str, clause: FilterClause, attributes: Attributes) -> None:
    definition = _filterable(f"{place}.sourceOperandName", clause.attribute, attributes)
    path = f"{place}.operatorName"
    operator = find_operator(clause.operator)
    if operator is None:
        remedy = did_you_mean(clause.operator, OPERATORS)
        remedy = remedy or f"; known are `{'`, `'.join(OPERATORS)}`"
        raise SchemaError(path, f"there is no operator `{clause.operator}`{remedy}")
    if definition.type not in operator.types:
        kind = NAMES_OF_TYPES[definition.type]
        message = f"`{operator.name}` does not compare `{clause.attribute}`, which is {kind}"
        raise SchemaError(path, message)
    try:
        operator.prepare(clause.values)
    except InvalidValueError as error:
        path = f"{place}.targetOperand.values"
        raise SchemaError(path, f"`{operator.name}`: {error.message}") from error


def _filterable(path: str, name: str, attributes: Attributes) -> AttributeDefinition:
    if name in _NEVER_FILTERABLE:
        raise SchemaError(path, f"objects cannot be filtered by `{name}`")
    definition = source_attribute(path, name, attributes)
    if definition.multivalued or definition.type in _TYPES_NOT_FILTERABLE:
        kind = f"is {NAMES_OF_TYPES[definition.type]}"
        kind = "has several values" if definition.multivalued else kind
        raise SchemaError(path, f"objects cannot be filtered by `{name}`, which {kind}")
    return definition


def _source(clause: FilterClause, positions: Mapping[str, int], namespace: Namespace) -> str:
    operator, operand = _meaning(clause)
    compare, compared = namespace.name(operator.compare), namespace.name(operand)
    return f"{compare}(row[{positions[clause.attribute]}], {compared})"


def _meaning(clause: FilterClause) -> tuple[Operator, object]:
    operator = find_operator(clause.operator)
    if operator is None:
        raise InvalidValueError("operatorName", f"there is no operator `{clause.operator}`")
    return operator, operator.prepare(clause.values)


def _described(group: FilterGroup, clause: FilterClause, operator: Operator) -> str:
    compared = "" if operator.is_unary else f" '{', '.join(clause.values)}'"
    return f"{group.title}.{clause.attribute} {operator.name}{compared}"
