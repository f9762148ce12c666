"""Who may ask for a package, who decides, and when access ends."""

from typing import get_args

import pytest
from hypothesis import given, strategies as some

from tenantry.clock import add_seconds
from tenantry.entitlement.expiry import answer_due, end_of
from tenantry.entitlement.origins import is_last_reason
from tenantry.entitlement.policies import (
    ApprovalSettings,
    ApprovalStage,
    AssignmentPolicy,
    Expiration,
    Requestor,
    RequestorSettings,
    SubjectSet,
    TargetScope,
    check_policy,
    may_ask,
    may_decide,
)
from tenantry.errors import InvalidValueError

NOW = "2026-11-28T10:00:00.000000Z"
OPEN = RequestorSettings(enable_targets_to_self_add_access=True)
OWN = Requestor(user_id="own", is_guest=False, group_ids=frozenset({"design"}))
GUEST = Requestor(
    user_id="guest",
    is_guest=True,
    home_tenant_id="home",
    organization_ids=frozenset({"northwind"}),
)
STRANGER = Requestor(user_id=None, is_guest=True, home_tenant_id="elsewhere")
COMER = Requestor(
    user_id=None,
    is_guest=True,
    home_tenant_id="home",
    organization_ids=frozenset({"northwind"}),
)
EVERYBODY = {"own": OWN, "guest": GUEST, "stranger": STRANGER, "comer": COMER}


def subjects(kind: str, subject_id: str = "") -> SubjectSet:
    return SubjectSet(kind=kind, id=subject_id)  # type: ignore[arg-type]  # one of the kinds


@pytest.mark.parametrize(
    ("scope", "targets", "expected"),
    [
        ("notSpecified", (), set()),
        ("specificDirectoryUsers", (subjects("singleUser", "guest"),), {"guest"}),
        ("specificDirectoryUsers", (subjects("groupMembers", "design"),), {"own"}),
        ("specificDirectoryUsers", (), set()),
        ("allMemberUsers", (), {"own"}),
        ("allDirectoryUsers", (), {"own", "guest"}),
        (
            "specificConnectedOrganizationUsers",
            (subjects("connectedOrganizationMembers", "northwind"),),
            {"guest", "comer"},
        ),
        (
            "specificConnectedOrganizationUsers",
            (subjects("connectedOrganizationMembers", "tailwind"),),
            set(),
        ),
        ("allConfiguredConnectedOrganizationUsers", (), {"guest", "comer"}),
        ("allExternalUsers", (), {"guest", "stranger", "comer"}),
    ],
)
def test_a_scope_lets_exactly_its_people_ask(
    scope: TargetScope, targets: tuple[SubjectSet, ...], expected: set[str]
) -> None:
    policy = AssignmentPolicy(
        allowed_target_scope=scope, specific_allowed_targets=targets, requestor_settings=OPEN
    )

    assert expected == {name for name, one in EVERYBODY.items() if may_ask(policy, one)}


@given(scope=some.sampled_from(get_args(TargetScope)), one=some.sampled_from([*EVERYBODY.values()]))
def test_nobody_asks_where_people_may_not_ask_for_themselves(
    scope: TargetScope, one: Requestor
) -> None:
    assert not may_ask(AssignmentPolicy(allowed_target_scope=scope), one)


@pytest.mark.parametrize(
    ("manager_id", "expected"),
    [("boss", {"boss"}), (None, {"stand-in"}), ("asker", set())],
)
def test_the_manager_decides_and_the_fallback_only_where_there_is_none(
    manager_id: str | None, expected: set[str]
) -> None:
    stage = ApprovalStage(
        primary_approvers=(subjects("requestorManager"),),
        fallback_primary_approvers=(subjects("singleUser", "stand-in"),),
    )
    people = [Requestor(user_id=each, is_guest=False) for each in ("boss", "stand-in", "asker")]

    assert expected == {
        one.user_id
        for one in people
        if may_decide(stage, one, target_id="asker", manager_id=manager_id)
    }


def test_nobody_decides_about_their_own_request() -> None:
    stage = ApprovalStage(primary_approvers=(subjects("groupMembers", "design"),))

    assert may_decide(stage, OWN, target_id="guest", manager_id=None)
    assert not may_decide(stage, OWN, target_id="own", manager_id=None)


@pytest.mark.parametrize(
    ("policy", "path"),
    [
        (
            AssignmentPolicy(specific_allowed_targets=(subjects("singleUser", "own"),)),
            "specificAllowedTargets",
        ),
        (
            AssignmentPolicy(
                allowed_target_scope="specificConnectedOrganizationUsers",
                specific_allowed_targets=(subjects("singleUser", "own"),),
            ),
            "specificAllowedTargets",
        ),
        (
            AssignmentPolicy(expiration=Expiration(type="afterDateTime")),
            "expiration.endDateTime",
        ),
        (AssignmentPolicy(expiration=Expiration(type="afterDuration")), "expiration.duration"),
        (
            AssignmentPolicy(expiration=Expiration(type="afterDuration", duration="P9999D")),
            "expiration.duration",
        ),
        (
            AssignmentPolicy(
                request_approval_settings=ApprovalSettings(is_approval_required_for_add=True)
            ),
            "requestApprovalSettings.stages",
        ),
    ],
)
def test_a_policy_that_says_nothing_certain_is_refused(policy: AssignmentPolicy, path: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        check_policy(policy)

    assert path == refused.value.path


@given(
    asked=some.integers(min_value=1, max_value=40),
    granted=some.integers(min_value=1, max_value=40),
    may_choose=some.booleans(),
    by_administrator=some.booleans(),
)
def test_access_never_lasts_longer_than_the_policy_says(
    *, asked: int, granted: int, may_choose: bool, by_administrator: bool
) -> None:
    policy = AssignmentPolicy(
        expiration=Expiration(type="afterDuration", duration=f"P{granted}D"),
        requestor_settings=RequestorSettings(allow_custom_assignment_schedule=may_choose),
    )
    wanted = Expiration(type="afterDuration", duration=f"P{asked}D")

    try:
        end = end_of(policy, NOW, wanted, by_administrator=by_administrator)
    except InvalidValueError:
        assert asked > granted or not (may_choose or by_administrator)
    else:
        assert add_seconds(NOW, asked * 86400) == end
        assert asked <= granted


@pytest.mark.parametrize(
    ("expiration", "expected"),
    [
        (Expiration(), None),
        (Expiration(type="afterDuration", duration="P7D"), "2026-12-05T10:00:00.000000Z"),
        (
            Expiration(type="afterDateTime", end_date_time="2027-01-01T00:00:00.000000Z"),
            "2027-01-01T00:00:00.000000Z",
        ),
    ],
)
def test_access_ends_as_the_policy_says(expiration: Expiration, expected: str | None) -> None:
    policy = AssignmentPolicy(expiration=expiration)

    assert expected == end_of(policy, NOW, None, by_administrator=False)


def test_nothing_is_given_by_a_policy_whose_time_is_up() -> None:
    over = Expiration(type="afterDateTime", end_date_time="2026-01-01T00:00:00.000000Z")

    with pytest.raises(InvalidValueError, match="ended on"):
        end_of(AssignmentPolicy(expiration=over), NOW, None, by_administrator=True)


def test_a_request_has_to_be_decided_in_time() -> None:
    assert "2026-12-12T10:00:00.000000Z" == answer_due(NOW, "P14D")


@pytest.mark.parametrize(
    ("is_ours", "others", "expected"),
    [
        (True, [], True),
        (False, [], False),
        (True, [{"role_origin_id": "Member_1"}], False),
        (True, [{"role_origin_id": "Member_2"}], True),
    ],
)
def test_a_role_is_taken_away_with_the_last_package_that_gave_it(
    *, is_ours: bool, others: list[dict[str, str]], expected: bool
) -> None:
    role = {"origin_system": "AadGroup", "origin_id": "1", "role_origin_id": "Member_1"}
    grant = {**role, "is_ours": is_ours}

    assert expected == is_last_reason(grant, [{**role, **each} for each in others])
