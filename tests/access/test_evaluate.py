"""The evaluator against a second one that is written long-hand, and the laws it keeps."""

from hypothesis import given

from tenantry.access.applications import Application
from tenantry.access.decisions import AccessDecision, Outcome, Person, SideName, Stage
from tenantry.access.defaults import SYSTEM_DEFAULT
from tenantry.access.evaluate import evaluate
from tenantry.access.flips import Asked, find_flip
from tenantry.access.inheritance import Configuration, Direction, Mode
from tests.access.policies import (
    APPLICATIONS,
    GROUPS,
    USERS,
    Configured,
    Json,
    applications,
    configured,
    modes,
    people,
    side_of,
)

ANA = Person(id=USERS[0], group_ids=frozenset({GROUPS[0]}))
TOOL = Application(app_id=APPLICATIONS[0])
BLOCK_ANA = {
    "usersAndGroups": {
        "accessType": "blocked",
        "targets": [{"target": ANA.id, "targetType": "user"}],
    },
    "applications": {
        "accessType": "blocked",
        "targets": [{"target": "AllApplications", "targetType": "application"}],
    },
}


def decide(outbound: Configured, inbound: Configured, mode: Mode) -> AccessDecision:
    home = side_of(*outbound, mode, Direction.OUTBOUND)
    resource = side_of(*inbound, mode, Direction.INBOUND)
    return evaluate(ANA, TOOL, mode, home, resource)


def naive_half(says: Configured, name: str, half: str) -> Json:
    """Return the list that holds: the partner's, the default's, or the system's."""
    for settings in reversed(says):
        if settings and settings.get(name):
            found: Json = settings[name][half]
            return found
    allowed = "Collaboration" in name
    everything = (
        ("user", "AllUsers") if half == "usersAndGroups" else ("application", "AllApplications")
    )
    return {
        "accessType": "allowed" if allowed else "blocked",
        "targets": [{"targetType": everything[0], "target": everything[1]}],
    }


def naive_side(says: Configured, name: str, person: Person, application: Application) -> bool:
    """Return whether one side allows, by the four rows of the documented table."""
    users = naive_half(says, name, "usersAndGroups")
    apps = naive_half(says, name, "applications")
    named = any(
        target["target"] == "AllUsers"
        or (target["targetType"] == "user" and target["target"] == person.id)
        or (target["targetType"] == "group" and target["target"] in person.group_ids)
        for target in users["targets"]
    )
    covered = any(
        target["target"] == "AllApplications"
        or (target["target"] == "Office365" and application.is_office_365)
        or (target["target"] == "AllMicrosoftApps" and application.is_microsoft)
        or target["target"] == application.app_id
        for target in apps["targets"]
    )
    match users["accessType"], apps["accessType"]:
        case "allowed", "allowed":
            return named and covered
        case "allowed", "blocked":
            return named and not covered
        case "blocked", "allowed":
            return not named and covered
        case _:
            return not (named and covered)


@given(configured, configured, modes, people, applications)
def test_a_second_evaluator_agrees(
    at_home: Configured,
    at_resource: Configured,
    mode: Mode,
    person: Person,
    application: Application,
) -> None:
    home = side_of(*at_home, mode, Direction.OUTBOUND)
    resource = side_of(*at_resource, mode, Direction.INBOUND)

    decision = evaluate(person, application, mode, home, resource)

    out = naive_side(at_home, f"{mode.value}Outbound", person, application)
    into = naive_side(at_resource, f"{mode.value}Inbound", person, application)
    outbound = (at_home[1] or {}).get("automaticUserConsentSettings", {})
    inbound = (at_resource[1] or {}).get("automaticUserConsentSettings", {})
    skips = outbound.get("outboundAllowed") is True and inbound.get("inboundAllowed") is True
    reached = mode is Mode.COLLABORATION or application.connects_directly
    assert (out and into and reached) == decision.is_allowed
    assert skips != decision.consent_prompt


@given(configured, configured, modes)
def test_adding_a_block_never_yields_allow(
    at_home: Configured,
    at_resource: Configured,
    mode: Mode,
) -> None:
    default, partner = at_resource
    blocked = {**(partner or {}), f"{mode.value}Inbound": BLOCK_ANA}

    decision = decide(at_home, (default, blocked), mode)

    assert not decision.is_allowed


@given(configured, configured, modes, people, applications)
def test_every_finding_can_be_turned_around_by_its_flip(
    at_home: Configured,
    at_resource: Configured,
    mode: Mode,
    person: Person,
    application: Application,
) -> None:
    home = side_of(*at_home, mode, Direction.OUTBOUND)
    resource = side_of(*at_resource, mode, Direction.INBOUND)

    asked = Asked(person=person, application=application, mode=mode, home=home, resource=resource)
    for finding in asked.decide().findings:
        flip = find_flip(finding, asked)
        assert flip is not None
        assert finding.side is flip.side
        assert flip.edits[0].path.split(".")[0] == finding.setting.split(".")[0]


def test_a_finding_tells_side_source_and_setting() -> None:
    decision = decide(({}, None), ({}, {"b2bCollaborationInbound": BLOCK_ANA}), Mode.COLLABORATION)

    told = [
        (each.stage, each.side, each.source, each.setting, each.outcome)
        for each in decision.findings
    ]
    assert not decision.is_allowed
    assert [
        (
            Stage.HOME_OUTBOUND,
            SideName.HOME,
            Configuration.DEFAULT,
            f"b2bCollaborationOutbound.{half}",
            Outcome.ALLOWED,
        )
        for half in ("usersAndGroups", "applications")
    ] == told[:2]
    assert [
        (
            Stage.RESOURCE_INBOUND,
            SideName.RESOURCE,
            Configuration.PARTNER,
            f"b2bCollaborationInbound.{half}",
            Outcome.BLOCKED,
        )
        for half in ("usersAndGroups", "applications")
    ] == told[2:4]


def test_a_flip_says_what_to_do_in_whose_configuration() -> None:
    home = side_of({}, None, Mode.COLLABORATION, Direction.OUTBOUND)
    resource = side_of(
        {}, {"b2bCollaborationInbound": BLOCK_ANA}, Mode.COLLABORATION, Direction.INBOUND
    )
    asked = Asked(
        person=ANA, application=TOOL, mode=Mode.COLLABORATION, home=home, resource=resource
    )
    finding = asked.decide().findings[2]

    flip = find_flip(finding, asked)

    assert flip is not None
    assert flip.text.endswith("in the resource tenant's configuration for the partner")
    assert ANA.id in flip.text


def test_direct_connect_does_not_cross_clouds_whatever_is_open() -> None:
    asked = Asked(
        person=ANA,
        application=TOOL,
        mode=Mode.DIRECT_CONNECT,
        home=side_of(
            {}, {}, Mode.DIRECT_CONNECT, Direction.OUTBOUND, open_clouds=frozenset({"usgov"})
        ),
        resource=side_of(
            {},
            {},
            Mode.DIRECT_CONNECT,
            Direction.INBOUND,
            cloud="usgov",
            open_clouds=frozenset({"commercial"}),
        ),
    )

    cloud = [each for each in asked.decide().findings if each.stage is Stage.CLOUD]
    assert {Outcome.BLOCKED} == {each.outcome for each in cloud}
    assert [None, None] == [find_flip(each, asked) for each in cloud]


def test_an_open_cloud_lets_nobody_in_before_its_tenant_is_a_partner() -> None:
    def is_allowed(partner: Json | None) -> bool:
        both = frozenset({"usgov", "commercial"})
        mode = Mode.COLLABORATION
        home = side_of({}, partner, mode, Direction.OUTBOUND, open_clouds=both)
        resource = side_of({}, partner, mode, Direction.INBOUND, cloud="usgov", open_clouds=both)
        return evaluate(ANA, TOOL, mode, home, resource).is_allowed

    assert not is_allowed(None)
    assert is_allowed({})


def test_what_every_tenant_starts_with_is_no_configuration_of_its_own() -> None:
    assert SYSTEM_DEFAULT.is_service_default
    decision = decide(({}, None), ({}, None), Mode.DIRECT_CONNECT)

    assert not decision.is_allowed
    assert {Configuration.DEFAULT} == {
        each.source for each in decision.findings if each.stage is not Stage.SHARED_CHANNEL
    }
