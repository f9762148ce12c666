"""What is wrong with a token, by tables: audience, issuer, and life under two clocks."""

import msgspec
import pytest
from hypothesis import given, strategies as st

from tenantry.signin.claims import LIFETIME, AccessToken, application_token, find_fault
from tenantry.signin.client_authentication import Client
from tenantry.signin.issuers import Origins

_ORIGINS = Origins.of("https://localhost")
_ISSUED = 1_780_000_000
_HOUR, _DAY = 3600.0, 86400.0
_EXPIRED = "Lifetime validation failed, the token is expired."


def a_token(clock_offset: float = 0.0) -> AccessToken:
    """Return the claims of a token."""
    client = Client(
        app_id="app",
        service_principal_id="principal",
        display_name="Reader",
        account_enabled=True,
        secrets=(),
    )
    return application_token(
        client,
        issuer="https://localhost/tenant/v2.0",
        tenant_id="tenant",
        audience="https://graph.microsoft.com",
        roles=["User.Read.All", "AuditLog.Read.All"],
        token_id="id",
        now=_ISSUED,
        clock_offset=clock_offset,
    )


def fault_after(
    seconds: float, token: AccessToken | None = None, *, clock_offset: float = 0.0
) -> str | None:
    """Return what is wrong with a token *seconds* after its issue, by real time."""
    return find_fault(
        token or a_token(), origins=_ORIGINS, now=_ISSUED + seconds, clock_offset=clock_offset
    )


@pytest.mark.parametrize(
    ("seconds", "fault"),
    [
        (-301, "Lifetime validation failed, the token is not yet valid."),
        (-300, None),  # another machine's clock may be behind
        (0, None),
        (LIFETIME - 0.001, None),
        (LIFETIME, _EXPIRED),
    ],
)
def test_a_token_lives_for_an_hour(seconds: float, fault: str | None) -> None:
    assert fault_after(seconds) == fault


@pytest.mark.parametrize(
    ("issued_at", "judged_at", "fault"),
    [
        (0, 0, None),
        (0, _HOUR - 1, None),
        (0, _HOUR, _EXPIRED),
        (_DAY, _DAY, None),
        (_DAY, _DAY + _HOUR, _EXPIRED),
        (_DAY, 0, None),
        (0, -_DAY, None),
        (-_DAY, -_DAY + _HOUR, _EXPIRED),
    ],
)
def test_time_by_which_the_lab_clock_moved_forward_counts(
    issued_at: float, judged_at: float, fault: str | None
) -> None:
    assert fault_after(0, a_token(issued_at), clock_offset=judged_at) == fault


def test_a_token_without_the_clocks_offset_was_issued_under_real_time() -> None:
    claims = msgspec.to_builtins(a_token())
    del claims["tnt_clk"]

    assert msgspec.convert(claims, AccessToken) == a_token()


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.floats(_HOUR, 1e9))
def test_no_move_of_the_lab_clock_revives_an_expired_token(
    issued_at: float, judged_at: float, age: float
) -> None:
    assert fault_after(age, a_token(issued_at), clock_offset=judged_at) == _EXPIRED


def test_roles_are_sorted() -> None:
    assert a_token().roles == ("AuditLog.Read.All", "User.Read.All")


@pytest.mark.parametrize(
    ("claim", "value", "fault"),
    [
        ("aud", "https://localhost:1234/", None),
        ("aud", "https://other.test", "Access token validation failure. Invalid audience."),
        ("iss", "https://localhost/other/v2.0", "Access token validation failure. Invalid issuer."),
    ],
)
def test_audience_and_issuer_are_ours(claim: str, value: str, fault: str | None) -> None:
    token = msgspec.structs.replace(a_token(), **{claim: value})

    assert fault_after(0, token) == fault
