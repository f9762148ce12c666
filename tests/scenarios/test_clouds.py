"""Which clouds can be synchronized, and which can collaborate (CLD)."""

import pytest

from tests.support.configurations import Configuration, allow_sync, configure_sync
from tests.support.databases import Databases
from tests.support.installations import Ground
from tests.support.scenarios import Installation, open_installation
from tests.support.tenants import PARTNERS, Tenant

POLICY = "/policies/crossTenantAccessPolicy"
ENDPOINTS = {
    "commercial": "microsoftonline.com",
    "usgov": "microsoftonline.us",
    "china": "partner.microsoftonline.cn",
}


def refusal(source: Tenant, target: Tenant) -> tuple[int, str]:
    """Return status and message of a connection test between tenants that allow everything."""
    allow_sync(source, target)
    response = Configuration(source, target).test_connection()
    return response.status_code, response.text


@pytest.mark.claim("CLD-001", "CLD-002", "CLD-005")
def test_tenants_of_one_cloud_are_synchronized_and_gcc_is_in_the_commercial_one(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    agency, bureau = (installation.found(name, cloud="usgov") for name in ("agency", "bureau"))
    county = installation.found("county", cloud="commercial", region="GCC")
    bureau.patch("/policies/authorizationPolicy", {"allowInvitesFrom": "everyone"})
    pairs = [(source, target), (agency, bureau), (source, county)]
    people = [home.add_user("ana") for home in (source, agency)]
    for home, there in pairs:
        configure_sync(home, there).assign(people[home is agency])

    installation.run_cycles()

    twins = [there.user_of(people[home is agency]) for home, there in pairs]
    assert ["Accepted"] * 3 == [twin["externalUserState"] for twin in twins]


@pytest.mark.claim("CLD-003", "CLD-004", "CLD-006")
def test_other_clouds_are_not_synchronized(installation: Installation, source: Tenant) -> None:
    agency = installation.found("agency", cloud="usgov")
    beijing, shanghai = (installation.found(name, cloud="china") for name in ("bj", "sh"))

    agency.allow_inbound_sync(source)
    tested = Configuration(source, agency).test_connection()
    between, within = (tested.status_code, tested.text), refusal(beijing, shanghai)

    assert [400, 400] == [between[0], within[0]]
    assert "synchronization between clouds is not allowed" in between[1]
    assert "21Vianet, where synchronization is not supported" in within[1]


@pytest.mark.claim("AR-018")
def test_nobody_gives_automatic_consent_to_another_cloud(
    installation: Installation, source: Tenant
) -> None:
    agency = installation.found("agency", cloud="usgov")
    consent = {"automaticUserConsentSettings": {"outboundAllowed": True}}
    added = source.ask("POST", PARTNERS, {"tenantId": agency.tenant_id, **consent})
    source.post(PARTNERS, {"tenantId": agency.tenant_id})
    address = f"{PARTNERS}/{agency.tenant_id}"

    changed = source.ask("PATCH", address, consent)

    assert [400, 400] == [added.status_code, changed.status_code]
    assert "cannot be true for a tenant of another cloud" in changed.text
    assert source.get(address)["automaticUserConsentSettings"] == {
        "inboundAllowed": None,
        "outboundAllowed": None,
    }


@pytest.mark.claim("CLD-006")
def test_a_deployment_can_allow_synchronization_between_clouds(
    databases: Databases, ground: Ground
) -> None:
    with open_installation(databases, ground, sync_cross_cloud=True) as installation:
        agency = installation.found("agency", cloud="usgov")

        status, _ = refusal(installation.source, agency)

    assert 204 == status


@pytest.mark.claim("CLD-008", "CLD-009")
@pytest.mark.parametrize("cloud", ["usgov", "china"])
def test_clouds_collaborate_once_both_opened_the_cloud_and_added_the_partner(
    installation: Installation, target: Tenant, cloud: str
) -> None:
    abroad = installation.found("abroad", cloud=cloud)
    ana = abroad.add_user("ana")
    invitation = {"invitedUserEmailAddress": ana["userPrincipalName"]}
    invitation["inviteRedirectUrl"] = "https://apps.test"
    steps = []
    for tenant, other, endpoint in (
        (target, abroad, ENDPOINTS[cloud]),
        (abroad, target, ENDPOINTS["commercial"]),
    ):
        steps.append(target.ask("POST", "/invitations", invitation).status_code)
        tenant.patch(POLICY, {"allowedCloudEndpoints": [endpoint]})
        steps.append(target.ask("POST", "/invitations", invitation).status_code)
        tenant.post(PARTNERS, {"tenantId": other.tenant_id})
    steps.append(target.ask("POST", "/invitations", invitation).status_code)

    assert [400, 400, 400, 400, 201] == steps
    assert 1 == len(target.users())
