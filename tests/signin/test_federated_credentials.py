"""Applications that prove themselves by the tokens of other issuers."""

from collections.abc import Iterator
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from tenantry.clock import system_now
from tenantry.signin.operations.outside_issuers import OutsideIssuers
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tenantry.storage.tables import tenants
from tests.signin.installations import ADDRESS, App, Installation, open_installation
from tests.signin.test_client_assertions import codes, show
from tests.signin.test_client_credentials import claims_of
from tests.support.outside_issuer import OutsideIssuer, outside_issuer

_AUDIENCE = "api://AzureADTokenExchange"
_SUBJECT = "system:serviceaccount:shop:web"


@pytest.fixture(scope="module")
def running_issuer() -> Iterator[OutsideIssuer]:
    """An issuer outside of the installation."""
    with outside_issuer() as issuer:
        yield issuer


@pytest.fixture
def issuer(running_issuer: OutsideIssuer) -> OutsideIssuer:
    """The issuer, asked nothing yet."""
    running_issuer.publish()
    running_issuer.asked.clear()
    return running_issuer


@pytest.fixture
def trusting(
    installation: Installation, contoso: App, issuer: OutsideIssuer, secret_box: SecretBox
) -> Installation:
    """An installation that may reach the issuer, whose tokens the application trusts."""
    installation.add_federation(contoso, issuer.url, _SUBJECT, _AUDIENCE)
    return reaching(installation.database, secret_box, issuer)


def reaching(database: Database, secret_box: SecretBox, issuer: OutsideIssuer) -> Installation:
    """Return a process that may reach *issuer* on this machine."""
    issuers = OutsideIssuers(["localhost"], trust=issuer.trust)
    return open_installation(database, secret_box, issuers=issuers)


def outside_token(issuer: OutsideIssuer, **changed: Any) -> str:
    """Return a token of the issuer, with *changed* claims."""
    claims = {"sub": _SUBJECT, "aud": _AUDIENCE, "exp": system_now().timestamp() + 600}
    return issuer.sign(**{**claims, **changed})


def test_the_token_of_a_trusted_issuer_proves_the_application(
    trusting: Installation, contoso: App, issuer: OutsideIssuer
) -> None:
    response = show(trusting, contoso, outside_token(issuer))

    claims = claims_of(response.json()["access_token"])
    assert (contoso.app_id, "2") == (claims["appid"], claims["appidacr"])


def test_the_keys_of_an_issuer_are_fetched_once(
    trusting: Installation, contoso: App, issuer: OutsideIssuer
) -> None:
    for _ in range(3):
        show(trusting, contoso, outside_token(issuer))

    assert ["/.well-known/openid-configuration", "/keys"] == issuer.asked


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"iss": "https://localhost:1"}, 700211),
        ({"sub": _SUBJECT.upper()}, 700213),
        ({"aud": "api://other"}, 700212),
        ({"aud": [_AUDIENCE, "api://other"]}, 700212),
    ],
)
def test_a_token_that_no_credential_names_is_refused(
    trusting: Installation,
    contoso: App,
    issuer: OutsideIssuer,
    changed: dict[str, Any],
    code: int,
) -> None:
    assert [code] == codes(show(trusting, contoso, outside_token(issuer, **changed)))


@pytest.mark.parametrize(("claim", "seconds_from_now"), [("exp", -301), ("nbf", 900)])
def test_a_token_counts_in_its_lifetime_only(
    trusting: Installation,
    contoso: App,
    issuer: OutsideIssuer,
    claim: str,
    seconds_from_now: int,
) -> None:
    token = outside_token(issuer, **{claim: system_now().timestamp() + seconds_from_now})

    assert [700024] == codes(show(trusting, contoso, token))


def test_only_issuers_that_are_trusted_are_asked(
    trusting: Installation, contoso: App, fabrikam: App, issuer: OutsideIssuer
) -> None:
    show(trusting, contoso, outside_token(issuer, sub="somebody else"))
    show(trusting, fabrikam, outside_token(issuer))

    assert [] == issuer.asked


def test_a_token_with_a_key_that_is_not_the_issuers_is_refused(
    trusting: Installation, contoso: App, issuer: OutsideIssuer
) -> None:
    own = issuer.key
    issuer.key = RSAKey.generate_key(2048, {"kid": str(own.kid)})
    forged = outside_token(issuer)
    issuer.key = own

    assert [700027] == codes(show(trusting, contoso, forged))


def test_the_credential_of_one_application_is_not_anothers(
    trusting: Installation, fabrikam: App, issuer: OutsideIssuer
) -> None:
    assert [700211] == codes(show(trusting, fabrikam, outside_token(issuer)))


def test_a_host_in_the_own_network_is_not_asked_unless_it_is_listed(
    installation: Installation, contoso: App, issuer: OutsideIssuer, secret_box: SecretBox
) -> None:
    installation.add_federation(contoso, issuer.url, _SUBJECT, _AUDIENCE)
    closed = open_installation(
        installation.database, secret_box, issuers=OutsideIssuers(trust=issuer.trust)
    )

    response = show(closed, contoso, outside_token(issuer))

    assert [50166] == codes(response)
    assert "signin.issuer_hosts" in response.json()["error_description"]
    assert [] == issuer.asked


def test_an_issuer_that_says_it_is_another_is_not_believed(
    trusting: Installation, contoso: App, issuer: OutsideIssuer
) -> None:
    issuer.documents["/.well-known/openid-configuration"]["issuer"] = "https://other.test"

    assert [50166] == codes(show(trusting, contoso, outside_token(issuer)))


@pytest.mark.parametrize("keys", [None, [], {"keys": []}, {"keys": [{"kty": "oct", "k": "AA"}]}])
def test_an_issuer_without_keys_proves_nothing(
    trusting: Installation, contoso: App, issuer: OutsideIssuer, keys: Any
) -> None:
    issuer.documents["/keys"] = keys
    if keys is None:
        del issuer.documents["/keys"]

    assert [50166] == codes(show(trusting, contoso, outside_token(issuer)))


def test_a_token_of_another_tenant_of_this_installation_needs_no_network(
    installation: Installation, contoso: App, fabrikam: App
) -> None:
    issuer = f"{ADDRESS}/{fabrikam.tenant_id}/v2.0"
    installation.add_federation(
        contoso, issuer, fabrikam.service_principal_id, "https://graph.microsoft.com"
    )
    token = installation.token(fabrikam)

    proved = show(installation, contoso, token)
    installation.move_clock(hours=1.1)
    expired = show(installation, contoso, token)

    assert (200, [700024]) == (proved.status_code, codes(expired))


def test_the_tokens_of_a_deleted_tenant_prove_nothing(
    installation: Installation, contoso: App, fabrikam: App
) -> None:
    issuer = f"{ADDRESS}/{fabrikam.tenant_id}/v2.0"
    installation.add_federation(
        contoso, issuer, fabrikam.service_principal_id, "https://graph.microsoft.com"
    )
    token = installation.token(fabrikam)
    installation.change(
        tenants, tenants.c.id == fabrikam.tenant_id, deleted_at="2026-01-01T00:00:00.000000Z"
    )

    assert [700027] == codes(show(installation, contoso, token))
