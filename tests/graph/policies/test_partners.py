"""Partners over HTTP: added, read, changed and deleted (contract §2.5)."""

from typing import Any

import httpx
import pytest

from tenantry.audit import store as audit
from tenantry.identifiers import new_id
from tenantry.storage.database import Database
from tenantry.storage.pages import PageQuery
from tests.graph.policies.addresses import PARTNERS, READ, WRITE
from tests.support.graph_api import GraphApi, error_code

NO_SETTINGS = dict.fromkeys(
    [
        "isServiceProvider",
        "inboundTrust",
        "b2bCollaborationOutbound",
        "b2bCollaborationInbound",
        "b2bDirectConnectOutbound",
        "b2bDirectConnectInbound",
        "tenantRestrictions",
        "m365CollaborationInbound",
        "m365CollaborationOutbound",
        "appServiceConnectInbound",
    ]
)


def test_a_new_partner_inherits_everything(client: httpx.Client, home: str, neighbour: str) -> None:
    response = client.post(PARTNERS, json={"tenantId": neighbour.upper()})

    assert response.status_code == 201
    assert response.headers["Location"] == f"https://graph.tenantry.test{PARTNERS}/{neighbour}"
    assert response.json() == {
        "@odata.context": "https://graph.tenantry.test/v1.0/$metadata"
        "#policies/crossTenantAccessPolicy/partners/$entity",
        "tenantId": neighbour,
        "isInMultiTenantOrganization": False,
        "automaticUserConsentSettings": {"inboundAllowed": None, "outboundAllowed": None},
        **NO_SETTINGS,
    }
    assert home != neighbour


def test_a_partner_is_added_once(client: httpx.Client, partner: str, neighbour: str) -> None:
    response = client.post(PARTNERS, json={"tenantId": neighbour})

    assert response.status_code == 409
    assert error_code(response) == "Request_MultipleObjectsWithSameKeyValue"
    assert partner.endswith(neighbour)


@pytest.mark.parametrize("tenant_id", ["", "no guid", "6a2f8d40-1c3b-4e7a-95d8-0f9e7b6c5a12"])
def test_a_partner_is_a_tenant_that_is_known_here(client: httpx.Client, tenant_id: str) -> None:
    response = client.post(PARTNERS, json={"tenantId": tenant_id})

    assert response.status_code == 400
    assert response.json()["error"]["target"] == "tenantId"


def test_the_own_tenant_is_no_partner(client: httpx.Client, home: str) -> None:
    assert client.post(PARTNERS, json={"tenantId": home}).status_code == 400


def test_a_half_filled_setting_reads_as_sent(client: httpx.Client, neighbour: str) -> None:
    setting = {
        "applications": {
            "accessType": "blocked",
            "targets": [{"target": "AllApplications", "targetType": "application"}],
        }
    }

    created = client.post(
        PARTNERS, json={"tenantId": neighbour, "b2bDirectConnectInbound": setting}
    )

    assert created.json()["b2bDirectConnectInbound"] == setting
    read = client.get(f"{PARTNERS}/{neighbour}").json()
    assert read["b2bDirectConnectInbound"] == setting


def test_a_change_keeps_what_it_does_not_name(client: httpx.Client, partner: str) -> None:
    trust = {"isMfaAccepted": True, "isCompliantDeviceAccepted": True}
    client.patch(partner, json={"inboundTrust": trust, "isServiceProvider": False})
    client.patch(partner, json={"automaticUserConsentSettings": {"inboundAllowed": True}})

    response = client.patch(
        partner,
        json={
            "inboundTrust": {"isMfaAccepted": False},
            "automaticUserConsentSettings": {"outboundAllowed": True},
        },
    )

    read = client.get(partner).json()
    assert response.status_code == 204
    assert response.content == b""
    assert read["inboundTrust"] == {"isMfaAccepted": False, "isCompliantDeviceAccepted": True}
    assert read["automaticUserConsentSettings"] == {"inboundAllowed": True, "outboundAllowed": True}
    assert read["isServiceProvider"] is False


def test_null_inherits_again(client: httpx.Client, partner: str) -> None:
    given = {"inboundTrust": {"isMfaAccepted": True}}
    client.patch(partner, json={**given, "automaticUserConsentSettings": {"inboundAllowed": True}})

    client.patch(partner, json={"inboundTrust": None, "automaticUserConsentSettings": None})

    read = client.get(partner).json()
    assert read["inboundTrust"] is None
    assert read["automaticUserConsentSettings"] == {"inboundAllowed": None, "outboundAllowed": None}


@pytest.mark.parametrize(
    ("body", "target"),
    [
        ({"tenantId": new_id()}, "tenantId"),
        ({"isInMultiTenantOrganization": True}, "isInMultiTenantOrganization"),
        ({"inboundTrust": {"isMfa": True}}, "inboundTrust.isMfa"),
        ({"inboundTrust": []}, "inboundTrust"),
        ({"b2bCollaborationInbound": {"applications": {"accessType": "maybe"}}}, None),
        ({"whatever": 1}, "whatever"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(
    client: httpx.Client, partner: str, body: Any, target: str | None
) -> None:
    response = client.patch(partner, json=body)

    path = "b2bCollaborationInbound.applications.accessType"
    assert response.status_code == 400
    assert response.json()["error"]["target"] == (target or path)


def test_members_that_the_live_service_adds_are_passed_over(
    client: httpx.Client, partner: str
) -> None:
    body = {"crossCloudMeetingConfiguration": {"inboundAllowed": None, "outboundAllowed": None}}

    assert client.patch(partner, json=body).status_code == 204


def test_a_deleted_partner_is_gone(client: httpx.Client, partner: str) -> None:
    assert client.delete(partner).status_code == 204
    assert client.get(partner).status_code == 404


def test_a_partner_with_identity_synchronization_stays(client: httpx.Client, partner: str) -> None:
    client.put(f"{partner}/identitySynchronization", json={})

    refused = client.delete(partner)
    client.delete(f"{partner}/identitySynchronization")

    assert refused.status_code == 400
    assert error_code(refused) == "Request_BadRequest"
    assert client.delete(partner).status_code == 204


def test_a_service_provider_stays_a_partner(client: httpx.Client, partner: str) -> None:
    client.patch(partner, json={"isServiceProvider": True})

    assert client.delete(partner).status_code == 400


def test_a_tenant_sees_only_its_own_partners(
    api: GraphApi, home: str, neighbour: str, partner: str
) -> None:
    other = api.client(neighbour, WRITE)
    other.post(PARTNERS, json={"tenantId": home})
    other.patch(f"{PARTNERS}/{home}", json={"inboundTrust": {"isMfaAccepted": True}})

    own = api.client(home, READ).get(PARTNERS).json()["value"]

    assert [each["tenantId"] for each in own] == [neighbour]
    assert own[0]["inboundTrust"] is None
    assert other.get(partner).status_code == 404


def test_the_audit_says_from_where_a_partner_was_added(
    client: httpx.Client, database: Database, home: str, partner: str
) -> None:
    with database.read() as reading:
        records = audit.list_directory_audits(reading, home, PageQuery()).records

    (added,) = [each for each in records if each["target_id"] == partner.rpartition("/")[2]]
    assert added["actor_ip_address"] == "127.0.0.1"
    assert added["actor_name"] == "A script"
    assert client.get(partner).status_code == 200
