"""Scoping filters: every operator, null rules, explanations and refusals (behaviour §3)."""

import pytest
from hypothesis import given, strategies as st

from tenantry.sync.attributes import SOURCE_ATTRIBUTES, AttributeDefinition, AttributeType
from tenantry.sync.expression import EvaluationError, Value
from tenantry.sync.mapping_checks import SchemaError
from tenantry.sync.scoping import (
    EXTERNAL_USERS,
    FilterClause,
    FilterGroup,
    ScopingFilter,
    check_filter,
    compile_filter,
    compile_reading,
    explain,
)
from tenantry.sync.scoping_operators import OPERATORS, find_operator

_ABSENT: tuple[Value, ...] = (None, "", (), [])


def _clause(attribute: str, operator: str, *values: str) -> FilterClause:
    return FilterClause(attribute=attribute, operator=operator, values=values)


def _filter(*groups: tuple[FilterClause, ...]) -> ScopingFilter:
    return ScopingFilter(
        groups=tuple(
            FilterGroup(title=f"Group {index}", clauses=clauses)
            for index, clauses in enumerate(groups, 1)
        )
    )


def _holds(value: Value, operator: str, *values: str) -> bool:
    return compile_filter(_filter((_clause("a", operator, *values),)), {"a": 0})((value,))


@pytest.mark.parametrize(
    ("value", "operator", "values", "expected"),
    [
        ("Design", "EQUALS", ["Design"], True),
        ("design", "EQUALS", ["Design"], False),
        (7, "EQUALS", ["7"], True),
        ("Design", "NOT EQUALS", ["Sales"], True),
        ("Design", "NOT EQUALS", ["Design"], False),
        (True, "IS TRUE", [], True),
        (1, "IS TRUE", [], True),
        (False, "IS TRUE", [], False),
        (False, "IS FALSE", [], True),
        (0, "IS FALSE", [], True),
        (True, "IS FALSE", [], False),
        ("x", "IS NOT NULL", [], True),
        ("x", "IS NULL", [], False),
        ("a@domain.com", "REGEX MATCH", [r".*\@domain.com"], True),
        ("42", "REGEX MATCH", ["([1-9][0-9])"], True),
        ("142", "REGEX MATCH", ["([1-9][0-9])"], False),
        ("ABC", "REGEX MATCH", ["abc"], False),
        ("142", "NOT REGEX MATCH", ["([1-9][0-9])"], True),
        ("42", "NOT REGEX MATCH", ["([1-9][0-9])"], False),
        ("10", "GREATER_THAN", ["9"], True),
        ("9", "GREATER_THAN", ["9"], False),
        ("x", "GREATER_THAN", ["9"], False),
        (9, "GREATER_THAN_OR_EQUALS", ["9"], True),
        ("8", "GREATER_THAN_OR_EQUALS", ["9"], False),
        ("Product Design", "INCLUDES", ["Design"], True),
        ("Product Design", "INCLUDES", ["design"], False),
        ("a@x.com", "ENDS_WITH", ["@x.com"], True),
        ("a@x.com", "ENDS_WITH", ["@X.com"], False),
        ("b", "&", ["a", "b"], True),
        ("B", "&", ["a", "b"], False),
        ("c", "!&", ["a", "b"], True),
        ("a", "!&", ["a", "b"], False),
    ],
)
def test_an_operator_compares_as_documented(
    value: Value, operator: str, values: list[str], *, expected: bool
) -> None:
    assert expected == _holds(value, operator, *values)


@pytest.mark.parametrize("absent", _ABSENT, ids=repr)
@pytest.mark.parametrize("name", OPERATORS)
def test_only_is_null_holds_for_a_null_or_empty_value(name: str, absent: Value) -> None:
    if OPERATORS[name].is_unary:
        assert (name == "IS NULL") == _holds(absent, name)
        return
    operands = ["-1"] if name.startswith("GREATER") else ["", "x", ".*"]

    assert not any(_holds(absent, name, operand) for operand in operands)


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_is_known_in_any_casing(name: str) -> None:
    for written in (name.lower(), name.title(), name):
        operator = find_operator(written)
        assert operator is not None
        assert name == operator.name


def test_a_filter_without_groups_lets_everyone_pass() -> None:
    assert compile_filter(ScopingFilter(), {})((None,))


def test_the_filters_for_reading_must_both_hold() -> None:
    first, second = (_filter((_clause(name, "IS TRUE"),)).groups for name in ("a", "b"))
    scope = ScopingFilter(input_groups=first, category_groups=second)
    is_read = compile_reading(scope, {"a": 0, "b": 1})

    assert [True, False, False] == [is_read(row) for row in ((True, True), (True, False), (0, 1))]
    assert compile_reading(ScopingFilter(groups=first), {"a": 0})((False,))
    assert {"a", "b"} == scope.attributes()


@given(st.lists(st.lists(st.booleans(), min_size=1, max_size=3), max_size=3))
def test_one_group_must_hold_and_within_it_every_clause(expected: list[list[bool]]) -> None:
    names = [
        f"a{outer}{inner}" for outer, group in enumerate(expected) for inner in range(len(group))
    ]
    positions = {name: index for index, name in enumerate(names)}
    scoping_filter = _filter(
        *(
            tuple(_clause(f"a{outer}{inner}", "IS TRUE") for inner in range(len(group)))
            for outer, group in enumerate(expected)
        )
    )
    row = tuple(value for group in expected for value in group)

    passes = compile_filter(scoping_filter, positions)(row)

    assert passes == (not expected or any(all(group) for group in expected))
    assert list(row) == list(explain(scoping_filter, positions, row).values())


def test_an_explanation_names_every_clause_as_the_log_does() -> None:
    scoping_filter = _filter(
        (_clause("department", "equals", "Design"), _clause("city", "is not null")),
        (_clause("department", "&", "A", "B"),),
    )

    results = explain(scoping_filter, {"department": 0, "city": 1}, ("Design", None))

    assert results == {
        "Group 1.department EQUALS 'Design'": True,
        "Group 1.city IS NOT NULL": False,
        "Group 2.department & 'A, B'": False,
    }


@pytest.mark.claim("CTS-018")
@pytest.mark.parametrize(("identity", "passes"), [("None", True), ("5:0A1B", False)])
def test_the_built_in_filter_keeps_external_users_out(identity: str, *, passes: bool) -> None:
    positions = {"alternativeSecurityIds": 0}

    check_filter(EXTERNAL_USERS, SOURCE_ATTRIBUTES)

    assert passes == compile_filter(EXTERNAL_USERS, positions)((identity,))
    assert explain(EXTERNAL_USERS, positions, (identity,)) == {
        "Filter external users.alternativeSecurityIds EQUALS 'None'": passes
    }


@pytest.mark.timeout(5)
def test_a_pattern_that_takes_too_long_is_that_users_failure() -> None:
    with pytest.raises(EvaluationError, match="needs more than 100 ms"):
        _holds("a" * 50 + "b", "REGEX MATCH", "(a|aa)+")


_ATTRIBUTES = dict(SOURCE_ATTRIBUTES) | {
    "hired": AttributeDefinition(name="hired", column="hired", type=AttributeType.DATE_TIME)
}


@pytest.mark.parametrize(
    ("clause", "path", "message"),
    [
        (_clause("departmnt", "EQUALS", "a"), "sourceOperandName", "did you mean `department`"),
        (_clause("department", "EQUALZ", "a"), "operatorName", "did you mean `EQUALS`"),
        (_clause("department", "LIKE", "a"), "operatorName", "known are `EQUALS`, `NOT EQUALS`"),
        (_clause("otherMails", "IS NULL"), "sourceOperandName", "which has several values"),
        (_clause("manager", "IS NULL"), "sourceOperandName", "which is a reference"),
        (_clause("employeeHireDate", "IS NULL"), "sourceOperandName", "which is a date"),
        (_clause("hired", "IS NULL"), "sourceOperandName", "which is a date"),
        (_clause("userType", "EQUALS", "a"), "sourceOperandName", "cannot be filtered by"),
        (_clause("appRoleAssignments", "IS NULL"), "sourceOperandName", "cannot be filtered by"),
        (_clause("accountEnabled", "EQUALS", "a"), "operatorName", "which is true or false"),
        (_clause("department", "IS TRUE"), "operatorName", "which is a text"),
        (_clause("employeeId", "GREATER_THAN", "x"), "targetOperand.values", "not a whole number"),
        (_clause("department", "EQUALS"), "targetOperand.values", "exactly one value"),
        (_clause("department", "EQUALS", "a", "b"), "targetOperand.values", "exactly one value"),
        (_clause("department", "IS NULL", "a"), "targetOperand.values", "takes no value"),
        (_clause("department", "&"), "targetOperand.values", "at least one value"),
        (_clause("department", "REGEX MATCH", "("), "targetOperand.values", "no valid regular"),
    ],
)
def test_a_clause_that_cannot_work_is_refused_with_its_place(
    clause: FilterClause, path: str, message: str
) -> None:
    good = _clause("department", "EQUALS", "Design")

    with pytest.raises(SchemaError, match=message) as caught:
        check_filter(_filter((good,), (good, clause)), _ATTRIBUTES)

    assert f"scope.groups[1].clauses[1].{path}" == caught.value.path


def test_a_group_without_clauses_is_refused() -> None:
    with pytest.raises(SchemaError, match="`Group 1` needs at least one clause"):
        check_filter(_filter(()), SOURCE_ATTRIBUTES)
