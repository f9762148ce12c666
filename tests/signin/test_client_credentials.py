"""The client-credentials grant over HTTP, as MSAL, azure-cli and plain OAuth clients ask it."""

import base64
import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote_plus

import msgspec
import pytest

from tenantry.identifiers import new_id
from tenantry.storage.client_secrets import new_secret
from tenantry.storage.tables import (
    applications,
    service_principals,
    tenants,
)
from tests.signin.installations import (
    ADDRESS,
    GRANTED,
    App,
    Installation,
    add_consent,
    add_grant,
    add_secret,
)

_GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000"


def claims_of(token: str) -> dict[str, object]:
    """Return what a client reads in a token."""
    payload = token.split(".")[1]
    claims: dict[str, object] = msgspec.json.decode(base64.urlsafe_b64decode(payload + "=="))
    return claims


def basic(app_id: str, secret: str) -> str:
    """Return an Authorization header as RFC 6749 §2.3.1 has it."""
    pair = f"{quote_plus(app_id)}:{quote_plus(secret)}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def test_a_client_with_its_secret_gets_a_bearer_token_for_an_hour(
    installation: Installation, contoso: App
) -> None:
    response = installation.ask(contoso)

    body = response.json()
    assert response.status_code == 200
    assert set(body) == {"token_type", "expires_in", "ext_expires_in", "access_token"}
    assert body["token_type"] == "Bearer"
    assert body["expires_in"] == body["ext_expires_in"] == 3599
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_the_token_says_who_asked_and_what_was_granted(
    installation: Installation, contoso: App
) -> None:
    claims = claims_of(installation.token(contoso))

    assert claims["exp"] == claims["iat"] + 3600  # type: ignore[operator]
    assert {
        "aud": "https://graph.microsoft.com",
        "iss": f"{ADDRESS}/{contoso.tenant_id}/v2.0",
        "app_displayname": "Directory reader",
        "appid": contoso.app_id,
        "appidacr": "1",
        "idtyp": "app",
        "oid": contoso.service_principal_id,
        "roles": sorted(GRANTED),
        "sub": contoso.service_principal_id,
        "tid": contoso.tenant_id,
        "ver": "1.0",
        "wids": [],
    }.items() <= claims.items()


def test_two_tokens_of_one_second_have_different_ids(
    installation: Installation, contoso: App
) -> None:
    first, second = (claims_of(installation.token(contoso))["uti"] for _ in range(2))

    assert first != second


def test_a_client_without_grants_gets_a_token_without_roles(
    installation: Installation, fabrikam: App
) -> None:
    assert claims_of(installation.token(fabrikam))["roles"] == []


def test_what_others_were_granted_or_others_grant_is_not_in_the_token(
    installation: Installation, contoso: App, fabrikam: App
) -> None:
    graph_id = installation.graph_id(fabrikam)
    another_app = replace(fabrikam, service_principal_id=new_id())
    another_tenant = replace(fabrikam, tenant_id=contoso.tenant_id)
    add_grant(installation, another_app, graph_id, "User.Read.All")
    add_grant(installation, another_tenant, graph_id, "User.Read.All")
    add_grant(installation, fabrikam, new_id(), "User.Read.All")
    add_grant(installation, contoso, graph_id, "User.Read.All")

    assert claims_of(installation.token(fabrikam))["roles"] == []


def test_the_secret_may_come_by_http_basic(installation: Installation, contoso: App) -> None:
    response = installation.http.ask(
        "POST",
        f"/{contoso.tenant_id}/oauth2/v2.0/token",
        data={"grant_type": "client_credentials", "scope": ".default"},
        headers={"Authorization": basic(contoso.app_id, contoso.secret)},
    )

    assert response.status_code == 200


def test_a_tenant_may_be_named_by_its_domain_in_any_casing(
    installation: Installation, contoso: App
) -> None:
    response = installation.ask(contoso, tenant="CONTOSO.test")

    assert claims_of(response.json()["access_token"])["tid"] == contoso.tenant_id


def test_what_msal_and_azure_cli_add_to_a_request_is_ignored(
    installation: Installation, contoso: App
) -> None:
    response = installation.http.ask(
        "POST",
        f"/{contoso.tenant_id}/oauth2/v2.0/token?client-request-id=x&scope=nothing",
        data={
            "client_id": contoso.app_id,
            "client_secret": contoso.secret,
            "grant_type": "client_credentials",
            "scope": "https://graph.microsoft.com/.default",
            "client_info": "1",
            "claims": '{"access_token": {"xms_cc": {"values": ["CP1"]}}}',
            "x-client-SKU": "MSAL.Python",
            "response_type": "token",
        },
    )

    assert response.status_code == 200


def test_a_client_of_the_first_version_names_a_resource(
    installation: Installation, contoso: App
) -> None:
    response = installation.http.ask(
        "POST",
        f"/{contoso.tenant_id}/oauth2/token",
        data={
            "client_id": contoso.app_id,
            "client_secret": contoso.secret,
            "grant_type": "client_credentials",
            "resource": "https://graph.microsoft.com/",
        },
    )

    assert claims_of(response.json()["access_token"])["aud"] == "https://graph.microsoft.com/"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"client_secret": "wrong"}, (401, "invalid_client", [7000215])),
        ({"client_secret": ""}, (401, "invalid_client", [7000218])),
        ({"client_id": ""}, (400, "invalid_request", [900144])),
        ({"grant_type": ""}, (400, "invalid_request", [900144])),
        ({"scope": ""}, (400, "invalid_request", [900144])),
        ({"scope": "User.Read"}, (400, "invalid_scope", [1002012])),
        ({"scope": "a/.default b/.default"}, (400, "invalid_scope", [70011])),
        ({"scope": "https://other.test/.default"}, (400, "invalid_resource", [500011])),
        ({"client_id": _GRAPH_APP_ID}, (401, "invalid_client", [7000215])),
        (
            {"client_id": "8f6cf3f5-52d1-4bd5-9d0e-1a2b3c4d5e6f"},
            (400, "unauthorized_client", [700016]),
        ),
        ({"client_id": "no id"}, (400, "unauthorized_client", [700016])),
        ({"client_id": "no id \x00"}, (400, "invalid_request", [9002313])),
        ({"grant_type": "magic"}, (400, "unsupported_grant_type", [70003])),
        ({"grant_type": "authorization_code"}, (400, "invalid_request", [900144])),
        ({"grant_type": "refresh_token"}, (400, "invalid_request", [900144])),
        ({"grant_type": "password"}, (400, "unauthorized_client", [7000218])),
        ({"grant_type": "device_code"}, (400, "invalid_request", [900144])),
        ({"client_assertion": "a.b.c"}, (400, "invalid_request", [9002313])),
        ({"tenant": "nowhere.test"}, (400, "invalid_tenant", [90002])),
        ({"tenant": "nowhere%00"}, (400, "invalid_tenant", [90002])),
        ({"tenant": "organizations"}, (400, "invalid_request", [50059])),
    ],
)
def test_a_refusal_names_its_reason(
    installation: Installation,
    contoso: App,
    change: Mapping[str, str],
    refusal: tuple[int, str, list[int]],
) -> None:
    response = installation.ask(contoso, **change)

    body = response.json()
    assert refusal == (response.status_code, body["error"], body["error_codes"])
    assert body["error_description"].startswith(f"AADSTS{refusal[2][0]}: ")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", body["timestamp"])
    assert {"trace_id", "correlation_id"} <= body.keys()
    assert contoso.secret not in response.text


def test_the_secret_of_another_tenants_look_alike_is_refused(
    installation: Installation, contoso: App, fabrikam: App
) -> None:
    response = installation.ask(contoso, client_secret=fabrikam.secret)

    assert response.json()["error_codes"] == [7000215]


def test_an_application_is_unknown_in_a_tenant_without_its_service_principal(
    installation: Installation, contoso: App, fabrikam: App
) -> None:
    response = installation.ask(contoso, tenant=fabrikam.tenant_id)

    assert response.json()["error_codes"] == [700016]


def test_a_multitenant_application_uses_its_home_secret_in_a_tenant_that_consented(
    installation: Installation, contoso: App, fabrikam: App
) -> None:
    principal_id = add_consent(installation, contoso, fabrikam.tenant_id)

    response = installation.ask(contoso, tenant=fabrikam.tenant_id)

    claims = claims_of(response.json()["access_token"])
    assert (fabrikam.tenant_id, principal_id, []) == (claims["tid"], claims["oid"], claims["roles"])


def test_a_secret_expires_by_the_lab_clock(installation: Installation, contoso: App) -> None:
    installation.move_clock(days=2)

    response = installation.ask(contoso)

    assert response.status_code == 401
    assert response.json()["error_codes"] == [7000222]


def test_a_secret_is_not_valid_before_its_start(installation: Installation, contoso: App) -> None:
    secret = new_secret()
    add_secret(installation, contoso, secret, start=1, end=2)

    assert installation.ask(contoso, client_secret=secret).json()["error_codes"] == [7000215]


def test_each_of_several_secrets_opens_the_application(
    installation: Installation, contoso: App
) -> None:
    secret = new_secret()
    add_secret(installation, contoso, secret, start=-1, end=1)

    assert installation.ask(contoso).status_code == 200
    assert installation.ask(contoso, client_secret=secret).status_code == 200


def test_a_disabled_application_gets_no_token(installation: Installation, contoso: App) -> None:
    where = service_principals.c.id == contoso.service_principal_id
    installation.change(service_principals, where, account_enabled=False)

    response = installation.ask(contoso)

    assert response.json()["error"] == "unauthorized_client"
    assert response.json()["error_codes"] == [7000112]


def test_a_deleted_application_has_no_secrets(installation: Installation, contoso: App) -> None:
    where = applications.c.id == contoso.object_id
    installation.change(applications, where, deleted_at="2026-01-01T00:00:00.000000Z")

    assert installation.ask(contoso).json()["error_codes"] == [7000215]


def test_a_deleted_tenant_is_unknown(installation: Installation, contoso: App) -> None:
    where = tenants.c.id == contoso.tenant_id
    installation.change(tenants, where, deleted_at="2026-01-01T00:00:00.000000Z")

    assert installation.ask(contoso).json()["error_codes"] == [90002]


def test_a_refusal_repeats_the_correlation_id_of_the_client(
    installation: Installation, contoso: App
) -> None:
    given = "5f0c8c5e-9d4a-4c8b-8a39-1f2e3d4c5b6a"
    response = installation.http.ask(
        "POST", f"/{contoso.tenant_id}/oauth2/v2.0/token?client-request-id={given}"
    )

    assert given == response.json()["correlation_id"] == response.headers["client-request-id"]


def test_a_failed_http_basic_authentication_is_challenged(
    installation: Installation, contoso: App
) -> None:
    response = installation.http.ask(
        "POST",
        f"/{contoso.tenant_id}/oauth2/v2.0/token",
        data={"grant_type": "client_credentials", "scope": ".default"},
        headers={"Authorization": basic(contoso.app_id, "wrong")},
    )

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.parametrize(
    "body",
    [
        b"grant_type=client_credentials&grant_type=client_credentials",
        b"a=" + b"x" * 65536,
    ],
    ids=["parameter twice", "too long"],
)
def test_a_malformed_form_is_refused(installation: Installation, contoso: App, body: bytes) -> None:
    response = installation.http.ask(
        "POST", f"/{contoso.tenant_id}/oauth2/v2.0/token", content=body
    )

    assert response.status_code == 400
    assert response.json()["error_codes"] == [9002313]


@pytest.mark.parametrize("header", ["Basic ???", "Basic gA==", "Basic"])
def test_a_malformed_basic_header_is_refused(
    installation: Installation, contoso: App, header: str
) -> None:
    response = installation.http.ask(
        "POST",
        f"/{contoso.tenant_id}/oauth2/v2.0/token",
        data={"grant_type": "client_credentials"},
        headers={"Authorization": header},
    )

    assert response.status_code == 400
    assert response.json()["error"] == "invalid_request"


def test_a_browser_is_told_that_any_page_may_ask(installation: Installation, contoso: App) -> None:
    response = installation.http.ask("OPTIONS", f"/{contoso.tenant_id}/oauth2/v2.0/token")

    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response.headers["Access-Control-Allow-Methods"]


def test_no_token_leaves_this_machine_in_clear(installation: Installation, contoso: App) -> None:
    path = f"/{contoso.tenant_id}/oauth2/v2.0/token"
    form = {"grant_type": "client_credentials", "client_id": contoso.app_id}

    response = installation.http.ask("POST", path, address="http://lab.test", data=form)

    assert response.status_code == 400
    assert "https" in response.json()["error_description"]


def test_a_token_is_not_got_by_get(installation: Installation, contoso: App) -> None:
    response = installation.http.ask("GET", f"/{contoso.tenant_id}/oauth2/v2.0/token")

    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
