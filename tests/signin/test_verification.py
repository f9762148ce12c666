"""Access tokens that come back: whom they stand for, and every way in which they are refused."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from joserfc import jws
from joserfc.jwk import RSAKey

from tenantry.actor import Actor, ActorKind
from tenantry.clock import system_now
from tenantry.errors import NotAuthenticatedError
from tenantry.identifiers import new_id
from tenantry.signin.claims import AccessToken
from tenantry.signin.operations.verification import bearer_of
from tenantry.storage.encryption import SecretBox
from tenantry.storage.tables import service_principals, signing_keys, tenants
from tests.signin.conftest import Rows
from tests.signin.installations import ADDRESS, GRANTED, App, Installation

_DELETED = "2026-01-01T00:00:00.000000Z"
_INVALID_SIGNATURE = "Access token validation failure. Invalid signature."
_MALFORMED = "JWT is not well formed."


def refusal_of(installation: Installation, bearer: str) -> str:
    """Return the message with which *bearer* is refused."""
    with pytest.raises(NotAuthenticatedError) as refused:
        installation.verifier.verify(bearer)
    return refused.value.message


def read(bearer: str) -> AccessToken:
    """Return the claims of a token."""
    return msgspec.json.decode(decoded(bearer.split(".")[1]), type=AccessToken)


def resigned(installation: Installation, app: App, **claims: object) -> str:
    """Return a token of *app* with other *claims*, signed by its tenant's own key."""
    token = read(installation.token(app))
    return installation.provider.keys.sign(msgspec.structs.replace(token, **claims))


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "==")


def private_key(rows: Rows, secret_box: SecretBox, app: App) -> RSAKey:
    """Return the signing key of the tenant of *app*."""
    row = next(row for row in rows if row["tenant_id"] == app.tenant_id)
    return RSAKey.import_key(msgspec.json.decode(secret_box.decrypt(row["private_key_encrypted"])))


def test_a_token_stands_for_its_application_with_the_roles_in_it(
    installation: Installation, contoso: App
) -> None:
    actor = installation.verifier.verify(installation.token(contoso), ip_address="192.0.2.7")

    assert actor == Actor(
        tenant_id=contoso.tenant_id,
        kind=ActorKind.APPLICATION,
        actor_id=contoso.service_principal_id,
        app_id=contoso.app_id,
        display_name="Directory reader",
        ip_address="192.0.2.7",
        permissions=frozenset(GRANTED),
    )


@pytest.mark.parametrize(
    "scope",
    [
        "https://graph.microsoft.com//.default",
        "00000003-0000-0000-c000-000000000000/.default",
        "https://localhost:9999//.default",
        ".default",
    ],
)
def test_a_token_for_any_name_of_graph_is_accepted(
    installation: Installation, contoso: App, scope: str
) -> None:
    actor = installation.verifier.verify(installation.token(contoso, scope=scope))

    assert actor.actor_id == contoso.service_principal_id


def test_a_token_got_at_another_address_of_the_server_is_accepted(
    installation: Installation, contoso: App
) -> None:
    bearer = resigned(installation, contoso, iss=f"http://localhost:8080/{contoso.tenant_id}/v2.0")

    assert installation.verifier.verify(bearer).tenant_id == contoso.tenant_id


@pytest.mark.parametrize(
    ("bearer", "message"),
    [
        ("", "Access token is empty."),
        ("no-dots", _MALFORMED),
        ("a.b.c", _MALFORMED),
        (f"{encoded(b'[]')}.{encoded(b'{}')}.", _MALFORMED),
        (f"{encoded(b'{}')}.{encoded(b'{}')}.", _MALFORMED),
        (f"{encoded(b'no json')}.{encoded(b'{}')}.", _MALFORMED),
        ("a" * 200_000, _MALFORMED),
        ("ünïcode.ünïcode.ünïcode", _MALFORMED),
    ],
)
def test_what_is_no_token_is_refused(installation: Installation, bearer: str, message: str) -> None:
    assert refusal_of(installation, bearer) == message


def test_a_token_without_signature_is_refused(installation: Installation, contoso: App) -> None:
    header, payload, _ = installation.token(contoso).split(".")
    unsigned = {**msgspec.json.decode(decoded(header)), "alg": "none"}

    bearer = f"{encoded(msgspec.json.encode(unsigned))}.{payload}."

    assert refusal_of(installation, bearer) == _INVALID_SIGNATURE


def test_a_token_signed_with_the_public_key_as_a_password_is_refused(
    installation: Installation, contoso: App
) -> None:
    header, payload, _ = installation.token(contoso).split(".")
    published = installation.provider.keys.list_published(ADDRESS, contoso.tenant_id)[0]
    password = RSAKey.import_key(published).as_pem(private=False)
    symmetric = {**msgspec.json.decode(decoded(header)), "alg": "HS256"}

    signed = f"{encoded(msgspec.json.encode(symmetric))}.{payload}"
    signature = hmac.digest(password, signed.encode(), hashlib.sha256)

    assert refusal_of(installation, f"{signed}.{encoded(signature)}") == _INVALID_SIGNATURE


def test_a_token_with_claims_changed_afterwards_is_refused(
    installation: Installation, contoso: App
) -> None:
    bearer = installation.token(contoso)
    header, _, signature = bearer.split(".")
    more = msgspec.structs.replace(read(bearer), roles=("Directory.ReadWrite.All",))

    tampered = f"{header}.{encoded(msgspec.json.encode(more))}.{signature}"

    assert refusal_of(installation, tampered) == _INVALID_SIGNATURE


@pytest.mark.parametrize("kid_of", ["contoso", "fabrikam"])
def test_a_token_signed_with_another_tenants_key_is_refused(  # noqa: PLR0917  # fixtures
    installation: Installation,
    contoso: App,
    fabrikam: App,
    key_rows: Rows,
    secret_box: SecretBox,
    kid_of: str,
) -> None:
    key = private_key(key_rows, secret_box, fabrikam)
    kid = private_key(key_rows, secret_box, {"contoso": contoso, "fabrikam": fabrikam}[kid_of]).kid
    claims = msgspec.json.encode(read(installation.token(contoso)))

    bearer = jws.serialize_compact({"alg": "RS256", "kid": kid}, claims, key)

    assert refusal_of(installation, bearer) == _INVALID_SIGNATURE


def test_a_token_signed_with_the_right_key_by_another_algorithm_is_refused(
    installation: Installation, contoso: App, key_rows: Rows, secret_box: SecretBox
) -> None:
    # Through PEM, for the key as it is stored refuses other algorithms itself.
    key = RSAKey.import_key(private_key(key_rows, secret_box, contoso).as_pem(private=True))
    claims = msgspec.json.encode(read(installation.token(contoso)))

    header = {"alg": "PS256", "kid": key.thumbprint()}
    bearer = jws.serialize_compact(header, claims, key, ["PS256"])

    assert refusal_of(installation, bearer) == _INVALID_SIGNATURE


def test_a_token_with_a_critical_header_that_we_do_not_know_is_refused(
    installation: Installation, contoso: App, key_rows: Rows, secret_box: SecretBox
) -> None:
    key = private_key(key_rows, secret_box, contoso)
    claims = installation.token(contoso).split(".")[1]
    header = {"alg": "RS256", "kid": key.thumbprint(), "crit": ["x"], "x": 1}

    signed = f"{encoded(msgspec.json.encode(header))}.{claims}"
    signature = jws.JWSRegistry.algorithms["RS256"].sign(signed.encode(), key)

    assert refusal_of(installation, f"{signed}.{encoded(signature)}") == _INVALID_SIGNATURE


def test_a_token_of_a_retired_key_is_refused(installation: Installation, contoso: App) -> None:
    bearer = installation.token(contoso)
    where = signing_keys.c.tenant_id == contoso.tenant_id
    installation.change(signing_keys, where, retired_at=_DELETED)

    assert refusal_of(installation, bearer) == _INVALID_SIGNATURE


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ({"aud": "https://other.test"}, "Access token validation failure. Invalid audience."),
        ({"iss": "https://other.test/x/v2.0"}, "Access token validation failure. Invalid issuer."),
        ({"exp": 0}, "Lifetime validation failed, the token is expired."),
        ({"nbf": 1 << 40}, "Lifetime validation failed, the token is not yet valid."),
        (
            {"oid": new_id()},
            "The identity of the calling application could not be established.",
        ),
        ({"oid": "\x00"}, _MALFORMED),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(
    installation: Installation, contoso: App, claims: Mapping[str, Any], message: str
) -> None:
    assert refusal_of(installation, resigned(installation, contoso, **claims)) == message


def test_a_token_names_the_issuer_of_its_own_tenant(
    installation: Installation, contoso: App, fabrikam: App
) -> None:
    bearer = resigned(installation, contoso, iss=f"{ADDRESS}/{fabrikam.tenant_id}/v2.0")

    assert refusal_of(installation, bearer) == "Access token validation failure. Invalid issuer."


def test_moving_the_lab_clock_past_the_lifetime_expires_a_token(
    installation: Installation, contoso: App
) -> None:
    bearer = installation.token(contoso)

    installation.move_clock(minutes=59)
    assert installation.verifier.verify(bearer).tenant_id == contoso.tenant_id
    installation.move_clock(minutes=60)

    assert refusal_of(installation, bearer) == "Lifetime validation failed, the token is expired."


def test_a_token_got_under_a_moved_clock_lives_an_hour_and_carries_real_time(
    installation: Installation, contoso: App
) -> None:
    installation.move_clock(hours=12)
    bearer = installation.token(contoso)

    assert abs(read(bearer).iat - system_now().timestamp()) < 60
    assert installation.verifier.verify(bearer).tenant_id == contoso.tenant_id
    installation.move_clock(hours=13)

    assert refusal_of(installation, bearer) == "Lifetime validation failed, the token is expired."


def test_moving_the_lab_clock_back_leaves_a_token_valid(
    installation: Installation, contoso: App
) -> None:
    bearer = installation.token(contoso)

    installation.move_clock(days=-30)

    assert installation.verifier.verify(bearer).tenant_id == contoso.tenant_id


@pytest.mark.parametrize("change", [{"account_enabled": False}, {"deleted_at": _DELETED}])
def test_a_token_ends_with_its_application(
    installation: Installation, contoso: App, change: Mapping[str, Any]
) -> None:
    bearer = installation.token(contoso)
    where = service_principals.c.id == contoso.service_principal_id
    installation.change(service_principals, where, **change)

    message = "The identity of the calling application could not be established."
    assert refusal_of(installation, bearer) == message


def test_a_token_ends_with_its_tenant(installation: Installation, contoso: App) -> None:
    bearer = installation.token(contoso)
    installation.change(tenants, tenants.c.id == contoso.tenant_id, deleted_at=_DELETED)

    message = "The identity of the calling application could not be established."
    assert refusal_of(installation, bearer) == message


@pytest.mark.parametrize(
    ("header", "bearer"),
    [
        ("Bearer a.b.c", "a.b.c"),
        ("bearer  a.b.c ", "a.b.c"),
        ("Basic YTpi", ""),
        ("Bearer", ""),
        ("", ""),
    ],
)
def test_the_bearer_token_of_a_header(header: str, bearer: str) -> None:
    assert bearer_of(header) == bearer
