"""Clients' credentials: where they stand in a request, and which secret opens an application."""

import base64
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from tenantry.signin.client_authentication import (
    Client,
    ClientSecret,
    check_secret,
    with_credentials,
)
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.reasons import Reason

_NOW = "2026-06-15T12:00:00.000000Z"
_PAST, _FUTURE = "2026-06-15T11:59:59.999999Z", "2026-06-15T12:00:00.000001Z"


def a_client(*secrets: tuple[str, str, str], account_enabled: bool = True) -> Client:
    """Return a client with secrets, each as hash, start and end."""
    return Client(
        app_id="app",
        service_principal_id="principal",
        display_name="Reader",
        account_enabled=account_enabled,
        secrets=tuple(
            ClientSecret(secret_hash=stored, start_at=start, end_at=end)
            for stored, start, end in secrets
        ),
    )


def refusal_of(client: Client) -> object:
    """Return why the secret with the hash `right` is refused, if it is."""
    try:
        check_secret(client, "right", now=_NOW)
    except SigninRefusedError as refused:
        return refused.reason
    return None


@pytest.mark.parametrize(
    ("secrets", "reason"),
    [
        ([("right", _PAST, _FUTURE)], None),
        ([("right", _NOW, _FUTURE)], None),
        ([("other", _PAST, _FUTURE), ("right", _PAST, _FUTURE)], None),
        ([("right", _PAST, _PAST), ("right", _PAST, _FUTURE)], None),
        ([], Reason.WRONG_SECRET),
        ([("other", _PAST, _FUTURE)], Reason.WRONG_SECRET),
        ([("right", _FUTURE, _FUTURE)], Reason.WRONG_SECRET),
        ([("right", _PAST, _NOW)], Reason.EXPIRED_SECRET),
        ([("right", _PAST, _PAST), ("other", _PAST, _FUTURE)], Reason.EXPIRED_SECRET),
    ],
)
def test_a_secret_opens_its_application_between_start_and_end(
    secrets: Sequence[tuple[str, str, str]], reason: Reason | None
) -> None:
    assert refusal_of(a_client(*secrets)) is reason


def test_a_disabled_application_is_told_so_only_with_its_secret() -> None:
    with_secret = a_client(("right", _PAST, _FUTURE), account_enabled=False)
    without_secret = a_client(("other", _PAST, _FUTURE), account_enabled=False)

    assert refusal_of(with_secret) is Reason.DISABLED_CLIENT
    assert refusal_of(without_secret) is Reason.WRONG_SECRET


@pytest.mark.parametrize(
    ("inside", "app_id", "secret"),
    [
        ("app:secret", "app", "secret"),
        ("app:se:cret", "app", "se:cret"),
        ("app:se%3Acret%25", "app", "se:cret%"),
        ("app:two+words", "app", "two words"),
        ("app:%C3%BC", "app", "ü"),
        ("app", "app", ""),
    ],
)
def test_http_basic_is_form_encoded_inside(inside: str, app_id: str, secret: str) -> None:
    header = f"basic {base64.b64encode(inside.encode()).decode()}"

    form = with_credentials({"scope": "s", "client_id": "in the body"}, header)

    assert form == {"scope": "s", "client_id": app_id, "client_secret": secret}


@pytest.mark.parametrize("header", ["", "Bearer a.b.c", "Digest x"])
def test_without_http_basic_the_form_stays_as_it_is(header: str) -> None:
    form = {"client_id": "app", "client_secret": "secret"}

    assert with_credentials(form, header) == form


@given(st.text() | st.binary().map(base64.b64encode).map(bytes.decode))
def test_any_http_basic_header_is_read_or_refused(encoded: str) -> None:
    with suppress(SigninRefusedError):
        form = with_credentials({}, f"Basic {encoded}")

        assert form.keys() == {"client_id", "client_secret"}
