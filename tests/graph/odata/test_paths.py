"""A path is read in every form that documents and clients write."""

import pytest
from hypothesis import given, strategies as st

from tenantry.errors import InvalidValueError, TenantryError
from tenantry.graph.odata.paths import (
    Arguments,
    Key,
    Segment,
    Word,
    parse_path,
    parse_reference,
    split_version,
)

GUID = "4d3c2b1a-0f9e-4d8c-b7a6-958473625116"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", ()),
        ("/", ()),
        ("users", (Word("users"),)),
        ("//users//", (Word("users"),)),
        (f"users/{GUID}/manager/$ref", tuple(map(Word, ("users", GUID, "manager", "$ref")))),
        ("users/bob%40x.test", (Word("users"), Word("bob@x.test"))),
        ("users/bob@x.test", (Word("users"), Word("bob@x.test"))),
        ("users/a_b%23EXT%23@c.test", (Word("users"), Word("a_b#EXT#@c.test"))),
        ("users/a%2Fb", (Word("users"), Word("a/b"))),
        ("users/a+b", (Word("users"), Word("a+b"))),
        ("users/(a)", (Word("users"), Word("(a)"))),
        (f"users('{GUID}')", (Word("users"), Key(GUID))),
        (f"users({GUID})", (Word("users"), Key(GUID))),
        ("users(%27O''Neil%27)/manager", (Word("users"), Key("O'Neil"), Word("manager"))),
        ("users('$bob@x.test')", (Word("users"), Key("$bob@x.test"))),
        ("users('a", (Word("users('a"),)),
        ("users('a=b')", (Word("users"), Key("a=b"))),
        ("users('a(b)c')", (Word("users"), Key("a(b)c"))),
        ("users/delta()", (Word("users"), Word("delta"))),
        ("users/microsoft.graph.delta( )", (Word("users"), Word("microsoft.graph.delta"))),
        ("applications(appId='x')", (Word("applications"), Arguments((("appId", "x"),)))),
        ("applications( appId = 'x' )", (Word("applications"), Arguments((("appId", "x"),)))),
        (
            "f(a='1, ''2''',b=3)/$count",
            (Word("f"), Arguments((("a", "1, '2'"), ("b", "3"))), Word("$count")),
        ),
    ],
)
def test_a_path_is_read(path: str, expected: tuple[Segment, ...]) -> None:
    assert expected == parse_path(path)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("users('a'b')", "cannot be read"),
        ("users('a')('b')", "cannot be read"),
        ("f(a='1' b='2')", "cannot be read"),
        ("f(a=)", "cannot be read"),
        ("users/%FF", "not percent-encoded UTF-8"),
        ("users/%00", "null character"),
    ],
)
def test_a_path_that_cannot_be_read_is_refused(path: str, message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        parse_path(path)


@pytest.mark.parametrize(
    ("segment", "name", "qualified"),
    [
        ("microsoft.graph.user", "user", True),
        ("Microsoft.Graph.user", "user", True),
        ("graph.user", "user", True),
        ("user", "user", False),
        ("graphics", "graphics", False),
    ],
)
def test_a_name_may_be_written_with_its_namespace(
    segment: str, name: str, *, qualified: bool
) -> None:
    word = Word(segment)

    assert name == word.name
    assert qualified is word.is_qualified


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/v1.0/users", ("v1.0", "users")),
        ("//V1.0//users", ("v1.0", "/users")),
        ("beta/users/x", ("beta", "users/x")),
        ("/v1.0", ("v1.0", "")),
        ("/users", ("", "/users")),
        ("/v2.0/users", ("", "/v2.0/users")),
    ],
)
def test_the_version_is_the_first_segment(path: str, expected: tuple[str, str]) -> None:
    assert expected == split_version(path)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"https://graph.microsoft.com/v1.0/users/{GUID}", ("users", GUID)),
        (f"https://localhost:8443/v1.0//directoryObjects/{GUID}/", ("directoryObjects", GUID)),
        (f"https://x.test/beta/users('{GUID}')", ("users", GUID)),
        (f"users/{GUID}", ("users", GUID)),
        ("https://x.test/v1.0/users/bob%40x.test", ("users", "bob@x.test")),
        (f"https://x.test/v1.0/groups/{GUID}?$select=id", ("groups", GUID)),
    ],
)
def test_a_reference_is_the_end_of_its_url(url: str, expected: tuple[str, str]) -> None:
    assert expected == parse_reference(url)


@pytest.mark.parametrize("url", ["", GUID, "https://x.test/v1.0/users(appId='x')"])
def test_what_names_no_object_is_no_reference(url: str) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        parse_reference(url)

    assert "@odata.id" == refusal.value.path


_PARTS = st.sampled_from(["users", "/", "(", ")", "'", "=", ",", "%27", "%", "a", ".", "graph."])


@given(path=st.text() | st.lists(_PARTS, max_size=10).map("".join))
def test_no_path_fails_otherwise_than_by_refusal(path: str) -> None:
    try:
        segments = parse_path(path)
    except TenantryError:
        return

    assert isinstance(segments, tuple)
