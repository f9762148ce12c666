"""Scoping filters: which source objects a job's mapping applies to (behaviour §3).

A filter is an OR of groups, a group an AND of clauses; without groups every object passes.  Who
stops passing the `groups` of a scope is deprovisioned; its other two filters are for reading:
what does not pass them is left as it is.
"""

from collections.abc import Callable, Mapping, Sequence
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
    """The filters of an object mapping, each of groups of which one must hold.

    ``input_groups`` are about what is read at all, ``category_groups`` about what belongs to the
    mapping (Graph's `inputFilterGroups` and `categoryFilterGroups`).
    """

    groups: tuple[FilterGroup, ...] = ()
    input_groups: tuple[FilterGroup, ...] = ()
    category_groups: tuple[FilterGroup, ...] = ()

    @property
    def every_group(self) -> tuple[FilterGroup, ...]:
        """The groups of all three filters."""
        return (*self.groups, *self.input_groups, *self.category_groups)

    def attributes(self) -> set[str]:
        """Return every source attribute that a clause reads."""
        return {clause.attribute for group in self.every_group for clause in group.clauses}


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
    """Return the function that tells whether a source row passes the `groups` of the filter.

    *positions* gives each attribute's place in the row.  The filter must have passed
    `check_filter`.  The function raises `EvaluationError` when a pattern takes too long.
    """
    namespace = Namespace()
    return namespace.function(_any_of(scoping_filter.groups, positions, namespace))


def compile_reading(
    scoping_filter: ScopingFilter, positions: Mapping[str, int]
) -> Callable[[Row], bool]:
    """Return the function that tells whether a source row is read for the mapping at all.

    See `compile_filter`.
    """
    namespace = Namespace()
    both = (scoping_filter.input_groups, scoping_filter.category_groups)
    sources = [f"({_any_of(groups, positions, namespace)})" for groups in both]
    return namespace.function(" and ".join(sources))


def _any_of(
    groups: Sequence[FilterGroup], positions: Mapping[str, int], namespace: Namespace
) -> str:
    sources = [
        " and ".join(_source(clause, positions, namespace) for clause in group.clauses) or "True"
        for group in groups
    ]
    return " or ".join(sources) or "True"


def explain(
    scoping_filter: ScopingFilter, positions: Mapping[str, int], row: Row
) -> dict[str, bool]:
    """Return the `ScopeEvaluationResult` of a source row: every clause and whether it holds."""
    results = {}
    for group in scoping_filter.every_group:
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
    for name, groups in (
        ("groups", scoping_filter.groups),
        ("inputFilterGroups", scoping_filter.input_groups),
        ("categoryFilterGroups", scoping_filter.category_groups),
    ):
        _check_groups(f"scope.{name}", groups, attributes)


def _check_groups(path: str, groups: Sequence[FilterGroup], attributes: Attributes) -> None:
    for index, group in enumerate(groups):
        place = f"{path}[{index}].clauses"
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
