"""The deletion guard counts groups with users, and holds them likewise."""

from tenantry.sync.jobs import QuarantineReason, StatusCode
from tenantry.sync.operations.jobs import ResetScope, change_settings
from tests.support.synchronization import Synchronization

_THRESHOLD = "QuarantineTooManyDeletesThreshold"
_PERCENTAGE = "DeleteThresholdPercentage"


def test_groups_within_the_threshold_are_removed_in_the_same_cycle(
    groups: Synchronization,
) -> None:
    teams = _bring_over(groups, 3)
    _guard(groups, 2)
    for team in teams[:2]:
        groups.unassign(team)

    groups.run_cycle()

    assert ([], teams[:2]) == (groups.staged(), _gone(groups, teams))
    assert StatusCode.ACTIVE is groups.job().status_code


def test_more_groups_than_the_threshold_are_held_and_logged(groups: Synchronization) -> None:
    teams = _bring_over(groups, 3)
    _guard(groups, 2)
    for team in teams:
        groups.unassign(team)

    groups.run_cycle()

    assert [("group", team, "NotEffectivelyEntitled") for team in sorted(teams)] == [
        (row["object_type"], row["source_id"], row["cause"]) for row in groups.staged()
    ]
    assert ([], StatusCode.QUARANTINE) == (_gone(groups, teams), groups.job().status_code)
    quarantine = groups.job().quarantine
    assert quarantine is not None
    assert QuarantineReason.TOO_MANY_DELETES is quarantine.reason
    assert "3 groups not assigned any more" in quarantine.fault.message
    logged = [groups.events(team)[-1] for team in teams]
    assert [("stagedDelete", "Group")] * 3 == [
        (event["action"], event["source_type"]) for event in logged
    ]


def test_users_and_groups_add_up(groups: Synchronization) -> None:
    [team] = _bring_over(groups, 1)
    ana = groups.add_user("ana")
    groups.run_cycle()
    _guard(groups, 1)
    groups.unassign(ana)
    groups.unassign(team)

    groups.run_cycle()

    assert (["group", "user"], []) == (
        sorted(row["object_type"] for row in groups.staged()),
        _gone(groups, [team]),
    )
    assert groups.twin(ana)["deleted_at"] is None
    assert StatusCode.QUARANTINE is groups.job().status_code


def test_nothing_of_groups_goes_while_users_are_held(groups: Synchronization) -> None:
    [team] = _bring_over(groups, 1)
    people = [groups.add_user(name) for name in ("ana", "ben")]
    groups.run_cycle()
    _guard(groups, 1)
    for each in (*people, team):
        groups.unassign(each)

    groups.run_cycle()

    assert (3, []) == (len(groups.staged()), _gone(groups, [team]))


def test_a_percentage_is_one_of_users_and_groups(groups: Synchronization) -> None:
    teams = _bring_over(groups, 3)
    groups.add_user("ana")
    groups.run_cycle()
    groups.command(change_settings, {_PERCENTAGE: "50"})
    for team in teams[:2]:
        groups.unassign(team)

    groups.run_cycle()

    assert ([], teams[:2]) == (groups.staged(), _gone(groups, teams))


def test_forced_deletes_carry_groups_out(groups: Synchronization) -> None:
    teams = _bring_over(groups, 2)
    _guard(groups, 1)
    for team in teams:
        groups.unassign(team)
    groups.run_cycle()

    groups.restart(ResetScope.FORCE_DELETES)
    groups.run_cycle()

    assert ([], teams) == (groups.staged(), _gone(groups, teams))
    assert StatusCode.ACTIVE is groups.job().status_code


def test_a_group_that_is_assigned_again_waits_no_more(groups: Synchronization) -> None:
    teams = _bring_over(groups, 2)
    _guard(groups, 1)
    for team in teams:
        groups.unassign(team)
    groups.run_cycle()
    for team in teams:
        groups.assign(team)

    groups.restart()
    groups.run_cycle()

    assert ([], []) == (groups.staged(), _gone(groups, teams))
    assert StatusCode.ACTIVE is groups.job().status_code


def _bring_over(groups: Synchronization, count: int) -> list[str]:
    """Assign new groups without members and return their ids."""
    teams = [groups.source.add_group(f"team{number}") for number in range(count)]
    for team in teams:
        groups.assign(team)
    groups.run_cycle()
    return teams


def _guard(groups: Synchronization, threshold: int) -> None:
    groups.command(change_settings, {_THRESHOLD: str(threshold)})


def _gone(groups: Synchronization, teams: list[str]) -> list[str]:
    return [team for team in teams if groups.group_twin(team)["deleted_at"] is not None]
