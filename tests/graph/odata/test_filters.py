"""`$filter` becomes a filter tree, or a refusal that names the place."""

import pytest
from hypothesis import given, settings, strategies as st

from tenantry.errors import InvalidValueError, NotBuiltError, TenantryError, UnsupportedQueryError
from tenantry.graph.odata.filters import parse_filter
from tenantry.storage.filters.fields import Operator
from tenantry.storage.filters.tree import (
    And,
    AnyElement,
    Comparison,
    Contains,
    ElementCount,
    EndsWith,
    Filter,
    In,
    Not,
    Or,
    StartsWith,
)
from tests.graph.odata.properties import (
    ACTIVITY,
    ALLOW_INVITES,
    ASSIGNED_ID,
    COMPANY_NAME,
    CREATED,
    DEPARTMENT,
    DISPLAY_NAME,
    ENABLED,
    ERROR_CODE,
    ID,
    IDENTITIES,
    ISSUER,
    LOG,
    MAIL,
    NULLABLE,
    PRINCIPAL_ID,
    PRINCIPAL_NAME,
    PROXY_ADDRESSES,
    USER,
)

GUID = "4d3c2b1a-0f9e-4d8c-b7a6-958473625116"
ADDRESS = PROXY_ADDRESSES.element
SALES = Comparison(DEPARTMENT, Operator.EQ, "Sales")
ENABLED_IS_TRUE = Comparison(ENABLED, Operator.EQ, value=True)
A = Comparison(DISPLAY_NAME, Operator.EQ, "a")
B = Comparison(DISPLAY_NAME, Operator.EQ, "b")
C = Comparison(DISPLAY_NAME, Operator.EQ, "c")
STARTS_WITH_A = StartsWith(DISPLAY_NAME, "a")
SMTP = AnyElement(PROXY_ADDRESSES, StartsWith(ADDRESS, "smtp:"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("department eq 'Sales'", SALES),
        ("  department  EQ  'Sales'  ", SALES),
        ("Department eq 'Sales'", SALES),
        ("(department eq 'Sales')", SALES),
        ("((department eq 'Sales'))", SALES),
        ("department eq 'O''Neil'", Comparison(DEPARTMENT, Operator.EQ, "O'Neil")),
        ("department eq ''", Comparison(DEPARTMENT, Operator.EQ, "")),
        ("department eq 'a and (b'", Comparison(DEPARTMENT, Operator.EQ, "a and (b")),
        ("department ne 'Sales'", Comparison(DEPARTMENT, Operator.NE, "Sales")),
        ("department ge 'a'", Comparison(DEPARTMENT, Operator.GE, "a")),
        ("department le 'a'", Comparison(DEPARTMENT, Operator.LE, "a")),
        ("department eq null", Comparison(DEPARTMENT, Operator.EQ, None)),
        ("department ne NULL", Comparison(DEPARTMENT, Operator.NE, None)),
        ("companyName eq 'x'", Comparison(COMPANY_NAME, Operator.EQ, "x")),
        ("allowInvitesFrom eq 'none'", Comparison(ALLOW_INVITES, Operator.EQ, "none")),
        ("nullable eq true", Comparison(NULLABLE, Operator.EQ, value=True)),
        ("accountEnabled eq true", ENABLED_IS_TRUE),
        ("accountEnabled eq FALSE", Comparison(ENABLED, Operator.EQ, value=False)),
        ("accountEnabled", ENABLED_IS_TRUE),
        ("not accountEnabled", Not(ENABLED_IS_TRUE)),
        (f"id eq '{GUID}'", Comparison(ID, Operator.EQ, GUID)),
        (f"id eq {GUID.upper()}", Comparison(ID, Operator.EQ, GUID)),
        (f"id in ('{GUID}', {GUID})", In(ID, (GUID, GUID))),
        ("department in ('a')", In(DEPARTMENT, ("a",))),
        ("department IN ('a','b', null)", In(DEPARTMENT, ("a", "b", None))),
        (
            "createdDateTime ge 2026-09-14",
            Comparison(CREATED, Operator.GE, "2026-09-14T00:00:00.000000Z"),
        ),
        (
            "createdDateTime ge 2026-09-14T08:20:02.7215374Z",
            Comparison(CREATED, Operator.GE, "2026-09-14T08:20:02.721537Z"),
        ),
        (
            "createdDateTime le 2026-09-14T08:20:02-02:00",
            Comparison(CREATED, Operator.LE, "2026-09-14T10:20:02.000000Z"),
        ),
        (
            "createdDateTime eq 0001-01-01T00:00Z",
            Comparison(CREATED, Operator.EQ, "0001-01-01T00:00:00.000000Z"),
        ),
        ("startsWith(displayName,'a')", STARTS_WITH_A),
        ("STARTSWITH( displayName , 'a' )", STARTS_WITH_A),
        ("startswith(displayName,'a') eq true", STARTS_WITH_A),
        ("startswith(displayName,'a') ne true", Not(STARTS_WITH_A)),
        ("startswith(displayName,'a') eq false", Not(STARTS_WITH_A)),
        ("endsWith(mail,'@a.test')", EndsWith(MAIL, "@a.test")),
        ("tolower(department) eq tolower('Sales')", SALES),
        ("startsWith(toupper(displayName), 'a')", STARTS_WITH_A),
        ("not(startsWith(displayName,'a'))", Not(STARTS_WITH_A)),
        ("NOT startsWith(displayName,'a')", Not(STARTS_WITH_A)),
        ("not displayName eq 'a'", Not(A)),
        ("not not displayName eq 'a'", Not(Not(A))),
        ("displayName eq 'a' and displayName eq 'b' and displayName eq 'c'", And((A, B, C))),
        ("displayName eq 'a' or displayName eq 'b' and displayName eq 'c'", Or((A, And((B, C))))),
        ("(displayName eq 'a' or displayName eq 'b') and displayName eq 'c'", And((Or((A, B)), C))),
        ("not displayName eq 'a' and displayName eq 'b'", And((Not(A), B))),
        ("proxyAddresses/any(p:startsWith(p,'smtp:'))", SMTP),
        ("proxyAddresses/ANY( x : startsWith(x,'smtp:') )", SMTP),
        ("not(proxyAddresses/any(p:startsWith(p,'smtp:')))", Not(SMTP)),
        (
            "proxyAddresses/all(p:startsWith(p,'smtp:'))",
            Not(AnyElement(PROXY_ADDRESSES, Not(StartsWith(ADDRESS, "smtp:")))),
        ),
        (
            "proxyAddresses/any(p:p eq 'a' or endsWith(p,'b'))",
            AnyElement(
                PROXY_ADDRESSES,
                Or((Comparison(ADDRESS, Operator.EQ, "a"), EndsWith(ADDRESS, "b"))),
            ),
        ),
        ("proxyAddresses/any()", Not(ElementCount(PROXY_ADDRESSES, 0))),
        ("proxyAddresses/$count eq 0", ElementCount(PROXY_ADDRESSES, 0)),
        ("proxyAddresses/$count ne 1", Not(ElementCount(PROXY_ADDRESSES, 1))),
        (
            "identities/any(i:i/issuer eq 'a.test' and i/issuerAssignedId eq 'mira')",
            AnyElement(
                IDENTITIES,
                And(
                    (
                        Comparison(ISSUER, Operator.EQ, "a.test"),
                        Comparison(ASSIGNED_ID, Operator.EQ, "mira"),
                    )
                ),
            ),
        ),
        (
            "displayName eq 'a' and proxyAddresses/any(displayName:displayName eq 'b')",
            And((A, AnyElement(PROXY_ADDRESSES, Comparison(ADDRESS, Operator.EQ, "b")))),
        ),
    ],
)
def test_a_filter_is_read(text: str, expected: Filter) -> None:
    assert expected == parse_filter(text, USER, advanced=True)


def test_the_filter_that_clients_send_for_the_provisioning_log_is_read() -> None:
    text = (
        "((contains(tolower(servicePrincipal/id), 'abc') or"
        " contains(tolower(servicePrincipal/displayName), 'abc'))"
        " and activityDateTime gt 2026-09-14 and activityDateTime lt 2026-09-16)"
    )

    assert And(
        (
            Or(
                (
                    Contains(PRINCIPAL_ID.ignoring_case(), "abc"),
                    Contains(PRINCIPAL_NAME.ignoring_case(), "abc"),
                )
            ),
            Comparison(ACTIVITY, Operator.GT, "2026-09-14T00:00:00.000000Z"),
            Comparison(ACTIVITY, Operator.LT, "2026-09-16T00:00:00.000000Z"),
        )
    ) == parse_filter(text, LOG, advanced=False)


@pytest.mark.parametrize("number", [50105, 0, -1, 2**63 - 1, -(2**63)])
def test_a_whole_number_of_64_bits_is_read(number: int) -> None:
    expected = Comparison(ERROR_CODE, Operator.EQ, number)

    assert expected == parse_filter(f"status/errorCode eq {number}", LOG, advanced=False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected a property but found the end at character 1"),
        ("department", "expected an operator such as `eq` but found the end"),
        ("department eq", "a value is missing at character 14"),
        ("department eq 'a", "starts at character 15 of `$filter` has no closing quote"),
        ("department eq 'a' and", "found the end at character 22"),
        ("department eq 'a' department", "expected `and`, `or` or the end"),
        ("department eq 'a')", "found `)` at character 18"),
        ("(department eq 'a'", "expected `)`"),
        ("department ? 'a'", "unexpected `? 'a'` at character 12"),
        ("department like 'a'", "expected an operator such as `eq` but found `like`"),
        ("department eq other", "`other` at character 15 is no value of `department`"),
        ("department eq 1", "give text in single quotes"),
        ("department eq true", "give text in single quotes"),
        ("accountEnabled eq 'true'", "give `true` or `false`"),
        ("createdDateTime ge '2026-09-14'", "a date or time without quotes"),
        ("createdDateTime ge 2026-13-14", "a date or time without quotes"),
        ("createdDateTime ge 0001-01-01T00:00:00+10:00", "a date or time without quotes"),
        ("startsWith(department, null)", "`null` is no text"),
        ("startsWith(department 'a')", "expected `,`"),
        ("'a' eq department", "expected a property"),
        ("department in ()", "a value is missing"),
        ("department in 'a'", "expected `(`"),
        ("departmnt eq 'a'", "did you mean `department`?"),
        ("x eq 'a'", "`x` is no property that `$filter` knows"),
        ("department/x eq 'a'", "`department/x` is no property"),
        ("length(department) eq 1", "the function `length` is not supported"),
        ("isof('microsoft.graph.user')", "the function `isof` is not supported"),
        ("proxyAddresses eq 'a'", "is a collection; write `proxyAddresses/any("),
        ("department/any(d:d eq 'a')", "`department` is no collection"),
        ("proxyAddresses/any(p eq 'a')", "expected `:`"),
        ("proxyAddresses/any(p:q eq 'a')", "`q` is no property"),
        ("proxyAddresses/any(p:p/x eq 'a')", "`x` is no property"),
        ("identities/any(i:i eq 'a')", "`i` is an object; compare a property of it: `i/…`"),
        ("tolower(tolower(department)) eq 'a'", "`tolower` is no property"),
        ("proxyAddresses/$count eq '0'", "is compared by `eq` or `ne` with `0` or `1` only"),
        ("proxyAddresses/$count gt 0", "is compared by `eq` or `ne` with `0` or `1` only"),
        ("proxyAddresses/$count eq 2", "is compared by `eq` or `ne` with `0` or `1` only"),
        ("startsWith(displayName,'a') gt true", "compared by `eq` or `ne` with a Boolean"),
        ("startsWith(displayName,'a') 'eq' true", "expected `and`, `or` or the end"),
    ],
)
def test_a_malformed_filter_is_refused_by_place_and_remedy(text: str, message: str) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        parse_filter(text, USER, advanced=True)

    assert refusal.value.path == "$filter"
    assert message in refusal.value.message


@pytest.mark.parametrize("text", [str(2**63), "1.5", "9" * 5000], ids=["large", "fraction", "huge"])
def test_a_number_that_no_column_holds_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="whole number"):
        parse_filter(f"status/errorCode eq {text}", LOG, advanced=False)


@pytest.mark.parametrize(
    "text",
    [
        "department ne 'a'",
        "department eq null",
        "department ne null",
        "not(department eq 'a')",
        "not department eq 'a'",
        "companyName eq 'a'",
        "endsWith(mail,'a')",
        "createdDateTime in (2026-09-14)",
        "proxyAddresses/$count eq 0",
        "proxyAddresses/any(p:p ne 'a')",
        "not proxyAddresses/any(p:p eq 'a')",
        "displayName eq 'a' or (displayName eq 'b' and not startsWith(displayName,'c'))",
    ],
)
def test_what_needs_an_advanced_query_is_refused_without_one(text: str) -> None:
    with pytest.raises(UnsupportedQueryError, match="ConsistencyLevel: eventual"):
        parse_filter(text, USER, advanced=False)

    assert isinstance(parse_filter(text, USER, advanced=True), Filter)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("displayName ge 'a'", "`displayName` does not support `ge`; it supports `eq`, `ne`, `in`"),
        ("contains(department,'a')", "`department` does not support `contains`"),
        ("not(mail eq 'a')", "`mail` does not support `not`"),
        ("mail eq null", "`mail` does not support `null`"),
        ("proxyAddresses/any(p:p ge 'a')", "the element` does not support `ge`"),
    ],
)
def test_an_operator_that_a_property_never_supports_is_refused(text: str, message: str) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        parse_filter(text, USER, advanced=True)

    assert not isinstance(refusal.value, UnsupportedQueryError)
    assert message in refusal.value.message


def test_a_documented_property_that_is_not_built_is_named() -> None:
    with pytest.raises(NotBuiltError, match="signInActivity/lastSignInDateTime"):
        parse_filter("signInActivity/lastSignInDateTime ge 2026-09-14", USER, advanced=False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(" * 26 + "accountEnabled" + ")" * 26, "nests more than 25 levels"),
        ("not " * 26 + "accountEnabled", "nests more than 25 levels"),
        ("tolower(" * 1800, "`tolower` is no property"),
        (" or ".join(["accountEnabled"] * 201), "more than 200 comparisons"),
        ("accountEnabled" + " " * 15_000, "longer than 15000 characters"),
    ],
)
def test_a_filter_beyond_the_limits_is_refused(text: str, message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        parse_filter(text, USER, advanced=True)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 25 + "accountEnabled" + ")" * 25,
        " or ".join(["accountEnabled"] * 200),
        "accountEnabled" + " " * 14_986,
    ],
)
def test_a_filter_at_the_limits_is_read(text: str) -> None:
    assert isinstance(parse_filter(text, USER, advanced=True), Filter)


_WORDS = (
    "( ) , : / $count any all not and or eq ne in null true 'a' '' 1 -1 1.5 2026-09-14 0001-01-01"
    " p displayName accountEnabled proxyAddresses identities issuer startsWith tolower id"
)
_sentences = st.lists(st.sampled_from(_WORDS.split()), max_size=12).map(" ".join)


@settings(max_examples=300)
@given(text=st.text() | _sentences, mode=st.booleans())
def test_no_text_makes_the_parser_fail_otherwise_than_by_refusal(text: str, *, mode: bool) -> None:
    try:
        condition = parse_filter(text, USER, advanced=mode)
    except TenantryError:
        return

    assert isinstance(condition, Filter)
