"""What takes a licence, where the installation enforces them (LIC, decision 13)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tenantry.clock import format_instant, system_now
from tests.support.configurations import Configuration, configure_sync
from tests.support.databases import Databases
from tests.support.installations import Ground
from tests.support.relying_parties import RelyingParty, accept_all, visit
from tests.support.scenarios import Installation, open_installation
from tests.support.tenants import PARTNERS, Tenant, done

DEFAULT = "/policies/crossTenantAccessPolicy/default"
P1 = "078d2b04-f1bd-4111-bbd4-b4b1b354cef4"
TEAMS = "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe"
LACKS = "Authentication_RequestFromNonPremiumTenantOrB2CTenant"

Json = dict[str, Any]


@pytest.fixture
def installation(databases: Databases, ground: Ground) -> Iterator[Installation]:
    """The product where licences are enforced; no tenant has any."""
    with open_installation(databases, ground, licensing="enforce") as installation:
        yield installation


def give_p1(installation: Installation, tenant: Tenant, units: int = 5) -> None:
    give(installation, tenant, "AAD_PREMIUM", units)


def give(installation: Installation, tenant: Tenant, sku: str, units: int = 5) -> None:
    path = f"/tenantry/v1.0/tenants/{tenant.tenant_id}/subscribedSkus/{sku}"
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


def test_groups_take_governance_in_the_source_and_what_is_on_stays_on(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    give_p1(installation, source)
    configuration = Configuration(source, target)
    configuration.create_job()

    without = configuration.ask_to_map_groups()
    give(installation, source, "Microsoft_Entra_ID_Governance")
    configuration.map_groups()
    give(installation, source, "Microsoft_Entra_ID_Governance", 0)
    configuration.map("city", '"Turku"')
    configuration.start()
    report = source.get_native(f"/tenants/{source.tenant_id}/reports/licences")

    assert (403, LACKS) == refusal(without)
    assert "Entra ID Governance" in without.json()["error"]["message"]
    groups = configuration.schema()["synchronizationRules"][0]["objectMappings"][1]
    assert groups["enabled"]
    assert ["synchronization", "groups"] == [each["feature"] for each in report["features"]]


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
    group = source.add_group("design", [ana])
    target.post(PARTNERS, {"tenantId": source.tenant_id})
    path = f"{PARTNERS}/{source.tenant_id}"
    target.patch(path, {"b2bCollaborationInbound": people("AllUsers")})
    of_group, of_application = people("AllUsers"), people("AllUsers")
    of_group["usersAndGroups"]["targets"] = [{"target": group["id"], "targetType": "group"}]
    of_application["applications"]["targets"] = [{"target": TEAMS, "targetType": "application"}]
    for_some = [
        {"b2bCollaborationInbound": each} for each in (people(ana["id"]), of_group, of_application)
    ]
    without = [target.ask("PATCH", path, each) for each in for_some]
    give_p1(installation, target)
    for each in for_some:
        target.patch(path, each)
    give_p1(installation, target, 0)
    target.patch(path, {"b2bCollaborationInbound": None})

    assert [(403, LACKS)] * 3 == [refusal(each) for each in without]
    assert target.get(path)["b2bCollaborationInbound"] is None


@pytest.mark.claim("LIC-007")
def test_direct_connect_takes_p1_in_both_tenants(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    for tenant, partner, name in (
        (source, target, "b2bDirectConnectOutbound"),
        (target, source, "b2bDirectConnectInbound"),
    ):
        tenant.post(PARTNERS, {"tenantId": partner.tenant_id, name: people("AllUsers")})
    question = {
        "user": ana["id"],
        "homeTenantId": source.tenant_id,
        "resourceTenantId": target.tenant_id,
        "applicationId": TEAMS,
        "mode": "b2bDirectConnect",
    }
    answers = []
    for tenant in (source, target):
        answers.append(_explained(installation, question))
        give_p1(installation, tenant)
    answers.append(_explained(installation, question))

    assert ["blocked", "blocked", "allowed"] == [each["decision"] for each in answers]
    licences = [
        [
            (each["side"], each["outcome"])
            for each in answer["findings"]
            if each["stage"] == "licence"
        ]
        for answer in answers
    ]
    assert [("home", "blocked"), ("resource", "blocked")] == licences[0]
    assert [("home", "allowed"), ("resource", "blocked")] == licences[1]
    assert "add `AAD_PREMIUM` to `subscribedSkus`" in str(answers[0]["findings"])


def _explained(installation: Installation, question: Json) -> Json:
    answer = installation.ask("POST", "/tenantry/v1.0/access/explain", question)
    assert answer.is_success, answer.text
    explained: Json = answer.json()
    return explained


@pytest.mark.claim("LIC-002")
def test_who_is_synchronized_without_a_licence_is_reported(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana, ben, cleo = (source.add_user(name, usageLocation="NO") for name in ("ana", "ben", "cleo"))
    source.add_user("dara", usageLocation="NO")
    give_p1(installation, source)
    give_p1(installation, target)
    configuration = configure_sync(source, target)
    for person in (ana, ben, cleo):
        configuration.assign(person)
    licence = {"addLicenses": [{"skuId": P1}], "removeLicenses": []}
    source.post(f"/users/{ben['id']}/assignLicense", licence)

    path = f"/tenants/{source.tenant_id}/reports/licences"
    report = source.get_native(path)
    first = source.get_native(f"{path}?limit=1")
    rest = source.get_native(first["nextLink"].partition("/tenantry/v1.0")[2])
    foreign = target.ask_native(path)

    assert (3, 2, True) == (report["inScope"], report["unlicensed"], report["isLicensed"])
    assert [ana["id"], cleo["id"]] == [each["userId"] for each in report["value"]]
    assert [*first["value"], *rest["value"]] == report["value"]
    assert ["synchronization"] == [each["feature"] for each in report["features"]]
    assert 404 == foreign.status_code


@pytest.mark.claim("LIC-003")
def test_guests_who_come_in_are_counted_once_a_month_and_members_are_not(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    _wait_for_the_twentieth(installation)
    board = RelyingParty(target)
    ana, ben, cleo, dara = (source.add_user(name) for name in ("ana", "ben", "cleo", "dara"))
    guests = [
        target.invite(person["userPrincipalName"], invitedUserType=kind)["invitedUser"]
        for person, kind in ((ana, "Guest"), (ben, "Guest"), (cleo, "Member"), (dara, "Guest"))
    ]
    target.change(guests[-1], accountEnabled=False)
    came = [_comes_in(installation, board, person) for person in (ana, ana, ben, cleo, dara)]
    path = f"/tenantry/v1.0/tenants/{target.tenant_id}/reports/mau"
    now = done(installation.ask("GET", path))
    installation.advance("P20D")
    came.append(_comes_in(installation, board, ben))
    later = done(installation.ask("GET", path))
    then = done(installation.ask("GET", f"{path}?month={now['month']}"))
    at_home = source.get_native(f"/tenants/{source.tenant_id}/reports/mau")

    assert [True, True, True, True, False, True] == came
    assert (2, 1) == (now["monthlyActiveUsers"], later["monthlyActiveUsers"])
    assert now == then
    assert [(source.tenant_id, 2)] == [
        (each["homeTenantId"], each["guests"]) for each in now["byHomeTenant"]
    ]
    assert 0 == at_home["monthlyActiveUsers"]


def _comes_in(installation: Installation, board: RelyingParty, person: Json) -> bool:
    """Return whether a person, in a new browser, is let into the application."""
    browser = installation.browser()
    return accept_all(browser, visit(browser, board, person)).is_outside


def _wait_for_the_twentieth(installation: Installation) -> None:
    """Let time pass until the 20th of next month, so that 20 days later it is another month."""
    wanted = (system_now().replace(day=1) + timedelta(days=32)).replace(day=20)
    path = "/tenantry/v1.0/lab/clock"
    done(installation.ask("POST", path, {"now": format_instant(wanted)}))
