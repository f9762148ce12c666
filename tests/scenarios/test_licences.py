"""What takes a licence, where the installation enforces them (LIC, decision 13)."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.configurations import Configuration
from tests.support.databases import Databases
from tests.support.installations import Ground
from tests.support.scenarios import Installation
from tests.support.tenants import PARTNERS, Tenant

DEFAULT = "/policies/crossTenantAccessPolicy/default"
LACKS = "Authentication_RequestFromNonPremiumTenantOrB2CTenant"

Json = dict[str, Any]


@pytest.fixture
def installation(databases: Databases, ground: Ground) -> Iterator[Installation]:
    """The product where licences are enforced; no tenant has any."""
    with (
        databases.prepared(ground.prepare) as (url, founded),
        ground.open(url, licensing="enforce") as services,
    ):
        installation = Installation(services, founded)
        yield installation
        installation.check_neighbour()


def give_p1(installation: Installation, tenant: Tenant, units: int = 5) -> None:
    path = f"/tenantry/v1.0/tenants/{tenant.tenant_id}/subscribedSkus/AAD_PREMIUM"
    assert installation.ask("PUT", path, {"enabledUnits": units}).is_success


def refusal(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


def people(*targets: str) -> Json:
    return {
        "usersAndGroups": {
            "accessType": "allowed",
            "targets": [{"target": each, "targetType": "user"} for each in targets],
        },
        "applications": {
            "accessType": "allowed",
            "targets": [{"target": "AllApplications", "targetType": "application"}],
        },
    }


@pytest.mark.claim("LIC-001")
def test_a_tenant_without_p1_neither_makes_nor_starts_a_job(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    configuration = Configuration(source, target)
    jobs = f"{configuration.path}/jobs"
    without = source.ask("POST", jobs, {"templateId": "Azure2Azure"})
    give_p1(installation, source)
    configuration.create_job()
    give_p1(installation, source, 0)
    start = source.ask("POST", f"{configuration.job_path}/start")
    restart = source.ask("POST", f"{configuration.job_path}/restart")
    give_p1(installation, source)
    configuration.start()

    assert [(403, LACKS)] * 3 == [refusal(each) for each in (without, start, restart)]
    assert "Active" == configuration.job()["schedule"]["state"]


@pytest.mark.claim("LIC-004")
def test_automatic_redemption_of_those_who_come_in_takes_p1_and_of_those_who_go_does_not(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    target.post(PARTNERS, {"tenantId": source.tenant_id})
    path = f"{PARTNERS}/{source.tenant_id}"
    inbound = {"automaticUserConsentSettings": {"inboundAllowed": True}}
    without = target.ask("PATCH", path, inbound)
    outbound = {"automaticUserConsentSettings": {"outboundAllowed": True}}
    target.patch(path, outbound)
    give_p1(installation, target)
    target.patch(path, inbound)
    give_p1(installation, target, 0)
    target.patch(path, {"automaticUserConsentSettings": {"inboundAllowed": False}})

    assert (403, LACKS) == refusal(without)
    assert {"inboundAllowed": False, "outboundAllowed": True} == target.get(path)[
        "automaticUserConsentSettings"
    ]


@pytest.mark.claim("LIC-005")
def test_trust_in_claims_takes_p1(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    trust = {"inboundTrust": {"isMfaAccepted": True}}
    refused = [
        target.ask("PATCH", DEFAULT, trust),
        target.ask("POST", PARTNERS, {"tenantId": source.tenant_id, **trust}),
    ]
    give_p1(installation, target)
    target.patch(DEFAULT, trust)

    assert [(403, LACKS)] * 2 == [refusal(each) for each in refused]
    assert target.get(DEFAULT)["inboundTrust"]["isMfaAccepted"]


@pytest.mark.claim("LIC-006")
def test_settings_for_some_take_p1_and_settings_for_all_do_not(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    target.post(PARTNERS, {"tenantId": source.tenant_id})
    path = f"{PARTNERS}/{source.tenant_id}"
    target.patch(path, {"b2bCollaborationInbound": people("AllUsers")})
    for_some = {"b2bCollaborationInbound": people(ana["id"])}
    without = target.ask("PATCH", path, for_some)
    give_p1(installation, target)
    target.patch(path, for_some)
    give_p1(installation, target, 0)
    target.patch(path, {"b2bCollaborationInbound": None})

    assert (403, LACKS) == refusal(without)
    assert target.get(path)["b2bCollaborationInbound"] is None
