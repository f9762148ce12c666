"""`tenantry sync staged` and `restart --force-deletes`: the deletion guard from the terminal."""

import pytest

from tenantry.actor import operator
from tenantry.directory.operations.groups import delete_group
from tenantry.lab.lab_file import LabJob
from tenantry.lab.linking import synchronize
from tenantry.runtime.services import Services
from tenantry.sync.engine.dispatching import Dispatcher
from tests.cli.conftest import Terminal
from tests.support.directory import add_group, add_tenant, add_user


@pytest.fixture
def job(services: Services) -> LabJob:
    """A job of the lab's kind whose only group was deleted by mistake."""
    with services.database.write() as work:
        northwind, tailwind = add_tenant(work, "northwind"), add_tenant(work, "tailwind")
        members = [add_user(work, northwind, name) for name in ("mira", "kim")]
        group = add_group(work, northwind, "design", members=members)
        ids = northwind.tenant_id, tailwind.tenant_id
        job = synchronize(work, *ids, name="To Tailwind", group_ids=[group["id"]], percentage=10)
    _run_cycles(services)
    with services.database.write() as work:
        delete_group(work, operator(northwind.tenant_id), group["id"])
    _run_cycles(services)
    return job


def test_whose_removal_waits_is_shown_with_the_cause(terminal: Terminal, job: LabJob) -> None:
    rows = terminal.json("sync", "staged", "--source", "northwind")
    shown = terminal.run("sync", "staged").stdout

    assert [(job.job_id, "Mira", "delete", "NotEffectivelyEntitled")] == [
        (row["jobId"], row["displayName"], row["action"], row["cause"])
        for row in rows
        if row["displayName"] == "Mira"
    ]
    assert 2 == len(rows)
    for told in ("Mira", "Kim", "deleted", "not assigned any more"):
        assert told in shown


def test_the_status_tells_that_the_guard_holds(terminal: Terminal, job: LabJob) -> None:
    [row] = terminal.json("sync", "status")

    assert "Quarantine" == row["status"]
    assert row["lastError"].startswith("TooManyDeletes: 2 users not assigned any more")
    assert "`tenantry sync staged` shows whom" in terminal.run("sync", "status").stdout


def test_a_plan_shows_what_the_guard_holds_by_then(terminal: Terminal, job: LabJob) -> None:
    told = terminal.run("sync", "plan", "--all").stdout

    assert "! hold      mira@northwind.test  not assigned any more (CTS-101)" in told
    assert "2 held by the deletion guard" in told


def test_forced_deletes_go(terminal: Terminal, services: Services, job: LabJob) -> None:
    terminal.json("sync", "restart", "--all", "--force-deletes")
    _run_cycles(services)

    assert [] == terminal.json("sync", "staged")
    assert "Nobody's removal waits.\n" == terminal.run("sync", "staged").stdout
    assert ["Active"] == [row["status"] for row in terminal.json("sync", "status")]


def _run_cycles(services: Services) -> None:
    """Do what a worker does."""
    dispatcher = Dispatcher(services.database, "test")
    dispatcher.run_due()
    dispatcher.release()
