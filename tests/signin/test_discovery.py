"""How clients find the provider: configuration, instance discovery, and what is not built."""

from collections.abc import Mapping

import httpx
import pytest

from tenantry.storage.tables import domains
from tests.signin.installations import ADDRESS, App, Installation


def configuration_of(
    installation: Installation, tenant: str, *, version: str = "/v2.0", address: str = ADDRESS
) -> httpx.Response:
    """Return the response of the well-known path of *tenant*."""
    path = f"/{tenant}{version}/.well-known/openid-configuration"
    return installation.http.ask("GET", path, address=address)


@pytest.mark.parametrize("version", ["/v2.0", ""])
@pytest.mark.parametrize("attribute", ["tenant_id", "domain"])
def test_a_tenant_is_described_under_its_id_and_its_domain(
    installation: Installation, contoso: App, version: str, attribute: str
) -> None:
    response = configuration_of(installation, getattr(contoso, attribute), version=version)

    of_tenant = f"{ADDRESS}/{contoso.tenant_id}"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert {
        "issuer": f"{of_tenant}/v2.0",
        "token_endpoint": f"{of_tenant}/oauth2/v2.0/token",
        "authorization_endpoint": f"{of_tenant}/oauth2/v2.0/authorize",
        "jwks_uri": f"{of_tenant}/discovery/v2.0/keys",
        "token_endpoint_auth_methods_supported": [
            "client_secret_post",
            "private_key_jwt",
            "client_secret_basic",
        ],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "PS256", "ES256"],
        "grant_types_supported": [
            "authorization_code",
            "client_credentials",
            "password",
            "refresh_token",
            "urn:ietf:params:oauth:grant-type:device_code",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
        ],
        "id_token_signing_alg_values_supported": ["RS256"],
        "subject_types_supported": ["pairwise"],
        "tenant_region_scope": "EU",
        "cloud_instance_name": "localhost",
        "msgraph_host": "localhost:8443",
    }.items() <= response.json().items()


@pytest.mark.parametrize("alias", ["common", "organizations", "consumers"])
def test_any_tenant_is_described_with_a_template_for_the_issuer(
    installation: Installation, alias: str
) -> None:
    described = configuration_of(installation, alias).json()

    assert described["issuer"] == f"{ADDRESS}/{{tenantid}}/v2.0"
    assert described["token_endpoint"] == f"{ADDRESS}/{alias}/oauth2/v2.0/token"
    assert described["tenant_region_scope"] is None


def test_an_unknown_tenant_is_refused(installation: Installation) -> None:
    response = configuration_of(installation, "nowhere.test")

    assert response.status_code == 400
    assert response.json()["error"] == "invalid_tenant"
    assert response.json()["error_codes"] == [90002]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_domain_that_is_not_verified_names_no_tenant(
    installation: Installation, contoso: App
) -> None:
    installation.change(domains, domains.c.name == contoso.domain, is_verified=False)

    assert configuration_of(installation, contoso.domain).status_code == 400


@pytest.mark.parametrize(
    ("address", "described"),
    [
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://attacker.test", ADDRESS),
    ],
)
def test_documents_name_the_address_that_was_used_if_it_is_ours(
    installation: Installation, contoso: App, address: str, described: str
) -> None:
    response = configuration_of(installation, contoso.tenant_id, address=address)

    assert response.json()["issuer"] == f"{described}/{contoso.tenant_id}/v2.0"


def test_instance_discovery_leads_to_the_tenant(installation: Installation, contoso: App) -> None:
    # MSAL for Python drops the port of the authority.
    endpoint = f"https://localhost/{contoso.tenant_id}/oauth2/v2.0/authorize"
    response = installation.http.ask(
        "GET",
        "/common/discovery/instance",
        params={"api-version": "1.0", "authorization_endpoint": endpoint},
    )

    body = response.json()
    assert body["tenant_discovery_endpoint"] == (
        f"{ADDRESS}/{contoso.tenant_id}/v2.0/.well-known/openid-configuration"
    )
    assert body["metadata"][0]["aliases"] == ["localhost", "localhost:8443"]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"authorization_endpoint": "no address"},
        {"authorization_endpoint": "https://other.test/common/oauth2/v2.0/authorize"},
        {"authorization_endpoint": "https://localhost@other.test/common/oauth2/authorize"},
    ],
)
def test_instance_discovery_knows_no_other_server(
    installation: Installation, query: Mapping[str, str]
) -> None:
    response = installation.http.ask("GET", "/common/discovery/instance", params=query)

    assert response.status_code == 400
    assert response.json()["error"] == "invalid_instance"


def test_a_head_request_is_answered(installation: Installation, contoso: App) -> None:
    path = f"/{contoso.tenant_id}/v2.0/.well-known/openid-configuration"

    assert installation.http.ask("HEAD", path).status_code == 200
