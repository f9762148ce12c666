"""People whose home domain is federated: their own provider authenticates them for all tenants."""

import pytest

from tenantry.audit.sign_ins import NOBODY
from tests.support.browsers import Browser
from tests.support.configurations import configure_sync
from tests.support.relying_parties import RelyingParty, accept_all, claims_of
from tests.support.saml_provider import Said, SamlProvider
from tests.support.saml_visits import answer_saml, way_out
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

IMMUTABLE = "VGhhdEtpbQ=="


@pytest.fixture(scope="module")
def provider() -> SamlProvider:
    return SamlProvider(issuer="https://idp.northwind.example")


@pytest.fixture
def federated(source: Tenant, provider: SamlProvider) -> str:
    """A domain of the source whose people sign in at their own provider."""
    domain = f"fed.{source.domain}"
    source.post("/domains", {"id": domain})
    source.post(
        f"/domains/{domain}/federationConfiguration",
        {
            "displayName": "Our provider",
            "issuerUri": provider.issuer,
            "passiveSignInUri": "https://idp.northwind.example/sso",
            "preferredAuthenticationProtocol": "saml",
            "signingCertificate": provider.certificate.der,
            "federatedIdpMfaBehavior": "rejectMfaByFederatedIdp",
        },
    )
    return domain


@pytest.fixture
def kim(source: Tenant, federated: str) -> Json:
    """Somebody of that domain."""
    name = f"kim@{federated}"
    return source.add_user(
        "kim", userPrincipalName=name, mail=name, onPremisesImmutableId=IMMUTABLE
    )


def said_of(kim: Json, **changes: str) -> Said:
    """Return what the provider says of Kim."""
    told = {
        "email": kim["mail"],
        "subject": IMMUTABLE,
        "principal_name": kim["userPrincipalName"],
        **changes,
    }
    return Said(**told)


@pytest.mark.claim("CTS-097")
def test_a_federated_user_is_synchronized_and_signs_in_over_both_hops(  # noqa: PLR0917  # fixtures
    installation: Installation,
    source: Tenant,
    target: Tenant,
    board: RelyingParty,
    browser: Browser,
    kim: Json,
    provider: SamlProvider,
) -> None:
    configuration = configure_sync(source, target)
    configuration.assign(kim)
    installation.run_cycles()
    twin = target.user_of(kim)

    page = browser.open(board.address(login_hint=kim["userPrincipalName"]))
    asked = provider.read_saml(way_out(page))
    landed = accept_all(browser, answer_saml(browser, page, provider, said_of(kim)))

    claims = claims_of(board.tokens(browser, landed)["id_token"])
    assert f"/{source.tenant_id}/" in asked.realm
    assert twin["id"] == claims["oid"]


def test_no_password_counts_in_a_federated_domain_until_it_is_managed_again(
    source: Tenant, installation: Installation, kim: Json, federated: str
) -> None:
    portal = RelyingParty(source, "Portal", isFallbackPublicClient=True)
    form = {
        "grant_type": "password",
        "username": kim["userPrincipalName"],
        "password": "Correct-Horse-7",
        "scope": "openid",
    }
    path = f"/domains/{federated}/federationConfiguration"

    before = portal.ask(installation.browser(), **form)
    [configured] = source.get(path)["value"]
    realm = installation.http.get(f"/common/userrealm/{kim['userPrincipalName']}").json()
    types = [source.get(f"/domains/{federated}")["authenticationType"]]
    source.delete(f"{path}/{configured['id']}")
    types.append(source.get(f"/domains/{federated}")["authenticationType"])
    after = portal.ask(installation.browser(), **form)

    wrong = "AADSTS50126"
    assert (True, False) == (wrong in before.text, wrong in after.text)
    assert "AADSTS65001" in after.text  # the password is right; nobody consented yet
    assert ["Federated", "Managed"] == types
    assert "Federated" == realm["account_type"]


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "somebody-else"},
        {"principal_name": "mallory@northwind.test"},
        {"subject": "s" * 2000},
    ],
    ids=["another id", "another domain", "an id too long"],
)
def test_a_provider_speaks_of_the_people_of_its_domain_alone(
    source: Tenant, installation: Installation, kim: Json, provider: SamlProvider, changes: Json
) -> None:
    source.add_user("mallory", onPremisesImmutableId=IMMUTABLE)
    portal, browser = RelyingParty(source, "Portal"), installation.browser()

    page = browser.open(portal.address(login_hint=kim["userPrincipalName"]))
    refused = answer_saml(browser, page, provider, said_of(kim, **changes))

    assert "AADSTS50008" in refused.text
    logged = source.get("/auditLogs/signIns?$filter=status/errorCode eq 50008")["value"]
    assert [NOBODY] == [each["userId"] for each in logged]


def test_a_disabled_person_of_a_federated_domain_is_refused_and_logged(
    source: Tenant, installation: Installation, kim: Json, provider: SamlProvider
) -> None:
    source.patch(f"/users/{kim['id']}", {"accountEnabled": False})
    portal, browser = RelyingParty(source, "Portal"), installation.browser()

    page = browser.open(portal.address(login_hint=kim["userPrincipalName"]))
    refused = answer_saml(browser, page, provider, said_of(kim))

    assert "AADSTS50057" in refused.text
    logged = source.get("/auditLogs/signIns?$filter=status/errorCode eq 50057")["value"]
    assert [kim["id"]] == [each["userId"] for each in logged]
