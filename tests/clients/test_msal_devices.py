"""MSAL for Python on devices without a browser, and in APIs that act for their callers."""

import pytest

from tests.clients.applications import LabApplication
from tests.clients.people import (
    REDIRECT_URI,
    Person,
    Portal,
    confirm_code,
    register_api,
)
from tests.clients.test_msal_people import confidential_client, public_client, sign_in

SCOPES = ["User.Read"]


@pytest.fixture
def shop(board: LabApplication) -> Portal:
    """An API that calls Graph for its callers."""
    return register_api(board)


def test_a_person_signs_in_for_a_device(portal: Portal, person: Person) -> None:
    client = public_client(portal)

    flow = client.initiate_device_flow(SCOPES)
    confirm_code(portal, flow["verification_uri"], flow["user_code"], person)
    told = client.acquire_token_by_device_flow(flow)
    [account] = client.get_accounts()
    refreshed = client.acquire_token_silent(SCOPES, account, force_refresh=True)

    assert "error" not in told, told
    assert person.id == told["id_token_claims"]["oid"]
    assert flow["user_code"] in flow["message"]
    assert told["access_token"] != refreshed["access_token"]


def test_an_api_acts_for_the_person_who_called_it(
    portal: Portal, shop: Portal, person: Person
) -> None:
    told = sign_in(
        public_client(portal),
        portal,
        person,
        scopes=[f"api://{shop.client_id}/Orders.Read"],
        redirect_uri="http://localhost:50123",
    )
    sign_in(  # without a page nobody could agree that the shop reads profiles
        confidential_client(shop, shop.tenant_id, shop.client_secret),
        shop,
        person,
        redirect_uri=REDIRECT_URI,
    )
    certificate = shop.certificate
    public = certificate.pem.removeprefix(certificate.key_pem)
    client = confidential_client(
        shop,
        shop.tenant_id,
        {"private_key": certificate.key_pem, "public_certificate": public},
    )

    acting = client.acquire_token_on_behalf_of(told["access_token"], SCOPES)
    again = client.acquire_token_on_behalf_of(told["access_token"], SCOPES)

    assert "error" not in acting, acting
    assert person.user_principal_name == shop.profile(acting["access_token"])["userPrincipalName"]
    assert acting["access_token"] != again["access_token"]
