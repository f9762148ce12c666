"""Consent of an administrator for a whole tenant: who may, to what, and what comes of it."""

import pytest

from tenantry.directory.roles import CLOUD_APPLICATION_ADMINISTRATOR, GLOBAL_ADMINISTRATOR
from tenantry.identifiers import new_id
from tests.support.browsers import Browser, Page
from tests.support.relying_parties import REDIRECT_URI, RelyingParty, claims_of, sign_in
from tests.support.tenants import Json, Tenant

_GRAPH = "00000003-0000-0000-c000-000000000000"
_DEFAULT = "https://graph.microsoft.com/.default"


def permission(tenant: Tenant, kind: str, name: str) -> Json:
    """Return how an application declares a permission of Graph."""
    principal = tenant.get(f"/servicePrincipals(appId='{_GRAPH}')")
    known = principal["appRoles" if kind == "Role" else "oauth2PermissionScopes"]
    return {"id": next(each["id"] for each in known if each["value"] == name), "type": kind}


@pytest.fixture
def suite(home: Tenant) -> RelyingParty:
    """An application for all tenants, which needs both kinds of permissions."""
    wanted = [permission(home, "Scope", "User.Read"), permission(home, "Role", "User.Read.All")]
    access = [{"resourceAppId": _GRAPH, "resourceAccess": wanted}]
    return RelyingParty(
        home,
        f"Suite {new_id()}",
        signInAudience="AzureADMultipleOrgs",
        requiredResourceAccess=access,
    )


def admin_of(tenant: Tenant, role: str = GLOBAL_ADMINISTRATOR) -> Json:
    """Return a new administrator of the tenant."""
    person = tenant.add_user(f"boss-{new_id()}")
    tenant.give_role(person, role)
    return person


def address(suite: RelyingParty, tenant: str, version: str = "/v2.0", **more: str) -> str:
    """Return where the application sends an administrator."""
    asked = {"client_id": suite.app_id, "redirect_uri": REDIRECT_URI, "state": "a state"}
    if version:
        asked["scope"] = _DEFAULT
    query = "&".join(f"{name}={value}" for name, value in {**asked, **more}.items())
    return f"/{tenant}{version}/adminconsent?{query}"


def open_page(browser: Browser, url: str, person: Json) -> Page:
    return sign_in(browser, browser.open(url), person)


@pytest.mark.parametrize("version", ["", "/v2.0"])
def test_an_administrator_gives_another_tenants_application_what_it_declared(
    resource: Tenant, suite: RelyingParty, browser: Browser, version: str
) -> None:
    boss = admin_of(resource)
    url = address(suite, "organizations", version)
    asked = open_page(browser, url, boss)

    answers = [browser.submit(asked, "answer=accept").answer]
    answers.append(browser.submit(browser.open(url), "answer=accept").answer)

    assert "Permissions for the organization" == asked.heading
    assert "User.Read.All" in asked.text
    told = {"admin_consent": "True", "tenant": resource.tenant_id, "state": "a state"}
    assert 2 * [told | ({"scope": _DEFAULT} if version else {})] == answers
    [client] = resource.get(f"/servicePrincipals?$filter=appId eq '{suite.app_id}'")["value"]
    path = f"/servicePrincipals/{client['id']}"
    [grant] = resource.get(f"{path}/oauth2PermissionGrants")["value"]
    [role] = resource.get(f"{path}/appRoleAssignments")["value"]
    assert ("AllPrincipals", "User.Read") == (grant["consentType"], grant["scope"])
    assert permission(resource, "Role", "User.Read.All")["id"] == role["appRoleId"]
    form = {"grant_type": "client_credentials", "scope": _DEFAULT}
    token = suite.ask(browser, tenant=resource.tenant_id, **form).json()["access_token"]
    assert ["User.Read.All"] == claims_of(token)["roles"]


@pytest.mark.parametrize(
    ("role", "scope"),
    [(None, "User.Read"), (None, _DEFAULT), (CLOUD_APPLICATION_ADMINISTRATOR, _DEFAULT)],
)
def test_who_may_not_agree_to_all_of_it_is_not_even_asked(
    resource: Tenant, suite: RelyingParty, browser: Browser, role: str | None, scope: str
) -> None:
    person = resource.add_user(f"ben-{new_id()}")
    if role:
        resource.give_role(person, role)

    page = open_page(browser, address(suite, resource.tenant_id, scope=scope), person)

    assert "AADSTS90094" in page.text
    assert "answer" not in page.text
    assert [] == resource.get(f"/servicePrincipals?$filter=appId eq '{suite.app_id}'")["value"]


def test_an_administrator_of_applications_agrees_for_signed_in_users(
    resource: Tenant, suite: RelyingParty, browser: Browser
) -> None:
    boss = admin_of(resource, CLOUD_APPLICATION_ADMINISTRATOR)
    page = open_page(browser, address(suite, resource.tenant_id, scope="User.Read"), boss)

    landed = browser.submit(page, "answer=accept")

    assert "True" == landed.answer["admin_consent"]
    assert "error" not in landed.answer


@pytest.mark.parametrize(
    ("version", "error"), [("", "permission_denied"), ("/v2.0", "consent_required")]
)
def test_who_declines_is_sent_back_and_gives_nothing(
    resource: Tenant, suite: RelyingParty, browser: Browser, version: str, error: str
) -> None:
    page = open_page(browser, address(suite, resource.tenant_id, version), admin_of(resource))

    landed = browser.submit(page, "answer=decline")

    assert (error, "a state") == (landed.answer["error"], landed.answer["state"])
    assert [] == resource.get(f"/servicePrincipals?$filter=appId eq '{suite.app_id}'")["value"]


def test_the_page_is_answered_only_in_the_browser_that_signed_in(
    resource: Tenant, suite: RelyingParty, browser: Browser, attacker: Browser
) -> None:
    page = open_page(browser, address(suite, resource.tenant_id), admin_of(resource))
    fields = {**page.form.fields, "answer": "accept"}

    stolen = attacker.post(page.form.action, fields)
    browser.open(f"/{resource.tenant_id}/oauth2/v2.0/logout")
    signed_out = browser.post(page.form.action, fields)

    assert "AADSTS165000" in stolen.text
    assert "AADSTS165000" in signed_out.text
    assert [] == resource.get(f"/servicePrincipals?$filter=appId eq '{suite.app_id}'")["value"]


def test_what_came_back_with_a_sign_in_is_good_once_and_for_its_own_request(
    home: Tenant, resource: Tenant, suite: RelyingParty, browser: Browser
) -> None:
    page = open_page(browser, address(suite, resource.tenant_id), admin_of(resource))

    again = browser.open(page.url)

    assert "AADSTS165000" in again.text


@pytest.mark.parametrize(
    "wrong", [{"redirect_uri": "https://evil.test/"}, {"client_id": _GRAPH}, {"scope": ""}]
)
def test_nobody_is_sent_to_where_the_application_is_not(
    resource: Tenant, suite: RelyingParty, browser: Browser, wrong: dict[str, str]
) -> None:
    page = browser.open(address(suite, resource.tenant_id, **wrong))

    assert not page.is_outside
    assert "AADSTS" in page.text
