"""Redeeming an invitation for somebody, and taking somebody out of an organization."""

from typing import Any

import httpx
import pytest

from tenantry.runtime.services import Services
from tests.support.companies import Company
from tests.support.web_client import WebClient

_TENANTS = "/tenantry/v1.0/tenants"


@pytest.fixture
def resource(services: Services) -> Company:
    return Company(services.database, "contoso")


@pytest.fixture
def home(services: Services) -> Company:
    return Company(services.database, "northwind")


def test_an_invitation_is_redeemed_by_the_person_of_its_address(
    client: WebClient, home: Company, resource: Company
) -> None:
    ana = home.add_user("ana")
    invitation_id, guest = _invite(resource, "ana@northwind.test")

    answer = _redeem(client, "contoso.test", invitation_id)

    assert {
        "id": guest,
        "userPrincipalName": "ana_northwind.test#EXT#@contoso.test",
        "externalUserState": "Accepted",
        "homeTenantId": home.tenant_id,
        "homeUserId": ana,
    } == answer.json()
    [change] = [one for one in resource.changes() if one.kind == "updated"]
    assert guest == change.object_id


def test_it_is_redeemed_by_whom_the_operator_names(
    client: WebClient, home: Company, resource: Company
) -> None:
    ana = home.add_user("ana")
    invitation_id, guest = _invite(resource, "private@elsewhere.test")

    refused = _redeem(client, resource.tenant_id, invitation_id)
    redeemed = _redeem(
        client, resource.tenant_id, invitation_id, homeTenant=home.domain, homeUser=ana
    )

    assert (400, "homeUser") == (refused.status_code, refused.json()["error"]["target"])
    assert ana == redeemed.json()["homeUserId"] == resource.user(guest)["home_user_id"]


def test_redeeming_twice_changes_nothing_and_nobody_else_can(
    client: WebClient, home: Company, resource: Company
) -> None:
    home.add_user("ana")
    ben = home.add_user("ben")
    invitation_id, _ = _invite(resource, "ana@northwind.test")
    first = _redeem(client, resource.tenant_id, invitation_id)
    before = resource.users()

    again = _redeem(client, resource.tenant_id, invitation_id)
    other = _redeem(client, resource.tenant_id, invitation_id, homeTenant=home.domain, homeUser=ben)

    assert first.json() == again.json()
    assert 409 == other.status_code
    assert before == resource.users()


def test_a_person_is_one_external_user_of_a_tenant(
    client: WebClient, home: Company, resource: Company
) -> None:
    resource.add_guest_of(home, home.add_user("ana"))
    invitation_id, _ = _invite(resource, "ana@elsewhere.test")

    answer = _redeem(
        client,
        resource.tenant_id,
        invitation_id,
        homeTenant=home.domain,
        homeUser="ana@northwind.test",
    )

    assert 409 == answer.status_code


def test_what_is_not_there_is_not_redeemed(
    client: WebClient, home: Company, resource: Company
) -> None:
    home.add_user("ana")
    invitation_id, guest = _invite(resource, "ana@northwind.test")

    assert 404 == _redeem(client, home.tenant_id, invitation_id).status_code
    assert 404 == _redeem(client, "nowhere.test", invitation_id).status_code
    assert 404 == _redeem(client, resource.tenant_id, guest).status_code
    assert 400 == _redeem(client, resource.tenant_id, invitation_id, homeUser="x").status_code
    resource.delete(guest)
    assert 404 == _redeem(client, resource.tenant_id, invitation_id).status_code


def test_an_external_user_leaves_and_both_tenants_hear_of_it(
    client: WebClient, home: Company, resource: Company
) -> None:
    ana = home.add_user("ana")
    guest = resource.add_guest_of(home, ana)

    answer = client.post(f"{_TENANTS}/{resource.domain}/users/{guest}/leave")

    left = resource.user(guest)
    assert guest == answer.json()["id"]
    assert left["deleted_at"] is not None
    assert left["deleted_at"] == left["left_at"]
    assert ("user", guest, "deleted") == _newest(resource)[:3]
    assert ("externalUser", ana, "left", resource.tenant_id) == _newest(home)


def test_an_own_user_cannot_leave(client: WebClient, resource: Company) -> None:
    ben = resource.add_user("ben")
    before = resource.users()

    answer = client.post(f"{_TENANTS}/{resource.domain}/users/{ben}/leave")

    assert 409 == answer.status_code
    assert before == resource.users()


def test_only_the_operator_may_do_either(client: WebClient, resource: Company) -> None:
    headers = {"Authorization": "Bearer nobody"}

    headers = {"Authorization": "Bearer nobody"}
    for path in ("invitations/x/redeem", "users/x/leave"):
        answer = client.post(f"{_TENANTS}/{resource.domain}/{path}", json={}, headers=headers)

        assert 401 == answer.status_code


def _invite(resource: Company, address: str) -> tuple[str, str]:
    """Invite somebody and return the ids of the invitation and of the guest."""
    made = resource.invite(address)
    return made.id, made.user["id"]


def _redeem(client: WebClient, tenant: str, invitation_id: str, **body: Any) -> httpx.Response:
    path = f"{_TENANTS}/{tenant}/invitations/{invitation_id}/redeem"
    return client.post(path, json=body)


def _newest(company: Company) -> tuple[str, str, str, str | None]:
    newest = company.changes()[-1]
    return newest.object_type, newest.object_id, newest.kind, newest.related_id
