"""`$search` becomes a filter tree: words of names, beginnings of everything else."""

import pytest
from hypothesis import given, strategies as st

from tenantry.errors import InvalidValueError, TenantryError, UnsupportedQueryError
from tenantry.graph.odata.search import parse_search
from tenantry.storage.filters.tree import And, AnyElement, Filter, Or, StartsWith, Words
from tests.graph.odata.properties import DISPLAY_NAME, MAIL, PROXY_ADDRESSES, USER

MIRA = Words(DISPLAY_NAME, ("mira",))
MAIL_MIRA = StartsWith(MAIL, "mira")
OKA = Words(DISPLAY_NAME, ("oka",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"displayName:mira"', MIRA),
        (' "DisplayName: Mira " ', MIRA),
        ('"displayName:mira.OkaforMail 7"', Words(DISPLAY_NAME, ("mira", "okafor", "mail", "7"))),
        ('"mail:mira"', MAIL_MIRA),
        ('"mail:smtp:mira"', StartsWith(MAIL, "smtp:mira")),
        (r'"mail:a\"b\\c"', StartsWith(MAIL, 'a"b\\c')),
        (
            '"proxyAddresses:smtp:"',
            AnyElement(PROXY_ADDRESSES, StartsWith(PROXY_ADDRESSES.element, "smtp:")),
        ),
        ('"displayName:mira" OR "mail:mira"', Or((MIRA, MAIL_MIRA))),
        ('"displayName:mira"AND"mail:mira"', And((MIRA, MAIL_MIRA))),
        (
            '"displayName:oka" OR "displayName:mira" AND "mail:mira"',
            Or((OKA, And((MIRA, MAIL_MIRA)))),
        ),
        (
            '("displayName:oka" or "displayName:mira") and "mail:mira"',
            And((Or((OKA, MIRA)), MAIL_MIRA)),
        ),
    ],
)
def test_a_search_is_read(text: str, expected: Filter) -> None:
    assert expected == parse_search(text, USER, eventual=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("displayName:mira", "unexpected `displayNam` at character 1"),
        ('"displayName:mira', "unexpected"),
        ('"mira"', "`mira` has no property and text"),
        ('"displayName:"', "has no property and text"),
        ('"displayName:..."', "`...` has no letter or digit"),
        ('"displaynam:mira"', "did you mean `displayName`?"),
        ('"accountEnabled:true"', "`accountEnabled` is no text"),
        ('"displayName:a" "mail:a"', "joined by `AND` or `OR`"),
        ('"displayName:a" AND', "a clause is missing"),
        ('("displayName:a"', "a closing parenthesis is missing"),
        ('"displayName:a")', "joined by `AND` or `OR`"),
        ('NOT "displayName:a"', "unexpected"),
        ("(" * 11 + '"mail:a"' + ")" * 11, "nests more than 10 levels"),
        ('"mail:' + "a" * 2000 + '"', "longer than 2000 characters"),
    ],
)
def test_a_malformed_search_is_refused_with_its_remedy(text: str, message: str) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        parse_search(text, USER, eventual=True)

    assert "$search" == refusal.value.path
    assert message in refusal.value.message


def test_a_search_needs_the_header() -> None:
    with pytest.raises(UnsupportedQueryError, match="'ConsistencyLevel: eventual'"):
        parse_search('"displayName:mira"', USER, eventual=False)


_PARTS = st.sampled_from(['"mail:a"', '"displayName:b c"', "AND", "OR", "(", ")", '"', "\\", "a:"])


@given(text=st.text() | st.lists(_PARTS, max_size=8).map(" ".join))
def test_no_text_makes_the_parser_fail_otherwise_than_by_refusal(text: str) -> None:
    try:
        condition = parse_search(text, USER, eventual=True)
    except TenantryError:
        return

    assert isinstance(condition, Filter)
