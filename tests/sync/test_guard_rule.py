"""The deletion guard as a rule: what is too much, and which settings turn it on."""

import pytest

from tenantry.errors import InvalidValueError
from tenantry.sync.guard import (
    PERCENTAGE,
    THRESHOLD,
    WINDOW,
    Guard,
    Removals,
    guard_of,
    is_removal,
    is_too_much,
    stage_removals,
)
from tenantry.sync.matching import Situation
from tenantry.sync.notification_settings import parse_notification_settings
from tenantry.sync.planning import Action, PlannedChange, Scope
from tenantry.sync.settings import check_job_settings, guard_settings, merge_settings


@pytest.mark.parametrize(
    ("guard", "removals", "expected"),
    [
        (Guard(threshold=500), Removals(staged=500), False),
        (Guard(threshold=500), Removals(staged=501), True),
        (Guard(threshold=0), Removals(staged=0), False),
        (Guard(threshold=0), Removals(staged=1), True),
        (Guard(threshold=500), Removals(staged=1, released=500), True),
        (Guard(threshold=500), Removals(staged=1, released=400, earlier=99), False),
        (Guard(threshold=500), Removals(staged=1, released=400, earlier=100), True),
        (Guard(percentage=10), Removals(staged=10, linked=100), False),
        (Guard(percentage=10), Removals(staged=11, linked=100), True),
        (Guard(percentage=10), Removals(staged=5, released=5, linked=95), False),
        (Guard(percentage=10), Removals(staged=5, earlier=6, linked=94), True),
        (Guard(threshold=3, percentage=50), Removals(staged=4, linked=100), True),
        (Guard(threshold=30, percentage=1), Removals(staged=4, linked=100), True),
        (Guard(threshold=30, percentage=50), Removals(staged=4, linked=100), False),
    ],
)
def test_more_than_the_guard_lets_pass_is_too_much(
    guard: Guard, removals: Removals, *, expected: bool
) -> None:
    assert expected is is_too_much(guard, removals)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, None),
        ({"RunMode": "continuous"}, None),
        ({WINDOW: "P1D"}, None),
        ({THRESHOLD: "500"}, Guard(threshold=500)),
        ({THRESHOLD: "0"}, Guard(threshold=0)),
        ({PERCENTAGE: "10"}, Guard(percentage=10)),
        (
            {THRESHOLD: "500", PERCENTAGE: "10", WINDOW: "PT1H"},
            Guard(threshold=500, percentage=10, window_seconds=3600.0),
        ),
    ],
)
def test_settings_turn_the_guard_on(settings: dict[str, str], expected: Guard | None) -> None:
    assert expected == guard_of(check_job_settings(settings))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (THRESHOLD, "-1"),
        (THRESHOLD, "many"),
        (THRESHOLD, "2147483648"),
        (THRESHOLD, "9" * 5000),
        (PERCENTAGE, "101"),
        (PERCENTAGE, "1.5"),
        (PERCENTAGE, "9" * 5000),
        (WINDOW, "1 day"),
        (WINDOW, "P1M"),
        (WINDOW, "P367D"),
        (WINDOW, "P999999D"),
    ],
)
def test_a_setting_of_the_guard_that_means_nothing_is_refused(name: str, value: str) -> None:
    with pytest.raises(InvalidValueError, match=name) as refusal:
        check_job_settings({name: value})

    assert (name, True) == (refusal.value.path, f"`{value}`" in refusal.value.message)


def test_an_empty_value_turns_a_setting_of_the_guard_off() -> None:
    given = check_job_settings({THRESHOLD: "", WINDOW: ""})

    assert {PERCENTAGE: "5"} == merge_settings({THRESHOLD: "5", PERCENTAGE: "5"}, given)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, {}),
        ("{}", {}),
        ('{"Enabled":true,"Recipients":"a@contoso.test"}', {}),
        ('{"DeleteThresholdEnabled":true}', {THRESHOLD: "500"}),
        ('{"DeleteThresholdEnabled":true,"DeleteThresholdValue":25}', {THRESHOLD: "25"}),
        ('{"DeleteThresholdEnabled":false,"DeleteThresholdValue":25}', {THRESHOLD: ""}),
    ],
)
def test_the_documented_setting_sets_the_threshold_of_the_job(
    text: str | None, expected: dict[str, str]
) -> None:
    connection = {"SyncAll": "true"} | ({"SyncNotificationSettings": text} if text else {})

    assert expected == guard_settings(connection)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"Enabled":false,"Recipients":"a@contoso.test"}', ()),
        ('{"Enabled":true,"Recipients":"a@contoso.test"}', ("a@contoso.test",)),
        (
            '{"Enabled":true,"Recipients":" a@contoso.test; b@contoso.test,a@contoso.test"}',
            ("a@contoso.test", "b@contoso.test"),
        ),
        ('{"Enabled":false,"HumanResourcesLookaheadQueryEnabled":false}', ()),
    ],
)
def test_recipients_are_told_where_telling_is_on(text: str, expected: tuple[str, ...]) -> None:
    assert expected == parse_notification_settings(text).addresses


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", ""),
        ("on", ""),
        ("[]", ""),
        ('{"Enabled":"yes"}', ".Enabled"),
        ('{"Enabled":true}', ".Recipients"),
        ('{"Enabled":true,"Recipients":" ; "}', ".Recipients"),
        ('{"Enabled":false,"Recipients":"contoso.test"}', ".Recipients"),
        ('{"Recipients":["a@contoso.test"]}', ".Recipients"),
        ('{"DeleteThresholdEnabled":1}', ".DeleteThresholdEnabled"),
        ('{"DeleteThresholdValue":"500"}', ".DeleteThresholdValue"),
        ('{"DeleteThresholdValue":-1}', ".DeleteThresholdValue"),
        ('{"DeleteThresholdValue":2147483648}', ".DeleteThresholdValue"),
        ('{"DeleteTreshold":5}', ".DeleteTreshold"),
    ],
)
def test_notification_settings_that_cannot_be_are_refused_by_member(text: str, path: str) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        parse_notification_settings(text)

    assert f"SyncNotificationSettings{path}" == refusal.value.path
    assert f"`SyncNotificationSettings{path}`" in refusal.value.message


def test_removals_are_staged_with_their_cause_and_nothing_else_is() -> None:
    changes = [
        _change(Action.DELETE, reason="IsSoftDeleted"),
        _change(Action.UPDATE, after={"accountEnabled": False, "city": "Nelson"}),
        _change(Action.UPDATE, after={"accountEnabled": True}),
        _change(Action.RESTORE, after={"accountEnabled": False}),
        _change(Action.CREATE, after={"accountEnabled": False}),
        _change(Action.SKIP),
        _change(Action.UNLINK),
    ]
    removals = [is_removal(change) for change in changes]

    stage_removals(changes)

    assert [True, True, False, False, False, False, False] == removals
    assert [(Action.STAGE, "IsSoftDeleted"), (Action.STAGE, "AccountDisabled")] == [
        (change.action, change.reason) for change in changes[:2]
    ]
    untouched = [Action.UPDATE, Action.RESTORE, Action.CREATE, Action.SKIP, Action.UNLINK]
    assert untouched == [change.action for change in changes[2:]]


def _change(
    action: Action, *, after: dict[str, object] | None = None, reason: str | None = None
) -> PlannedChange:
    return PlannedChange(
        action=action,
        source_id="ana",
        after=after or {},
        scope=Scope.IN,
        situation=Situation.LINKED,
        reason=reason,
    )
