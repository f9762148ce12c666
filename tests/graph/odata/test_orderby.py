"""`$orderby` becomes orderings."""

import pytest

from tenantry.errors import InvalidValueError, NotBuiltError, UnsupportedQueryError
from tenantry.graph.odata.orderby import parse_orderby
from tenantry.storage.filters.fields import Field, Ordering
from tests.graph.odata.properties import (
    ACTIVITY,
    CREATED,
    DISPLAY_NAME,
    LOG,
    PRINCIPAL_NAME,
    USER,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("displayName", [(DISPLAY_NAME, False)]),
        ("DisplayName ASC", [(DISPLAY_NAME, False)]),
        ("displayName desc", [(DISPLAY_NAME, True)]),
        ("createdDateTime desc , displayName", [(CREATED, True), (DISPLAY_NAME, False)]),
    ],
)
def test_an_order_is_read(text: str, expected: list[tuple[Field, bool]]) -> None:
    orderings = tuple(Ordering(field=field, descending=desc) for field, desc in expected)

    assert orderings == parse_orderby(text, USER, advanced=True, filtered=True)


def test_a_path_may_be_ordered_by() -> None:
    ordering = Ordering(field=PRINCIPAL_NAME)

    assert (ordering,) == parse_orderby(
        "servicePrincipal/displayName", LOG, advanced=False, filtered=False
    )


@pytest.mark.parametrize(
    ("text", "filtered"), [("displayName", True), ("createdDateTime desc", False)]
)
def test_an_order_that_needs_an_advanced_query_is_refused_without_one(
    text: str, *, filtered: bool
) -> None:
    with pytest.raises(UnsupportedQueryError, match="ConsistencyLevel: eventual"):
        parse_orderby(text, USER, advanced=False, filtered=filtered)


def test_a_filtered_log_is_ordered_in_an_ordinary_query() -> None:
    ordering = Ordering(field=ACTIVITY, descending=True)

    assert (ordering,) == parse_orderby("activityDateTime desc", LOG, advanced=False, filtered=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected a property"),
        ("displayName down", "expected `asc`, `desc`, a comma or the end but found `down`"),
        ("displayName,", "expected a property but found the end"),
        ("displayNam", "did you mean `displayName`?"),
        ("department", "`department` does not support `$orderby`"),
        ("displayName,displayName desc", "each once"),
    ],
)
def test_a_malformed_order_is_refused(text: str, message: str) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        parse_orderby(text, USER, advanced=True, filtered=False)

    assert "$orderby" == refusal.value.path
    assert message in refusal.value.message


def test_a_documented_property_that_is_not_built_is_named() -> None:
    with pytest.raises(NotBuiltError, match=r"\$orderby on signInActivity/lastSignInDateTime"):
        parse_orderby("signInActivity/lastSignInDateTime", USER, advanced=True, filtered=False)
