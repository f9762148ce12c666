"""The query string is read as clients write it, and nothing unknown passes."""

import pytest
from hypothesis import given, strategies as st

from tenantry.errors import InvalidValueError, NotBuiltError, TenantryError, UnsupportedQueryError
from tenantry.graph.odata.expand import Expand
from tenantry.graph.odata.options import (
    KNOWN_OPTIONS,
    PageLimits,
    QueryOptions,
    check_expand,
    check_select,
    parse_options,
)
from tenantry.storage.filters.fields import Operator, Ordering
from tenantry.storage.filters.tree import And, Comparison, Words
from tests.graph.odata.properties import DISPLAY_NAME, ENABLED, USER

PROPERTIES = ("id", "displayName", "mail")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", QueryOptions()),
        ("&&", QueryOptions()),
        ("$select=id,displayName", QueryOptions(select=("id", "displayName"))),
        ("%24select=id%2CdisplayName", QueryOptions(select=("id", "displayName"))),
        ("select=id,%20displayName,id", QueryOptions(select=("id", "displayName"))),
        ("$SELECT=id", QueryOptions(select=("id",))),
        ("$filter=a%20eq%20'b'", QueryOptions(filter="a eq 'b'")),
        ("$filter=a+eq+%27b%2Bc%26d%27", QueryOptions(filter="a eq 'b+c&d'")),
        ("$filter=a eq 'b=c'", QueryOptions(filter="a eq 'b=c'")),
        ("$orderBy=displayName desc", QueryOptions(orderby="displayName desc")),
        ("$search=%22displayName%3Aa%22", QueryOptions(search='"displayName:a"')),
        ("$top=5&$count=true", QueryOptions(top=5, page_size=5, count=True)),
        ("$count=FALSE", QueryOptions()),
        ("$skiptoken=abc", QueryOptions(skip_token="abc")),
        ("$deltatoken=latest", QueryOptions(delta_token="latest")),
        ("$deltatoken=", QueryOptions(delta_token="")),
        ("$expand=manager", QueryOptions(expand=(Expand(relationship="manager"),))),
        (
            "$expand=manager($levels=max;$select=id,displayName),members",
            QueryOptions(
                expand=(
                    Expand(relationship="manager", levels="max", select=("id", "displayName")),
                    Expand(relationship="members"),
                )
            ),
        ),
        (
            "$expand=resourceRoleScopes($expand=role,scope)",
            QueryOptions(
                expand=(Expand(relationship="resourceRoleScopes", inside=("role", "scope")),)
            ),
        ),
        (
            "$expand=manager(levels=2)",
            QueryOptions(expand=(Expand(relationship="manager", levels=2),)),
        ),
    ],
)
def test_options_are_read_in_every_spelling(query: str, expected: QueryOptions) -> None:
    assert expected == parse_options(query)


@pytest.mark.parametrize(
    ("query", "path", "message"),
    [
        ("$skip=5", "$skip", "follow `@odata.nextLink`"),
        ("$apply=x", "$apply", "known are `$select`, `$expand`"),
        ("other=1", "$other", "`$other` is no query option"),
        ("$top=0", "$top", "a number from 1 to 999, not `0`"),
        ("$top=1000", "$top", "a number from 1 to 999"),
        ("$top=-1", "$top", "a number from 1 to 999"),
        ("$top=٣", "$top", "a number from 1 to 999"),
        ("$top=5&top=6", "$top", "`$top` is given twice"),
        ("$count=yes", "$count", "`$count` is `true` or `false`, not `yes`"),
        ("$filter=", "$filter", "`$filter` is empty"),
        ("$select", "$select", "`$select` is empty"),
        ("$select=id,,mail", "$select", "`` is no property name"),
        ("$select=id;mail", "$select", "`id;mail` is no property name"),
        ("$expand=manager(", "$expand", "expected a relationship at character 1"),
        ("$expand=manager,", "$expand", "expected a relationship at character 9"),
        ("$expand=manager($top=5)", "$expand", "`$top` inside `manager(…)` is not supported"),
        ("$expand=manager($levels=0)", "$expand", "a number from 1 or `max`, not `0`"),
        ("$filter=%FF", "url", "not percent-encoded UTF-8"),
        ("$filter=a%00", "url", "null character"),
    ],
)
def test_an_option_that_cannot_be_read_is_named(query: str, path: str, message: str) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        parse_options(query)

    assert path == refusal.value.path
    assert message in refusal.value.message


def test_a_path_may_accept_fewer_options() -> None:
    with pytest.raises(InvalidValueError, match=r"known are `\$select`$"):
        parse_options("$top=5", known=["$select"])


def test_a_collection_may_have_pages_of_its_own() -> None:
    logs = PageLimits(default=1000, maximum=1000)

    assert 1000 == parse_options("", limits=logs).page_size
    assert 1000 == parse_options("$top=1000", limits=logs).top


@pytest.mark.parametrize(
    ("query", "consistency_level", "advanced"),
    [
        ("$count=true", "eventual", True),
        ("$count=true", " Eventual ", True),
        ("$search=x", "eventual", True),
        ("$count=true", None, False),
        ("$count=true", "strong", False),
        ("$filter=x", "eventual", False),
    ],
)
def test_an_advanced_query_has_the_header_and_the_count(
    query: str, consistency_level: str | None, *, advanced: bool
) -> None:
    assert advanced is parse_options(query, consistency_level=consistency_level).advanced


def test_filter_and_search_are_one_condition() -> None:
    query = '$filter=accountEnabled eq true&$search="displayName:mira"&$orderby=displayName'
    options = parse_options(query, consistency_level="eventual")
    enabled = Comparison(ENABLED, Operator.EQ, value=True)

    assert And((enabled, Words(DISPLAY_NAME, ("mira",)))) == options.condition(USER)
    assert (Ordering(field=DISPLAY_NAME),) == options.orderings(USER)


def test_no_filter_and_no_order_ask_for_nothing() -> None:
    options = parse_options("")

    assert options.condition(USER) is None
    assert () == options.orderings(USER)


def test_a_filter_with_an_order_needs_an_advanced_query() -> None:
    options = parse_options("$filter=accountEnabled eq true&$orderby=displayName")

    with pytest.raises(UnsupportedQueryError):
        options.orderings(USER)


def test_selected_properties_get_their_own_casing() -> None:
    options = parse_options("$select=DISPLAYNAME,id")

    assert ("displayName", "id") == check_select(options, PROPERTIES)


def test_an_unknown_property_is_refused_with_the_known_ones() -> None:
    options = parse_options("$select=color")

    with pytest.raises(
        InvalidValueError, match="`color` is unknown to `\\$select`; known are `disp"
    ):
        check_select(options, PROPERTIES, not_built=["aboutMe"])


def test_a_property_that_is_not_built_is_named() -> None:
    options = parse_options("$select=id,aboutme")

    with pytest.raises(NotBuiltError, match="aboutme"):
        check_select(options, PROPERTIES, not_built=["aboutMe"])


def test_one_relationship_is_expanded() -> None:
    options = parse_options("$expand=MANAGER($levels=2)")

    assert Expand(relationship="manager", levels=2) == check_expand(options, ["manager", "members"])
    assert check_expand(parse_options(""), ["manager"]) is None


@pytest.mark.parametrize("query", ["$expand=manager,members", "$expand=owners"])
def test_more_or_unknown_relationships_are_refused(query: str) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        check_expand(parse_options(query), ["manager", "members"])

    assert "$expand" == refusal.value.path


_PARTS = st.sampled_from([*KNOWN_OPTIONS, "=", "&", "%", "%24", "+", "a", "(", ")", ";", ",", "1"])


@given(query=st.text() | st.lists(_PARTS, max_size=8).map("".join))
def test_no_query_string_fails_otherwise_than_by_refusal(query: str) -> None:
    try:
        options = parse_options(query)
    except TenantryError:
        return

    assert isinstance(options, QueryOptions)


def test_an_expansion_inside_another_is_not_ignored() -> None:
    options = parse_options("$expand=manager($expand=manager)")

    with pytest.raises(InvalidValueError, match="one level"):
        check_expand(options, ["manager"])
