"""Two spellings of one distinguished name are one key; two names are two."""

import pytest
from hypothesis import given, strategies as st

from tenantry.errors import InvalidValueError
from tenantry.intake.distinguished_names import normalize


@pytest.mark.parametrize(
    ("spelling", "other"),
    [
        ("uid=ann,ou=People,dc=x", "UID=ann,  OU=People,DC=x"),
        ("uid=ann,ou=People,dc=x", "uid = Ann ; ou = PEOPLE ; dc = x"),
        (r"cn=Los\, Ann,dc=x", r"cn=Los\2C Ann,dc=x"),
        (r"cn=Los\, Ann,dc=x", 'cn="Los, Ann",dc=x'),
        (r"cn=Zo\C3\AB,dc=x", "cn=Zoë,dc=x"),
        ("cn=ZOE\u0308,dc=x", "cn=Zoë,dc=x"),
        ("cn=Ann   Los,dc=x", "cn=ann los,dc=x"),
        (r"cn=Ann\ ,dc=x", "cn=ann,dc=x"),
        ("cn=Ann+uid=1,dc=x", "uid=1 + cn=Ann,dc=x"),
        (r"cn=a\"b\\c,dc=x", r"cn=a\22b\5cc,dc=x"),
    ],
)
def test_spellings_of_one_name_are_one(spelling: str, other: str) -> None:
    assert normalize(spelling) == normalize(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("uid=ann,dc=x", "uid=ben,dc=x"),
        ("uid=ann,dc=x", "cn=ann,dc=x"),
        ("uid=ann,ou=a,ou=b", "uid=ann,ou=b,ou=a"),
        (r"cn=a\,b=c", "cn=a,b=c"),
        (r"cn=a\+b=c", "cn=a+b=c"),
    ],
)
def test_different_names_stay_apart(name: str, other: str) -> None:
    assert normalize(name) != normalize(other)


@pytest.mark.parametrize("text", ["", "ann", "=ann", "uid=ann,", 'cn="ann,dc=x', "cn=ann\\"])
def test_what_is_no_distinguished_name_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="distinguished name"):
        normalize(text)


@given(st.text(alphabet='ab =,;+\\"#2Cë\n', max_size=30))
def test_the_one_form_of_a_name_is_its_own_form(text: str) -> None:
    try:
        name = normalize(text)
    except InvalidValueError:
        return

    assert name == normalize(name)
