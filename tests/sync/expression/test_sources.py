"""Graph's attributeMappingSource: from expressions and back (contract §4.9)."""

from dataclasses import replace

import pytest
from hypothesis import given

from tenantry.sync.expression import (
    Expression,
    ExpressionError,
    MappingSource,
    SourceType,
    attributes_of,
    from_source,
    functions_of,
    parse,
    to_source,
    write,
)
from tests.sync.expression.strategies import expressions

_NET_ID = MappingSource(expression="[netId]", name="netId", type=SourceType.ATTRIBUTE)


def test_a_function_becomes_a_node_with_named_parameters() -> None:
    source = to_source(parse("AltSecIdFromNetid([netId])"))

    expected = MappingSource(
        expression="AltSecIdFromNetid([netId])",
        name="AltSecIdFromNetid",
        type=SourceType.FUNCTION,
        parameters=(("source", _NET_ID),),
    )
    assert expected == source


def test_a_constant_has_its_text_as_name_and_in_quotes_as_expression() -> None:
    source = to_source(parse('"Member"'))

    expected = MappingSource(expression='"Member"', name="Member", type=SourceType.CONSTANT)
    assert expected == source


def test_empty_positions_are_left_out_and_repeated_parameters_keep_their_order() -> None:
    source = to_source(parse('Switch([a], , "k1", "v1", "k2", "v2")'))

    keys = [(key, child.name) for key, child in source.parameters]
    assert keys == [("source", "a"), ("key", "k1"), ("value", "v1"), ("key", "k2"), ("value", "v2")]


@given(expressions)
def test_a_tree_is_read_back_as_the_same_expression(expression: Expression) -> None:
    assert expression == from_source(to_source(expression))


@given(expressions)
def test_a_tree_without_its_text_is_read_by_name_and_parameters(expression: Expression) -> None:
    rebuilt = from_source(replace(to_source(expression), expression=""))

    assert attributes_of(expression) == attributes_of(rebuilt)
    assert _names(expression) == _names(rebuilt)
    assert rebuilt == from_source(replace(to_source(rebuilt), expression=""))


def _names(expression: Expression) -> list[str]:
    return [function.name for function in functions_of(expression)]


def test_a_text_alone_is_enough() -> None:
    source = MappingSource(expression='Append([a], "b")', name="", type=SourceType.FUNCTION)

    assert write(from_source(source)) == 'Append([a], "b")'


@pytest.mark.parametrize(
    "source",
    [
        replace(to_source(parse('Append([a], "b")')), expression='Append([a], "c")'),
        replace(to_source(parse('"Member"')), expression='"Guest"'),
        replace(to_source(parse("[a]")), expression="[b]"),
    ],
    ids=["function", "constant", "attribute"],
)
def test_a_text_that_contradicts_its_parts_is_refused(source: MappingSource) -> None:
    with pytest.raises(ExpressionError, match="says something else"):
        from_source(source)


def test_an_unknown_parameter_is_refused_with_the_one_probably_meant() -> None:
    source = MappingSource(
        expression="",
        name="Append",
        type=SourceType.FUNCTION,
        parameters=(("sorce", _NET_ID),),
    )

    with pytest.raises(
        ExpressionError, match="no further parameter `sorce`; did you mean `source`"
    ):
        from_source(source)


def test_a_tree_without_end_is_refused() -> None:
    source = _NET_ID
    for _ in range(1_000):
        source = MappingSource(
            expression="", name="Not", type=SourceType.FUNCTION, parameters=(("source", source),)
        )

    with pytest.raises(ExpressionError, match="nested more than"):
        from_source(source)
