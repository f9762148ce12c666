"""`TargetDrift`: edits in the target of what the job writes are reported or repaired."""

import msgspec
import pytest

from tenantry.directory.values import Record
from tenantry.sync.engine.cycles import Cycle
from tenantry.sync.operations.jobs import ResetScope
from tests.support.synchronization import Synchronization

_DRIFT = "TargetDrift"


@pytest.fixture
def ana(sync: Synchronization) -> str:
    """A synchronized user of a job that follows its target; what is done is the test's choice."""
    user_id = sync.add_user("ana", city="Turku", job_title="Buyer")
    sync.set_options(TargetDrift="report")
    sync.run_cycle()
    sync.run_cycle()
    return user_id


@pytest.mark.claim("CTS-080", "CTS-081")
def test_drift_is_ignored_unless_the_job_is_told_to_look(sync: Synchronization, ana: str) -> None:
    sync.set_options(TargetDrift="ignore")
    _edit(sync, ana, city="Elsewhere")

    sync.run_cycle()

    assert "Elsewhere" == sync.twin(ana)["city"]
    assert [] == _drift_events(sync)
    assert sync.job().target_watermark is None


def test_reported_drift_is_logged_once_and_left_alone(sync: Synchronization, ana: str) -> None:
    _edit(sync, ana, city="Elsewhere", job_title="Seller")
    before = sync.target.position()

    sync.run_cycle()
    sync.run_cycle()

    [event] = _drift_events(sync)
    assert ("other", "warning", ana) == (event["action"], event["status"], event["source_id"])
    assert [["city", "Elsewhere", "Turku"], ["jobTitle", "Seller", "Buyer"]] == sorted(
        msgspec.json.decode(event["modified_properties"])
    )
    assert "Elsewhere" == sync.twin(ana)["city"]
    assert before == sync.target.position()
    assert 0 == _exported(sync)


def test_repaired_drift_has_the_sources_values_again(sync: Synchronization, ana: str) -> None:
    sync.set_options(TargetDrift="repair")
    head = sync.add_user("ben")
    sync.source.set_manager(ana, head)
    sync.run_cycle()
    before = sync.twin(ana)
    _edit(sync, ana, city="Elsewhere", display_name="Somebody", account_enabled=False)
    sync.target.clear_manager(before["id"])

    sync.run_cycle()

    assert before == sync.twin(ana)
    assert 1 == _exported(sync)
    [event] = _drift_events(sync)
    assert ("update", "success") == (event["action"], event["status"])
    _check_nothing_more_happens(sync)


def test_what_the_job_does_not_write_is_no_drift(sync: Synchronization, ana: str) -> None:
    sync.set_options(TargetDrift="repair")
    stranger = sync.target.add_user("stranger", city="Elsewhere")

    sync.target.change(stranger, city="Nowhere")
    _edit(sync, ana, mobile_phone="+358 40 555 01")
    _edit(sync, ana, user_type="Guest")  # mapped for new users only
    sync.run_cycle()

    twin = sync.twin(ana)
    assert ("+358 40 555 01", "Guest") == (twin["mobile_phone"], twin["user_type"])
    assert "Nowhere" == sync.target.user(stranger)["city"]
    assert [] == _drift_events(sync)


def test_what_the_job_wrote_itself_is_no_drift(sync: Synchronization, ana: str) -> None:
    for number in range(3):
        sync.source.change(ana, city=f"City {number}")
        sync.add_user(f"user{number}")
        sync.run_cycle()
    sync.provision(ana)
    sync.run_cycle()

    assert [] == _drift_events(sync)
    assert sync.target.position() == sync.job().target_watermark


@pytest.mark.parametrize("drift", ["report", "repair"])
def test_an_edit_that_the_source_undid_in_the_same_cycle_is_no_drift(
    sync: Synchronization, ana: str, drift: str
) -> None:
    sync.set_options(TargetDrift=drift)
    _edit(sync, ana, city="Elsewhere")
    sync.source.change(ana, job_title="Pilot")

    sync.run_cycle()

    twin = sync.twin(ana)
    assert ("Turku", "Pilot") == (twin["city"], twin["job_title"])
    assert [] == _drift_events(sync)


@pytest.mark.parametrize("drift", ["report", "repair"])
def test_who_was_deleted_in_the_target_stays_so(
    sync: Synchronization, ana: str, drift: str
) -> None:
    sync.set_options(TargetDrift=drift)
    _edit(sync, ana, city="Elsewhere")
    sync.target.delete(sync.twin(ana)["id"])

    sync.run_cycle()

    assert sync.twin(ana)["deleted_at"] is not None
    assert [] == _drift_events(sync)


def test_only_who_is_edited_after_the_setting_is_looked_at(sync: Synchronization, ana: str) -> None:
    ben = sync.add_user("ben", city="Turku")
    sync.run_cycle()
    sync.set_options(TargetDrift="ignore")
    _edit(sync, ana, city="Elsewhere")

    sync.set_options(TargetDrift="repair")
    _edit(sync, ben, city="Elsewhere")
    sync.run_cycle()

    assert ["Elsewhere", "Turku"] == [sync.twin(each)["city"] for each in (ana, ben)]
    assert [ben] == [event["source_id"] for event in _drift_events(sync)]


def test_an_initial_cycle_compares_everybody_so_that_nothing_is_left_to_be_drift(
    sync: Synchronization, ana: str
) -> None:
    _edit(sync, ana, city="Elsewhere")

    sync.restart(ResetScope.WATERMARK)
    sync.run_cycle()
    sync.run_cycle()

    assert "Turku" == sync.twin(ana)["city"]
    assert [] == _drift_events(sync)


def test_a_block_that_sticks_is_no_drift(sync: Synchronization, ana: str) -> None:
    sync.set_options(TargetDrift="repair", StickyBlock="True")

    _edit(sync, ana, account_enabled=False, city="Elsewhere")
    sync.run_cycle()

    twin = sync.twin(ana)
    assert (False, "Turku") == (twin["account_enabled"], twin["city"])
    _check_nothing_more_happens(sync)


def test_many_edits_are_looked_at_some_at_a_time(sync: Synchronization) -> None:
    people = [sync.add_user(f"user{number}", city="Turku") for number in range(7)]
    sync.set_options(TargetDrift="repair")
    sync.run_cycle()
    for user_id in people:
        _edit(sync, user_id, city="Elsewhere")

    Cycle(sync.database, sync.source.tenant_id, sync.job_id, chunk_users=2).run()

    assert ["Turku"] * 7 == [sync.twin(user_id)["city"] for user_id in people]
    assert 7 == len(_drift_events(sync)) == _exported(sync)
    _check_nothing_more_happens(sync)


@pytest.mark.parametrize(("threshold", "is_held"), [("0", True), ("5", False)])
def test_who_is_to_be_disabled_again_waits_for_the_deletion_guard(
    sync: Synchronization, ana: str, threshold: str, *, is_held: bool
) -> None:
    sync.source.change(ana, account_enabled=False)
    sync.run_cycle()
    sync.set_options(TargetDrift="repair", QuarantineTooManyDeletesThreshold=threshold)
    _edit(sync, ana, account_enabled=True)

    sync.run_cycle()

    assert ([ana] if is_held else []) == [row["source_id"] for row in sync.staged()]
    assert is_held is sync.twin(ana)["account_enabled"]
    assert ("stagedDelete" if is_held else "update") == sync.events(ana)[-1]["action"]


def test_a_repair_does_not_disable_whom_the_deletion_guard_holds(
    sync: Synchronization, ana: str
) -> None:
    sync.set_options(TargetDrift="repair", QuarantineTooManyDeletesThreshold="0")
    sync.source.change(ana, account_enabled=False)
    sync.run_cycle()
    _edit(sync, ana, city="Elsewhere")

    sync.run_cycle()

    assert sync.twin(ana)["account_enabled"]
    assert [ana] == [row["source_id"] for row in sync.staged()]


def _edit(sync: Synchronization, user_id: str, **changes: object) -> None:
    sync.target.change(sync.twin(user_id)["id"], **changes)


def _drift_events(sync: Synchronization) -> list[Record]:
    return [event for event in sync.events() if event["reason"] == _DRIFT]


def _exported(sync: Synchronization) -> int:
    execution = sync.job().last_execution
    return execution.counts.exported if execution is not None else -1


def _check_nothing_more_happens(sync: Synchronization) -> None:
    before = sync.target.position(), len(sync.events())
    sync.run_cycle()
    assert before == (sync.target.position(), len(sync.events()))
