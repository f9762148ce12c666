"""`StickyBlock`: who was blocked in the target stays so until the target lifts it."""

import pytest

from tests.support.synchronization import Synchronization


@pytest.fixture
def ana(sync: Synchronization) -> str:
    """A synchronized user of a job whose blocks stick."""
    sync.set_options(StickyBlock="True")
    user_id = sync.add_user("ana")
    sync.run_cycle()
    return user_id


def test_a_block_outlasts_changes_of_the_source_while_the_rest_flows(
    sync: Synchronization, ana: str
) -> None:
    _block(sync, ana)

    sync.source.change(ana, job_title="Pilot")
    sync.run_cycle()

    assert ("Pilot", False) == _title_and_sign_in(sync, ana)
    _check_nothing_more_happens(sync)


def test_when_the_target_lifts_the_block_the_source_decides_again(
    sync: Synchronization, ana: str
) -> None:
    _block(sync, ana)
    sync.source.change(ana, job_title="Pilot")
    sync.run_cycle()

    sync.target.change(sync.twin(ana)["id"], account_enabled=True)
    for is_enabled in (False, True):
        sync.source.change(ana, account_enabled=is_enabled)
        sync.run_cycle()
        assert is_enabled == sync.twin(ana)["account_enabled"]


def test_what_the_source_blocked_the_source_unblocks(sync: Synchronization, ana: str) -> None:
    for is_enabled in (False, True):
        sync.source.change(ana, account_enabled=is_enabled)
        sync.run_cycle()

        assert is_enabled == sync.twin(ana)["account_enabled"]


def test_a_block_outlasts_one_of_the_source(sync: Synchronization, ana: str) -> None:
    _block(sync, ana)
    for is_enabled in (False, True):
        sync.source.change(ana, account_enabled=is_enabled)
        sync.run_cycle()

    assert sync.twin(ana)["account_enabled"] is False
    sync.target.change(sync.twin(ana)["id"], account_enabled=True)
    sync.source.change(ana, job_title="Pilot")
    sync.run_cycle()
    assert ("Pilot", True) == _title_and_sign_in(sync, ana)


@pytest.mark.claim("CTS-105")
def test_a_user_whom_both_sides_blocked_outlasts_the_assignment_like_any_disabled_one(
    sync: Synchronization, ana: str
) -> None:
    _block(sync, ana)
    sync.source.change(ana, account_enabled=False)
    sync.run_cycle()

    sync.unassign(ana)
    sync.run_cycle()

    assert sync.twin(ana)["deleted_at"] is None


@pytest.mark.parametrize("way", ["restart", "on demand", "leaving and coming back"])
def test_a_block_outlasts_every_other_way_to_write_the_user(
    sync: Synchronization, ana: str, way: str
) -> None:
    _block(sync, ana)
    sync.source.change(ana, job_title="Pilot")

    if way == "on demand":
        sync.provision(ana)
    elif way == "restart":
        sync.restart()
    else:
        sync.unassign(ana)
        sync.run_cycle()
        sync.assign(ana)
    sync.run_cycle()

    assert ("Pilot", False) == _title_and_sign_in(sync, ana)
    assert sync.twin(ana)["deleted_at"] is None


@pytest.mark.claim("CTS-084")
def test_without_the_setting_any_change_lifts_the_block(sync: Synchronization, ana: str) -> None:
    sync.set_options(StickyBlock="False")
    _block(sync, ana)

    sync.source.change(ana, job_title="Pilot")
    sync.run_cycle()

    assert ("Pilot", True) == _title_and_sign_in(sync, ana)


def _block(sync: Synchronization, user_id: str) -> None:
    sync.target.change(sync.twin(user_id)["id"], account_enabled=False)


def _title_and_sign_in(sync: Synchronization, user_id: str) -> tuple[str, bool]:
    twin = sync.twin(user_id)
    return twin["job_title"], twin["account_enabled"]


def _check_nothing_more_happens(sync: Synchronization) -> None:
    before = sync.target.position(), len(sync.events())
    sync.run_cycle()
    assert before == (sync.target.position(), len(sync.events()))
