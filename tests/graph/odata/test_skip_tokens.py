"""A skip token leads back to its place in its own listing, and nowhere else."""

import base64
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, strategies as st

from tenantry.errors import ExpiredTokenError, InvalidValueError, TenantryError
from tenantry.graph.odata.options import QueryOptions
from tenantry.graph.odata.skip_tokens import decode_skip_token, encode_skip_token
from tenantry.storage.filters.fields import Value

LISTING = QueryOptions(filter="accountEnabled eq true", orderby="displayName", top=5, page_size=5)
_values = st.none() | st.text() | st.booleans() | st.integers(-(2**63), 2**63 - 1)


@given(position=st.lists(_values, min_size=1).map(tuple))
def test_a_token_gives_its_position_back(position: tuple[Value, ...]) -> None:
    token = encode_skip_token(position, LISTING, "users")

    assert position == decode_skip_token(replace(LISTING, skip_token=token), "users")


def test_a_token_can_stand_in_a_url_as_it_is() -> None:
    token = encode_skip_token(("ł?>~", "id"), LISTING, "users")

    assert token.isascii()
    assert set(token) <= set(base64.urlsafe_b64encode(bytes(range(256))).decode()) - {"="}


def test_the_first_page_has_no_position() -> None:
    assert decode_skip_token(LISTING, "users") is None


@pytest.mark.parametrize(
    "others",
    [
        replace(LISTING, filter=None),
        replace(LISTING, filter="accountEnabled eq false"),
        replace(LISTING, orderby="displayName desc"),
        replace(LISTING, search='"displayName:a"'),
    ],
)
def test_the_token_of_another_listing_is_refused(others: QueryOptions) -> None:
    token = encode_skip_token(("mira", "id"), LISTING, "users")

    with pytest.raises(ExpiredTokenError):
        decode_skip_token(replace(others, skip_token=token), "users")


def test_the_token_of_another_resource_is_refused() -> None:
    token = encode_skip_token(("mira", "id"), LISTING, "users")

    with pytest.raises(ExpiredTokenError):
        decode_skip_token(replace(LISTING, skip_token=token), "groups")


@pytest.mark.parametrize(
    "options",
    [replace(LISTING, top=7, page_size=7), replace(LISTING, select=("id",))],
)
def test_page_size_and_selection_may_change_on_the_way(options: QueryOptions) -> None:
    token = encode_skip_token(("mira", "id"), LISTING, "users")

    assert ("mira", "id") == decode_skip_token(replace(options, skip_token=token), "users")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no JSON",
        b"[" * 3000,
        msgspec.json.encode([1, "digest"]),
        msgspec.json.encode([1, "digest", [{"id": "x"}]]),
        msgspec.json.encode([1, "digest", [1.5]]),
    ],
    ids=["empty", "text", "brackets", "short", "object", "fraction"],
)
def test_what_is_no_token_is_refused(content: bytes) -> None:
    token = base64.urlsafe_b64encode(content).decode()

    with pytest.raises(InvalidValueError, match="not a token of this service"):
        decode_skip_token(QueryOptions(skip_token=token), "users")


@given(token=st.text())
def test_no_token_fails_otherwise_than_by_refusal(token: str) -> None:
    with pytest.raises(TenantryError):
        decode_skip_token(QueryOptions(skip_token=token), "users")
