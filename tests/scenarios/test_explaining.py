"""Who may come in, and why: what administrators and the operator are told (XTA, TEN)."""

from typing import Any

import pytest

from tests.support.scenarios import Installation
from tests.support.tenants import Tenant, done

ACCESS = "/tenantry/v1.0/access"
PARTNERS = "/policies/crossTenantAccessPolicy/partners"
DEFAULT = "/policies/crossTenantAccessPolicy/default"
RIGHTS_MANAGEMENT = "00000012-0000-0000-c000-000000000000"
TEAMS = "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe"  # has shared channels
TOOL = "3b7e0f52-9a1c-4d68-8e4f-b65a2c7d9e11"

Json = dict[str, Any]


def everything(access_type: str) -> Json:
    return lists(access_type, ("user", "AllUsers"), ("application", "AllApplications"))


def lists(access_type: str, people: tuple[str, str], applications: tuple[str, str]) -> Json:
    return {
        name: {"accessType": access_type, "targets": [{"targetType": kind, "target": target}]}
        for name, (kind, target) in (("usersAndGroups", people), ("applications", applications))
    }


def question(home: Tenant, resource: Tenant, user: Json, **more: Any) -> Json:
    asked = {"user": user["id"], "applicationId": TOOL, "mode": "b2bCollaboration"}
    tenants = {"homeTenantId": home.tenant_id, "resourceTenantId": resource.tenant_id}
    return {**asked, **tenants, **more}


def explain(installation: Installation, asked: Json) -> Json:
    explained: Json = done(installation.ask("POST", f"{ACCESS}/explain", asked))
    return explained


def blocking(answer: Json) -> list[tuple[str, str, str]]:
    """Return side, source and setting of each finding that blocks."""
    return [
        (each["side"], each["source"], each["setting"])
        for each in answer["findings"]
        if each["outcome"] == "blocked"
    ]


def add_partner(tenant: Tenant, partner: Tenant, settings: Json) -> None:
    tenant.post(PARTNERS, {"tenantId": partner.tenant_id, **settings})


@pytest.mark.claim("XTA-013", "XTA-021")
def test_new_tenants_let_nobody_in_by_direct_connect_and_the_default_says_so(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")

    answer = explain(
        installation,
        question(source, target, ana, mode="b2bDirectConnect", applicationId=TEAMS),
    )

    assert "blocked" == answer["decision"]
    assert {("home", "default"), ("resource", "default")} == {each[:2] for each in blocking(answer)}


@pytest.mark.claim("XTA-028", "XTA-030")
def test_a_partner_configuration_goes_before_the_default_whichever_allows(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    target.patch(DEFAULT, {"b2bCollaborationInbound": everything("blocked")})
    by_default = explain(installation, question(source, target, ana))

    add_partner(target, source, {"b2bCollaborationInbound": everything("allowed")})
    excepted = explain(installation, question(source, target, ana))
    target.patch(DEFAULT, {"b2bCollaborationInbound": everything("allowed")})
    blocked = {"b2bCollaborationInbound": everything("blocked")}
    target.patch(f"{PARTNERS}/{source.tenant_id}", blocked)
    by_partner = explain(installation, question(source, target, ana))

    assert ["blocked", "allowed", "blocked"] == [
        answer["decision"] for answer in (by_default, excepted, by_partner)
    ]
    assert {"default"} == {source for _, source, _ in blocking(by_default)}
    assert {"partner"} == {source for _, source, _ in blocking(by_partner)}


@pytest.mark.claim("XTA-009", "XTA-010", "XTA-011")
def test_home_outbound_and_resource_inbound_decide_and_nothing_else(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    wrong_ways = {"b2bCollaborationInbound": everything("blocked")}
    add_partner(source, target, wrong_ways)
    add_partner(target, source, {"b2bCollaborationOutbound": everything("blocked")})

    untouched = explain(installation, question(source, target, ana))
    source.patch(
        f"{PARTNERS}/{target.tenant_id}", {"b2bCollaborationOutbound": everything("blocked")}
    )
    blocked = explain(installation, question(source, target, ana))

    assert "allowed" == untouched["decision"]
    assert [
        ("home", "partner", "b2bCollaborationOutbound.usersAndGroups"),
        ("home", "partner", "b2bCollaborationOutbound.applications"),
    ] == blocking(blocked)


@pytest.mark.claim("XTA-014", "XTA-015", "XTA-034")
def test_lists_name_users_groups_and_applications_by_ids_that_live_elsewhere(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana, ben, cleo = (source.add_user(name) for name in ("ana", "ben", "cleo"))
    group = source.add_group("Auditors", [ana])
    named = lists("allowed", ("group", group["id"]), ("application", TOOL))
    named["usersAndGroups"]["targets"].append({"target": ben["id"], "targetType": "user"})
    add_partner(target, source, {"b2bCollaborationInbound": named})
    inbound = [_blocked(installation, source, target, user) for user in (ana, ben, cleo)]
    target.delete(f"{PARTNERS}/{source.tenant_id}")
    add_partner(source, target, {"b2bCollaborationOutbound": named})
    outbound = [_blocked(installation, source, target, user) for user in (ana, ben, cleo)]

    for direction, by_group, by_name, stranger in (("In", *inbound), ("Out", *outbound)):
        people, applications = (
            f"b2bCollaboration{direction}bound.{half}"
            for half in ("usersAndGroups", "applications")
        )
        assert ([], [applications]) == by_group == by_name
        assert ([people], [people, applications]) == stranger


def _blocked(
    installation: Installation, home: Tenant, resource: Tenant, user: Json
) -> tuple[list[str], list[str]]:
    """Return the settings that keep a user out of the named application, and out of another."""
    answers = [
        explain(installation, question(home, resource, user, applicationId=application))
        for application in (TOOL, RIGHTS_MANAGEMENT)
    ]
    named, other = ([setting for _, _, setting in blocking(each)] for each in answers)
    assert [not named, not other] == [each["decision"] == "allowed" for each in answers]
    return named, other


@pytest.mark.claim("XTA-040", "XTA-041")
def test_protected_mail_is_read_only_where_its_application_is_allowed(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    mail = question(source, target, ana, applicationId=RIGHTS_MANAGEMENT)
    source.patch(DEFAULT, {"b2bCollaborationOutbound": everything("blocked")})
    nothing = explain(installation, mail)

    only = lists("allowed", ("user", "AllUsers"), ("application", RIGHTS_MANAGEMENT))
    source.patch(DEFAULT, {"b2bCollaborationOutbound": only})
    allowed, other = (
        explain(installation, mail),
        explain(installation, {**mail, "applicationId": TOOL}),
    )

    assert ["blocked", "allowed", "blocked"] == [
        answer["decision"] for answer in (nothing, allowed, other)
    ]


@pytest.mark.claim("XTA-001", "XTA-002")
def test_each_way_to_collaborate_has_settings_of_its_own(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    add_partner(source, target, {"b2bDirectConnectOutbound": everything("allowed")})
    add_partner(target, source, {"b2bDirectConnectInbound": everything("allowed")})
    target.patch(
        f"{PARTNERS}/{source.tenant_id}", {"b2bCollaborationInbound": everything("blocked")}
    )

    decisions = {
        mode: explain(installation, question(source, target, ana, mode=mode, applicationId=TEAMS))[
            "decision"
        ]
        for mode in ("b2bCollaboration", "b2bDirectConnect")
    }

    assert {"b2bCollaboration": "blocked", "b2bDirectConnect": "allowed"} == decisions


@pytest.mark.parametrize("outbound", [True, False])
@pytest.mark.parametrize("inbound", [True, False])
def test_the_prompt_is_left_out_where_both_right_directions_are_on(
    installation: Installation, source: Tenant, target: Tenant, *, outbound: bool, inbound: bool
) -> None:
    ana = source.add_user("ana")
    source.consent(target, outboundAllowed=outbound, inboundAllowed=not inbound)
    target.consent(source, inboundAllowed=inbound, outboundAllowed=not outbound)

    answer = explain(installation, question(source, target, ana))

    assert (not (outbound and inbound)) == answer["consentPrompt"]


@pytest.mark.claim("CLD-010", "CLD-011")
def test_another_cloud_has_to_be_opened_and_its_tenant_added_and_never_connects_directly(
    installation: Installation, source: Tenant
) -> None:
    agency = installation.found("agency", cloud="usgov")
    ana = source.add_user("ana")
    asked = question(source, agency, ana)
    policy = "/policies/crossTenantAccessPolicy"
    closed = explain(installation, asked)

    source.patch(policy, {"allowedCloudEndpoints": ["microsoftonline.us"]})
    agency.patch(policy, {"allowedCloudEndpoints": ["microsoftonline.com"]})
    unknown = explain(installation, asked)
    open_ = {
        "b2bDirectConnectInbound": everything("allowed"),
        "b2bDirectConnectOutbound": everything("allowed"),
    }
    add_partner(source, agency, open_)
    add_partner(agency, source, open_)
    known = explain(installation, asked)
    direct = explain(installation, {**asked, "mode": "b2bDirectConnect", "applicationId": TEAMS})

    assert ["blocked", "blocked", "allowed", "blocked"] == [
        answer["decision"] for answer in (closed, unknown, known, direct)
    ]
    assert {"allowedCloudEndpoints"} == {setting for _, _, setting in blocking(direct)}


def test_what_a_flip_says_can_be_tried_before_it_is_done(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    target.patch(DEFAULT, {"b2bCollaborationInbound": everything("blocked")})
    asked = question(source, target, ana)
    [flip, _] = [
        each["flip"]
        for each in explain(installation, asked)["findings"]
        if each["side"] == "resource"
    ][:2]

    draft = {
        "b2bCollaborationInbound": lists("allowed", ("user", ana["id"]), ("application", TOOL))
    }
    tried = {**asked, "resourcePolicy": {"partner": draft}}
    answer = done(installation.ask("POST", f"{ACCESS}/whatIf", tried))

    assert f"allowed {ana['id']}" in flip
    assert "allowed" == answer["decision"]
    assert "blocked" == explain(installation, asked)["decision"]
    assert [] == target.get(PARTNERS)["value"]


def test_a_draft_that_breaks_a_rule_and_an_id_that_is_none_are_refused_by_name(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    contradiction = {
        "b2bCollaborationInbound": {
            **everything("blocked"),
            "applications": everything("allowed")["applications"],
        }
    }
    asked = question(source, target, ana)
    tried = {**asked, "resourcePolicy": {"partner": contradiction}}

    refused = [
        installation.ask("POST", f"{ACCESS}/whatIf", tried),
        installation.ask("POST", f"{ACCESS}/explain", {**asked, "applicationId": "board"}),
    ]

    assert [400, 400] == [each.status_code for each in refused]
    assert "b2bCollaborationInbound" in refused[0].json()["error"]["message"]
    assert "applicationId" in refused[1].json()["error"]["message"]


@pytest.mark.claim("TEN-007")
def test_an_administrator_sees_the_own_side_and_of_the_other_allow_or_deny(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    ana = source.add_user("ana")
    add_partner(target, source, {"b2bCollaborationInbound": everything("blocked")})

    answer = done(source.ask("POST", f"{ACCESS}/explain", question(source, target, ana)))

    own = [each for each in answer["findings"] if each["side"] == "home"]
    theirs = [each for each in answer["findings"] if each["side"] == "resource"]
    assert "blocked" == answer["decision"]
    assert all(each["setting"] and each["flip"] for each in own)
    assert [("resourceInbound", "blocked"), ("automaticConsent", "prompted")] == [
        (each["stage"], each["outcome"]) for each in theirs
    ]
    assert {None} == {each[name] for each in theirs for name in ("source", "setting", "flip")}


def test_an_administrator_asks_nothing_about_two_other_tenants_or_strangers(
    installation: Installation, source: Tenant, target: Tenant
) -> None:
    third = installation.found("third")
    ana = source.add_user("ana")

    of_others = third.ask("POST", f"{ACCESS}/explain", question(source, target, ana))
    of_strangers = target.ask("POST", f"{ACCESS}/explain", question(source, target, ana))
    drafted = {**question(source, target, ana), "resourcePolicy": {"partner": {}}}
    of_their_policy = source.ask("POST", f"{ACCESS}/whatIf", drafted)

    assert [403, 404, 400] == [
        response.status_code for response in (of_others, of_strangers, of_their_policy)
    ]
