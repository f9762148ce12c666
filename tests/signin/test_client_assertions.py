"""Applications that prove themselves by a certificate, as MSAL and OpenID clients do it."""

import base64
import hmac
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from tenantry.clock import add_seconds, system_now
from tenantry.signin.stores.credentials import forget_used_assertions
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tenantry.storage.tables import service_principals, used_assertions
from tests.signin.installations import ADDRESS, App, Installation, open_installation
from tests.signin.test_client_credentials import basic, claims_of
from tests.support.certificates import TYPE, Certificate, assertion_claims, make_certificate


@pytest.fixture(scope="session")
def certificate() -> Certificate:
    """The certificate of the first tenant's application."""
    return make_certificate()


@pytest.fixture(scope="session")
def other_certificate() -> Certificate:
    """Another one, alike but for its key."""
    return make_certificate()


@pytest.fixture
def certified(installation: Installation, contoso: App, certificate: Certificate) -> Installation:
    """An installation that knows the certificate of the application."""
    installation.add_certificate(contoso, certificate)
    return installation


def endpoint(app: App) -> str:
    """Return the token endpoint of the tenant of *app*."""
    return f"{ADDRESS}/{app.tenant_id}/oauth2/v2.0/token"


def assertion(app: App, by: Certificate, header: Mapping[str, Any], **changed: Any) -> str:
    """Return an assertion of *app*, signed *by* a certificate."""
    claims = assertion_claims(app.app_id, endpoint(app), **changed)
    return by.sign({"alg": "RS256", "typ": "JWT", **header}, claims)


def encoded(content: bytes) -> str:
    """Return *content* as a part of a JWT."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def show(installation: Installation, app: App, token: str, **form: str) -> httpx.Response:
    """Ask for a token with an assertion."""
    given = {"client_secret": "", "client_assertion": token, "client_assertion_type": TYPE}
    return installation.ask(app, **{**given, **form})


def codes(response: httpx.Response) -> list[int]:
    """Return the AADSTS numbers of a refusal; none of a token."""
    numbers: list[int] = response.json().get("error_codes", [])
    return numbers


@pytest.mark.parametrize(
    "header",
    [
        lambda by: {"alg": "RS256", "x5t": by.x5t},
        lambda by: {"alg": "PS256", "x5t#S256": by.x5t_sha256},
        lambda by: {"alg": "PS256", "x5t#S256": by.x5t_sha256 + "="},
        lambda by: {"alg": "RS256", "kid": by.hexadecimal},
        lambda by: {"alg": "RS256", "kid": by.x5t},
        lambda _: {"alg": "RS256"},
        lambda by: {"alg": "RS256", "x5t": by.x5t, "x5c": [by.der, by.der], "own": "words"},
    ],
)
def test_a_certificate_proves_its_application_however_it_is_named(
    certified: Installation,
    contoso: App,
    certificate: Certificate,
    header: Callable[[Certificate], dict[str, Any]],
) -> None:
    response = show(certified, contoso, assertion(contoso, certificate, header(certificate)))

    claims = claims_of(response.json()["access_token"])
    assert (contoso.app_id, "2") == (claims["appid"], claims["appidacr"])


def test_a_key_of_an_elliptic_curve_will_do(installation: Installation, contoso: App) -> None:
    by = make_certificate(ec.generate_private_key(ec.SECP256R1()))
    installation.add_certificate(contoso, by)

    response = show(installation, contoso, assertion(contoso, by, {"alg": "ES256", "x5t": by.x5t}))

    assert 200 == response.status_code


@pytest.mark.parametrize(
    "audience",
    [
        "{address}/{tenant_id}/oauth2/v2.0/token",
        "{address}/{tenant_id}/oauth2/token",
        "{address}/{domain}/oauth2/v2.0/token",
        "{address}/{tenant_id}/v2.0",
        "http://localhost:8080/{tenant_id}/oauth2/v2.0/token",
    ],
)
def test_the_audience_is_the_tenants_token_endpoint_in_any_spelling(
    certified: Installation, contoso: App, certificate: Certificate, audience: str
) -> None:
    aud = audience.format(address=ADDRESS, tenant_id=contoso.tenant_id, domain=contoso.domain)

    response = show(
        certified,
        contoso,
        assertion(contoso, certificate, {}, aud=aud),
        tenant=contoso.domain,
    )

    assert 200 == response.status_code


def test_the_client_id_may_stand_in_the_assertion_alone(
    certified: Installation, contoso: App, certificate: Certificate
) -> None:
    response = show(certified, contoso, assertion(contoso, certificate, {}), client_id="")

    assert 200 == response.status_code


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"aud": f"{ADDRESS}/common/oauth2/v2.0/token"}, 700023),
        ({"aud": "https://elsewhere.test/token"}, 700023),
        ({"aud": ["{endpoint}", "https://elsewhere.test"]}, 700023),
        ({"iss": "00000000-0000-4000-8000-000000000001"}, 700021),
        ({"sub": "00000000-0000-4000-8000-000000000001"}, 700021),
        ({"iss": "https://elsewhere.test"}, 700211),
        ({"exp": None}, 50027),
        ({"iss": None}, 50027),
    ],
)
def test_an_assertion_that_says_something_else_is_refused(
    certified: Installation,
    contoso: App,
    certificate: Certificate,
    changed: dict[str, Any],
    code: int,
) -> None:
    if isinstance(changed.get("aud"), list):
        changed = {"aud": [endpoint(contoso), "https://elsewhere.test"]}

    response = show(certified, contoso, assertion(contoso, certificate, {}, **changed))

    assert (401, [code]) == (response.status_code, codes(response))


@pytest.mark.parametrize(
    ("claim", "seconds_from_now"), [("exp", -301), ("nbf", 900), ("exp", 2 * 24 * 3600)]
)
def test_an_assertion_is_good_for_a_day_at_most(
    certified: Installation,
    contoso: App,
    certificate: Certificate,
    claim: str,
    seconds_from_now: int,
) -> None:
    changed = {claim: system_now().timestamp() + seconds_from_now}

    response = show(certified, contoso, assertion(contoso, certificate, {}, **changed))

    assert (401, [700024]) == (response.status_code, codes(response))


def test_the_endpoint_of_another_tenant_is_another_audience(
    certified: Installation, contoso: App, fabrikam: App, certificate: Certificate
) -> None:
    token = assertion(contoso, certificate, {}, aud=endpoint(fabrikam))

    assert [700023] == codes(show(certified, contoso, token))


def test_an_assertion_without_a_signature_is_refused(
    certified: Installation, contoso: App, certificate: Certificate
) -> None:
    _, payload, signature = assertion(contoso, certificate, {}).split(".")
    header = encoded(b'{"alg":"none"}')

    for token in (f"{header}.{payload}.", f"{header}.{payload}.{signature}"):
        assert codes(show(certified, contoso, token)) in ([700027], [50027])


def test_the_public_key_is_no_shared_secret(
    certified: Installation, contoso: App, certificate: Certificate
) -> None:
    _, payload, _ = assertion(contoso, certificate, {}).split(".")
    header = encoded(b'{"alg":"HS256"}')
    content = f"{header}.{payload}"
    for public in (certificate.der, certificate.public_key_pem):
        signature = hmac.digest(public.encode(), content.encode(), "sha256")
        token = f"{content}.{encoded(signature)}"

        assert [700027] == codes(show(certified, contoso, token))


def test_a_changed_assertion_is_refused(
    certified: Installation, contoso: App, certificate: Certificate
) -> None:
    header, _, signature = assertion(contoso, certificate, {}).split(".")
    _, payload, _ = assertion(contoso, certificate, {}).split(".")

    assert [700027] == codes(show(certified, contoso, f"{header}.{payload}.{signature}"))


def test_the_certificate_of_another_application_proves_nothing(
    certified: Installation, contoso: App, fabrikam: App, other_certificate: Certificate
) -> None:
    certified.add_certificate(fabrikam, other_certificate)
    for header in ({}, {"x5t": other_certificate.x5t}):
        token = assertion(contoso, other_certificate, header)

        assert [700027] == codes(show(certified, contoso, token))


def test_another_tenants_application_is_unknown_here(
    certified: Installation, contoso: App, fabrikam: App, certificate: Certificate
) -> None:
    token = assertion(contoso, certificate, {}, aud=endpoint(fabrikam))

    assert [700016] == codes(show(certified, contoso, token, tenant=fabrikam.tenant_id))


def test_a_certificate_holds_by_the_lab_clock(
    installation: Installation, contoso: App, certificate: Certificate
) -> None:
    installation.add_certificate(contoso, certificate, start=1, end=2)

    refused = codes(show(installation, contoso, assertion(contoso, certificate, {})))
    installation.move_clock(days=1.5)
    proved = show(installation, contoso, assertion(contoso, certificate, {}))
    installation.move_clock(days=2.5)
    expired = codes(show(installation, contoso, assertion(contoso, certificate, {})))

    assert ([700027], 200, [700027]) == (refused, proved.status_code, expired)


def test_an_application_without_certificates_is_not_proved_by_any(
    installation: Installation, contoso: App, certificate: Certificate
) -> None:
    assert [700027] == codes(show(installation, contoso, assertion(contoso, certificate, {})))


def test_only_who_proved_an_application_learns_that_it_is_disabled(
    certified: Installation, contoso: App, certificate: Certificate, other_certificate: Certificate
) -> None:
    principals = service_principals.c
    certified.change(
        service_principals, principals.id == contoso.service_principal_id, account_enabled=False
    )

    proved = show(certified, contoso, assertion(contoso, certificate, {}))
    guessed = show(certified, contoso, assertion(contoso, other_certificate, {}))

    assert ([7000112], [700027]) == (codes(proved), codes(guessed))


def test_a_client_authenticates_in_one_way(
    certified: Installation, contoso: App, certificate: Certificate
) -> None:
    token = assertion(contoso, certificate, {})
    both = show(certified, contoso, token, client_secret=contoso.secret)
    in_header = certified.http.ask(
        "POST",
        f"/{contoso.tenant_id}/oauth2/v2.0/token",
        headers={"Authorization": basic(contoso.app_id, contoso.secret)},
        data={"client_assertion": token, "client_assertion_type": TYPE},
    )

    assert ([9002313], [9002313]) == (codes(both), codes(in_header))


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"client_assertion_type": ""}, 900144),
        ({"client_assertion_type": "urn:other"}, 900144),
        ({"client_assertion": "a.b.c"}, 50027),
        ({"client_assertion": "no"}, 50027),
        ({"client_assertion": "e30.W10.AA"}, 50027),
        ({"client_assertion": "é.é.é"}, 50027),
    ],
)
def test_what_is_no_assertion_is_refused(
    certified: Installation,
    contoso: App,
    certificate: Certificate,
    form: dict[str, str],
    code: int,
) -> None:
    token = assertion(contoso, certificate, {})

    assert [code] == codes(show(certified, contoso, token, **form))


def test_an_assertion_may_come_again_as_msal_sends_it(
    certified: Installation, contoso: App, certificate: Certificate
) -> None:
    token = assertion(contoso, certificate, {})

    assert [200, 200] == [show(certified, contoso, token).status_code for _ in range(2)]


def test_where_assertions_are_for_once_a_second_use_is_refused(
    certified: Installation, contoso: App, certificate: Certificate, secret_box: SecretBox
) -> None:
    strict = open_installation(certified.database, secret_box, reusable=False)
    token = assertion(contoso, certificate, {})

    first, second = show(strict, contoso, token), show(strict, contoso, token)
    nameless = show(strict, contoso, assertion(contoso, certificate, {}, jti=None))
    other = show(strict, contoso, assertion(contoso, certificate, {}))

    assert (200, [700027], [700027], 200) == (
        first.status_code,
        codes(second),
        codes(nameless),
        other.status_code,
    )


def test_used_assertions_are_forgotten_once_they_have_expired(
    certified: Installation, contoso: App, certificate: Certificate, secret_box: SecretBox
) -> None:
    strict = open_installation(certified.database, secret_box, reusable=False)
    show(strict, contoso, assertion(contoso, certificate, {}))

    kept = _forget(strict.database, contoso)
    strict.move_clock(hours=1)

    assert (1, 0) == (kept, _forget(strict.database, contoso))


def _forget(database: Database, app: App) -> int:
    with database.write() as work:
        forget_used_assertions(work, app.tenant_id)
        return len(work.connection.execute(select(used_assertions)).all())


def test_an_assertion_never_counts_for_longer_than_it_is_remembered(
    certified: Installation, contoso: App, certificate: Certificate, secret_box: SecretBox
) -> None:
    strict = open_installation(certified.database, secret_box, reusable=False)
    show(strict, contoso, assertion(contoso, certificate, {}, exp=system_now().timestamp() + 60))

    with strict.database.read() as reading:
        until = reading.connection.execute(select(used_assertions.c.expires_at)).scalar_one()

    assert until >= add_seconds(reading.instant, 60 + 300)
