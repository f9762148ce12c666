"""One door for three formats; nothing but the product's own faults comes out of it."""

import json
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, strategies as st

from tenantry.directory.users import check_new_user
from tenantry.errors import InvalidValueError, TenantryError
from tenantry.intake.managers import find_manager_links
from tenantry.intake.properties import nickname_of
from tenantry.intake.reading import detect_format, read_users
from tenantry.intake.records import FileFormat

_CSV = "version:v1.0\n[displayName],[userPrincipalName],[passwordProfile],[accountEnabled]\n"
_FRAGMENTS = (
    *("\n", "\r\n", " ", ",", ";", "\t", '"', "\\", ":", "::", "[", "]", "{", "}", "\x00", "é"),
    *("version: 1", "version:v1.0", "dn: uid=a,dc=x", "\n\n", "objectClass: person", "cn: A"),
    *("mail: a@a.example", "manager: uid=a,dc=x", "changetype: add", "mail:: YUBhLmI=", "# c"),
    *('{"value":[', '"displayName":"A"', '"userPrincipalName":"a@a.example"', "null", "1e9"),
    *('"manager":{"id":"1"}', "Ann,ann@a.example,p,No", "eve_b#EXT#@a.example", _CSV),
)


@pytest.mark.parametrize(
    ("content", "name", "file_format"),
    [
        (_CSV.encode(), "people", "csv"),
        (_CSV.encode("utf-16"), "people.json", "csv"),
        (b"displayName,userPrincipalName\n", "people", "csv"),
        (b"[displayName],[userPrincipalName]\n", "people", "csv"),
        (b"\xef\xbb\xbfversion: 1\ndn: dc=x\n", "people.csv", "ldif"),
        (b"# extended LDIF\n#\n# LDAPv3\n folded\n\ndn:: ZGM9eA==\n", "people", "ldif"),
        (b"# only comments\n", "people.LDIF", "ldif"),
        (b'\n [\n  {"id": 1}]', "people.csv", "json"),
        (b'{"value": []}', "people", "json"),
        (b"[]", "people", "json"),
        (b"", "people.jsonl", "json"),
    ],
)
def test_the_content_tells_the_format_before_the_name(
    content: bytes, name: str, file_format: FileFormat
) -> None:
    assert file_format == detect_format(content, name)


def test_a_format_that_nothing_tells_has_to_be_named() -> None:
    with pytest.raises(InvalidValueError, match=r"`people\.bin`"):
        read_users(b"hello", name="people.bin")


def test_the_named_format_wins_over_the_content() -> None:
    with pytest.raises(InvalidValueError, match="not JSON"):
        read_users(_CSV.encode(), name="people.csv", file_format="json")


def test_an_open_file_is_read_like_its_bytes() -> None:
    content = json.dumps([{"displayName": "A", "userPrincipalName": "a@a.example"}]).encode()

    assert read_users(content, name="x.json") == read_users(BytesIO(content), name="x.json")


def test_a_domain_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidValueError, match=r"`@a\.example`"):
        read_users(b"[]", name="x.json", default_domain="@a.example")
    with pytest.raises(InvalidValueError, match="`local`"):
        read_users(b"[]", name="x.json", upn_domain="local")


@pytest.mark.parametrize(
    ("name", "nickname"),
    [
        ("ann.o'neil@a.example", "ann.o'neil"),
        ("Ann (Lab), 2@a.example", "AnnLab2"),
        ("x" * 80 + "@a.example", "x" * 64),
        ("王@a.example", ""),
    ],
)
def test_the_mail_nickname_is_the_name_before_the_at_sign(name: str, nickname: str) -> None:
    assert nickname == nickname_of(name)


_files = st.binary(max_size=200) | st.lists(
    st.sampled_from(_FRAGMENTS) | st.text(max_size=3), max_size=25
).map(lambda parts: "".join(parts).encode(errors="replace"))


@given(content=_files, file_format=st.sampled_from(["csv", "ldif", "json", None]))
def test_any_bytes_give_people_fit_for_the_directory_or_a_fault_of_ours(
    content: bytes, file_format: FileFormat | None
) -> None:
    try:
        reading = read_users(
            content, name="x.csv", file_format=file_format, default_domain="d.example"
        )
    except TenantryError:
        return

    for user in reading.records:
        check_new_user(user.properties | {"password_hash": ""})
    names = [user.user_principal_name.lower() for user in reading.records]
    assert len(names) == len(set(names))
    find_manager_links(reading.records)


@given(
    prefix=st.sampled_from([_CSV, "dn: uid=a,dc=x\nobjectClass: person\n", '[{"id": "1"']),
    rest=st.lists(st.sampled_from(_FRAGMENTS) | st.text(max_size=3), max_size=25),
)
def test_whatever_follows_a_good_beginning_is_read_or_told(prefix: str, rest: list[str]) -> None:
    with suppress(TenantryError):
        read_users((prefix + "".join(rest)).encode(errors="replace"), name="people")
