"""Conditional Access against a second evaluator that reads policies as they are written."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec import structs

from tenantry.access.applications import Application
from tenantry.access.conditional.conditions import Account, UserCategory
from tenantry.access.conditional.controls import ChallengeKind
from tenantry.access.conditional.evaluation import Visit
from tenantry.access.conditional.proofs import DeviceState, MethodProof, Proof
from tenantry.access.conditional.strengths import PHISHING_RESISTANT
from tenantry.access.decisions import AccessDecision, Outcome, Person, Stage
from tenantry.access.evaluate import evaluate, evaluate_own
from tenantry.access.flips import Asked, find_flip
from tenantry.access.inheritance import Configuration, Direction, EffectiveTrust, Mode
from tests.access.conditional_policies import NOW, visit_of, visits
from tests.access.naive_conditions import naive_decision
from tests.access.policies import (
    APPLICATIONS,
    HOME,
    RESOURCE,
    USERS,
    Json,
    applications,
    side_of,
)

ANA = Person(id=USERS[0])
TOOL = Application(app_id=APPLICATIONS[0], connects_directly=True)
GUEST = Account(category=UserCategory.COLLABORATION_GUEST, home_tenant_id=HOME, id=USERS[0])
DIRECT = Account(category=UserCategory.DIRECT_CONNECT, home_tenant_id=HOME)
OTHER = Account(category=UserCategory.OTHER_EXTERNAL, home_tenant_id=RESOURCE, id=USERS[0])
MEMBER = Account(category=UserCategory.INTERNAL_MEMBER, home_tenant_id=RESOURCE, id=USERS[0])
NOTHING = EffectiveTrust(Configuration.DEFAULT)
EVERYTHING = EffectiveTrust(
    Configuration.PARTNER, mfa=True, compliant_device=True, hybrid_joined_device=True
)


def told(decision: AccessDecision) -> str:
    if decision.is_allowed:
        return "met"
    return "open" if decision.challenges else "refused"


def open_sides(mode: Mode) -> Asked:
    everything = {
        f"b2bDirectConnect{direction}": {
            "usersAndGroups": {
                "accessType": "allowed",
                "targets": [{"target": "AllUsers", "targetType": "user"}],
            },
            "applications": {
                "accessType": "allowed",
                "targets": [{"target": "AllApplications", "targetType": "application"}],
            },
        }
        for direction in ("Inbound", "Outbound")
    }
    return Asked(
        person=ANA,
        application=TOOL,
        mode=mode,
        home=side_of(everything, None, mode, Direction.OUTBOUND),
        resource=side_of(everything, None, mode, Direction.INBOUND),
    )


@settings(max_examples=300)
@given(visits, applications)
def test_a_second_evaluator_agrees(
    given_: tuple[list[Json], Visit], application: Application
) -> None:
    written, visit = given_

    decision = evaluate_own(application, visit)

    assert naive_decision(written, visit, application) == told(decision)


@given(visits, applications)
def test_adding_a_block_never_yields_allow(
    given_: tuple[list[Json], Visit], application: Application
) -> None:
    written, visit = given_
    block = {
        "displayName": "Block",
        "state": "enabled",
        "conditions": {
            "users": {"includeUsers": ["All"]},
            "applications": {
                "includeApplications": ["All"],
                "includeUserActions": ["urn:user:registersecurityinfo"],
            },
        },
        "grantControls": {"operator": "OR", "builtInControls": ["block"]},
    }
    visitor = visit.visitor

    for policies in ([*written, block], [block, *written]):
        blocked = visit_of(
            policies,
            visitor.account,
            visitor.proof,
            visitor.trust,
            user_action=visit.user_action,
            contexts=visit.contexts,
        )
        decision = evaluate_own(application, blocked)
        assert not decision.is_allowed
        assert () == decision.challenges


@given(visits, applications)
def test_meeting_every_challenge_never_leaves_one_of_the_same_kind(
    given_: tuple[list[Json], Visit], application: Application
) -> None:
    _, visit = given_
    decision = evaluate_own(application, visit)
    done = [
        MethodProof(method=method, tenant_id=challenge.tenant_id, at=NOW)
        for challenge in decision.challenges
        for combination in challenge.combinations
        for method in combination
    ]
    visitor = visit.visitor
    proof = Proof(methods=(*visitor.proof.methods, *done), device=visitor.proof.device)
    met = structs.replace(visit, visitor=structs.replace(visitor, proof=proof), now=NOW)

    after = evaluate_own(application, met)

    assert ChallengeKind.MULTIFACTOR not in {each.kind for each in after.challenges}


# The documented table of behaviour §12, row by row.


def asking(*controls: str, **more: Any) -> Json:
    return {
        "displayName": "Ask",
        "state": "enabled",
        "conditions": {
            "users": {"includeUsers": ["All"]},
            "applications": {"includeApplications": ["All"]},
        },
        "grantControls": {"operator": "OR", "builtInControls": list(controls)},
        **more,
    }


def done(*methods: str, tenant_id: str = HOME, device: DeviceState | None = None) -> Proof:
    proofs = tuple(MethodProof(method=each, tenant_id=tenant_id, at=NOW) for each in methods)
    return Proof(methods=proofs, device=device)


COMPLIANT = DeviceState(tenant_id=HOME, is_compliant=True)
JOINED = DeviceState(tenant_id=HOME, is_hybrid_joined=True)
AT_HOME = done("password", "softwareOath")
HERE = done("softwareOath", tenant_id=RESOURCE)
KEY_AT_HOME = done("fido2")


@pytest.mark.parametrize(
    ("account", "control", "trust", "proof", "expected"),
    [
        (GUEST, "mfa", NOTHING, AT_HOME, f"mfa at {RESOURCE}"),
        (GUEST, "mfa", NOTHING, HERE, "allowed"),
        (GUEST, "mfa", EVERYTHING, AT_HOME, "allowed"),
        (GUEST, "mfa", EVERYTHING, done("password"), f"mfa at {HOME}"),
        (GUEST, "mfa", EVERYTHING, HERE, "allowed"),
        (DIRECT, "mfa", NOTHING, AT_HOME, "blocked"),
        (DIRECT, "mfa", EVERYTHING, AT_HOME, "allowed"),
        (DIRECT, "mfa", EVERYTHING, done("password"), f"mfa at {HOME}"),
        (DIRECT, "mfa", EVERYTHING, HERE, f"mfa at {HOME}"),
        (OTHER, "mfa", EVERYTHING, done("email", tenant_id=RESOURCE), f"mfa at {RESOURCE}"),
        (OTHER, "mfa", NOTHING, HERE, "allowed"),
        (MEMBER, "mfa", NOTHING, done("password", tenant_id=RESOURCE), f"mfa at {RESOURCE}"),
        (MEMBER, "mfa", NOTHING, done("password", "sms", tenant_id=RESOURCE), "allowed"),
        (GUEST, "compliantDevice", NOTHING, done("password", device=COMPLIANT), "blocked"),
        (GUEST, "compliantDevice", EVERYTHING, done("password", device=COMPLIANT), "allowed"),
        (GUEST, "compliantDevice", EVERYTHING, done("password", device=JOINED), "blocked"),
        (GUEST, "compliantDevice", EVERYTHING, done("password"), f"device at {HOME}"),
        (DIRECT, "domainJoinedDevice", EVERYTHING, done("password", device=JOINED), "allowed"),
        (DIRECT, "domainJoinedDevice", NOTHING, done("password", device=JOINED), "blocked"),
        (OTHER, "compliantDevice", EVERYTHING, done("email", device=COMPLIANT), "blocked"),
        (GUEST, "approvedApplication", EVERYTHING, AT_HOME, "blocked"),
        (GUEST, "compliantApplication", EVERYTHING, AT_HOME, "blocked"),
        (GUEST, "passwordChange", EVERYTHING, AT_HOME, "blocked"),
    ],
)
def test_trust_decides_which_proof_counts_and_where_the_rest_is_asked_for(
    account: Account, control: str, trust: EffectiveTrust, proof: Proof, expected: str
) -> None:
    decision = evaluate_own(TOOL, visit_of([asking(control)], account, proof, trust))

    said = [f"{each.kind.value} at {each.tenant_id}" for each in decision.challenges]
    assert expected == (said or ["allowed" if decision.is_allowed else "blocked"])[0]


@pytest.mark.parametrize(
    ("account", "trust", "proof", "expected"),
    [
        (GUEST, EVERYTHING, KEY_AT_HOME, "allowed"),
        (GUEST, EVERYTHING, AT_HOME, "challenged"),
        (GUEST, NOTHING, KEY_AT_HOME, "blocked"),  # nothing that resists phishing counts here
        (MEMBER, NOTHING, done("fido2", tenant_id=RESOURCE), "allowed"),
        (OTHER, NOTHING, done("email", tenant_id=RESOURCE), "allowed"),  # it is not asked of them
    ],
)
def test_a_strength_is_met_by_the_methods_that_count_in_each_tenant(
    account: Account, trust: EffectiveTrust, proof: Proof, expected: str
) -> None:
    strength = {"authenticationStrength": {"id": PHISHING_RESISTANT.id}}
    policy = asking(grantControls={"operator": "OR", "builtInControls": [], **strength})

    decision = evaluate_own(TOOL, visit_of([policy], account, proof, trust))

    names = {"met": "allowed", "open": "challenged", "refused": "blocked"}
    assert expected == names[told(decision)]


def test_a_policy_that_only_reports_changes_nothing_and_tells_what_it_would() -> None:
    policy = asking("block", state="enabledForReportingButNotEnforced")

    decision = evaluate_own(TOOL, visit_of([policy], GUEST, AT_HOME, NOTHING))

    [finding] = decision.findings
    assert decision.is_allowed
    assert (Outcome.REPORT_ONLY, Outcome.BLOCKED) == (finding.outcome, finding.would_be)
    assert ("Ask", "block") == (finding.name, finding.control)


def test_an_old_sign_in_is_asked_for_again() -> None:
    frequency = {"isEnabled": True, "type": "hours", "value": 1}
    policy = asking("mfa", sessionControls={"signInFrequency": frequency})
    old = tuple(
        MethodProof(method=method, tenant_id=HOME, at=NOW - timedelta(hours=2))
        for method in ("password", "softwareOath")
    )

    stale = evaluate_own(TOOL, visit_of([policy], GUEST, Proof(methods=old), EVERYTHING))
    fresh = evaluate_own(TOOL, visit_of([policy], GUEST, AT_HOME, EVERYTHING))

    assert {ChallengeKind.MULTIFACTOR, ChallengeKind.SIGN_IN} == {
        each.kind for each in stale.challenges
    }
    assert {NOW - timedelta(hours=1)} == {each.since for each in stale.challenges}
    assert fresh.is_allowed


def test_the_browser_session_that_must_end_wins() -> None:
    def persisting(mode: str) -> Json:
        return asking(sessionControls={"persistentBrowser": {"isEnabled": True, "mode": mode}})

    visit = visit_of([persisting("always"), persisting("never")], GUEST, AT_HOME, NOTHING)

    assert "never" == evaluate_own(TOOL, visit).persistent_browser


def test_policies_for_other_clients_do_not_apply() -> None:
    legacy = asking("block")
    legacy["conditions"]["clientAppTypes"] = ["exchangeActiveSync", "other"]

    assert evaluate_own(TOOL, visit_of([legacy], GUEST, AT_HOME, NOTHING)).is_allowed


@pytest.mark.parametrize("mode", list(Mode))
def test_a_refusal_across_tenants_tells_the_change_of_trust_that_would_help(mode: Mode) -> None:
    account = GUEST if mode is Mode.COLLABORATION else DIRECT
    asked = open_sides(mode)
    asked = Asked(
        person=asked.person,
        application=TOOL,
        mode=mode,
        home=asked.home,
        resource=asked.resource,
        visit=visit_of([asking("mfa")], account, AT_HOME, NOTHING),
    )

    [finding] = [each for each in asked.decide().findings if each.stage is Stage.CONDITIONAL_ACCESS]
    flip = find_flip(finding, asked)

    assert flip is not None
    assert (
        "set `inboundTrust.isMfaAccepted` to `true`,"
        " in the resource tenant's configuration for the partner"
    ) == flip.text


@given(visits, applications)
def test_every_finding_can_be_turned_around_by_its_flip(
    given_: tuple[list[Json], Visit], application: Application
) -> None:
    _, visit = given_
    sides = open_sides(Mode.COLLABORATION)
    asked = Asked(
        person=sides.person,
        application=application,
        mode=Mode.COLLABORATION,
        home=sides.home,
        resource=sides.resource,
        visit=visit,
    )

    for finding in asked.decide().findings:
        if finding.stage is Stage.CONDITIONAL_ACCESS:
            assert find_flip(finding, asked) is not None


def test_both_sides_and_conditions_decide_together() -> None:
    asked = open_sides(Mode.DIRECT_CONNECT)
    visit = visit_of([asking("mfa")], DIRECT, AT_HOME, EVERYTHING)

    def is_allowed(application: Application) -> bool:
        return evaluate(
            asked.person, application, asked.mode, asked.home, asked.resource, visit=visit
        ).is_allowed

    assert is_allowed(TOOL)
    assert not is_allowed(Application(app_id=TOOL.app_id))
