"""`tenantry sync`: look at jobs and steer them, named by id, by tenant or all at once."""

import re
from dataclasses import dataclass
from threading import Timer
from typing import Any

import msgspec
import pytest

from tenantry.access.operations.synchronizations import update_synchronization
from tenantry.access.policy import UserSyncInbound
from tenantry.actor import operator
from tenantry.directory.operations.users import update_user
from tenantry.lab.lab_file import LabJob
from tenantry.lab.linking import synchronize
from tenantry.runtime.services import Services
from tenantry.sync.engine.cycles import Cycle
from tenantry.sync.engine.dispatching import Dispatcher
from tests.cli.conftest import Terminal
from tests.support.directory import add_group, add_tenant, add_user


@dataclass(frozen=True, slots=True, kw_only=True)
class Companies:
    """Two companies that synchronize both ways; Mira and Kim are Northwind's."""

    to_tailwind: LabJob
    to_northwind: LabJob
    services: Services

    def run_cycles(self) -> None:
        """Do what a worker does."""
        dispatcher = Dispatcher(self.services.database, "test")
        while dispatcher.run_due() == 0.0:  # a turn may end early on a busy machine
            pass
        dispatcher.release()


@pytest.fixture
def companies(services: Services) -> Companies:
    with services.database.write() as work:
        northwind, tailwind = add_tenant(work, "northwind"), add_tenant(work, "tailwind")
        members = [add_user(work, northwind, name) for name in ("mira", "kim")]
        group = add_group(work, northwind, "design", members=members)
        ids = northwind.tenant_id, tailwind.tenant_id
        return Companies(
            to_tailwind=synchronize(work, *ids, name="To Tailwind", group_ids=[group["id"]]),
            to_northwind=synchronize(work, *reversed(ids), name="To Northwind", group_ids=[]),
            services=services,
        )


def _statuses(terminal: Terminal) -> dict[str, str]:
    return {row["source"]: row["status"] for row in terminal.json("sync", "status")}


def test_without_jobs_the_status_says_so(terminal: Terminal) -> None:
    assert "No jobs.\n" == terminal.run("sync", "status").stdout


def test_the_status_tells_counts_and_how_the_last_cycle_ended(
    terminal: Terminal, companies: Companies
) -> None:
    before = terminal.json("sync", "status", "--source", "northwind")
    companies.run_cycles()
    [row] = terminal.json("sync", "status", "--source", "northwind")

    assert ["NotRun", None, 0] == [
        before[0][name] for name in ("status", "lastCycleEnded", "linked")
    ]
    expected = {
        "jobId": companies.to_tailwind.job_id,
        "source": "Northwind",
        "target": "Tailwind",
        "status": "Active",
        "runMode": "continuous",
        "linked": 2,
        "exported": 2,
        "escrowed": 0,
        "inCycle": False,
        "lastCycleState": "Succeeded",
        "lastError": None,
    }
    assert expected.items() <= row.items()


def test_the_status_tells_the_last_error(terminal: Terminal, companies: Companies) -> None:
    _forbid(companies)
    companies.run_cycles()

    [row] = terminal.json("sync", "status", "--source", "northwind")

    assert "Quarantine" == row["status"]
    assert "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure" in row["lastError"]
    assert "Quarantine" in terminal.run("sync", "status").stdout


def _forbid(companies: Companies) -> None:
    """Let Tailwind take back that Northwind may synchronize into it."""
    job = companies.to_tailwind
    given = {"user_sync_inbound": UserSyncInbound(is_sync_allowed=False)}
    with companies.services.database.write() as work:
        update_synchronization(work, operator(job.target_tenant_id), job.source_tenant_id, given)


@pytest.mark.parametrize(
    ("words", "paused"),
    [
        (["--source", "northwind"], {"Northwind"}),
        (["--target", "Northwind"], {"Tailwind"}),
        (["--all"], {"Northwind", "Tailwind"}),
        (["{job}"], {"Northwind"}),
        (["{end}"], {"Northwind"}),
        (["--source", "northwind", "--target", "northwind.test"], set()),
    ],
)
def test_jobs_are_chosen_by_id_by_tenant_or_all(
    terminal: Terminal, companies: Companies, words: list[str], paused: set[str]
) -> None:
    job_id = companies.to_tailwind.job_id
    chosen = [word.format(job=job_id, end=job_id[-12:]) for word in words]

    terminal.json("sync", "pause", *chosen)

    assert paused == {
        source for source, status in _statuses(terminal).items() if status == "Paused"
    }


def test_a_paused_job_starts_again(terminal: Terminal, companies: Companies) -> None:
    companies.run_cycles()
    terminal.json("sync", "pause", "--all")
    [row] = terminal.json("sync", "start", "--source", "northwind")

    assert "Active" == row["status"]
    assert {"Northwind": "Active", "Tailwind": "Paused"} == _statuses(terminal)


def test_a_restarted_job_looks_at_everybody_again(terminal: Terminal, companies: Companies) -> None:
    companies.run_cycles()
    terminal.json("sync", "restart", "--source", "northwind")
    companies.run_cycles()

    [row] = terminal.json("sync", "status", "--source", "northwind")
    assert (2, 2) == (row["imported"], row["linked"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["pause"], 2),
        (["start", "0123456789ab"], 3),
        (["status", "--source", "nobody"], 3),
        (["restart", "--target", "nobody"], 3),
    ],
)
def test_a_choice_of_nothing_is_refused(
    terminal: Terminal, companies: Companies, words: list[str], code: int
) -> None:
    assert companies.to_tailwind.job_id

    assert code == terminal.run("sync", *words).exit_code


def _events(terminal: Terminal, *words: str) -> list[dict[str, Any]]:
    result = terminal.run("sync", "watch", "--once", *words, "--output", "json")
    assert result.exit_code == 0, result.output
    return [msgspec.json.decode(line) for line in result.stdout.splitlines()]


def test_the_log_tells_what_was_done_in_order(terminal: Terminal, companies: Companies) -> None:
    companies.run_cycles()
    with companies.services.database.write() as work:
        actor = operator(companies.to_tailwind.source_tenant_id)
        update_user(work, actor, "kim@northwind.test", {"job_title": "Designer"})
    companies.run_cycles()

    events = _events(terminal, "--source", "northwind")
    [newest] = _events(terminal, "--source", "northwind", "--last", "1")

    assert ["create", "create", "update"] == [
        event["action"] for event in events if event["status"] == "success"
    ]
    assert ("kim@northwind.test", ["jobTitle"], "success") == (
        newest["subject"],
        newest["changed"],
        newest["status"],
    )
    assert events[-1] == newest


def test_the_log_of_one_job_has_nothing_of_another(
    terminal: Terminal, companies: Companies
) -> None:
    companies.run_cycles()

    assert {companies.to_tailwind.job_id} == {
        event["jobId"] for event in _events(terminal, "--target", "tailwind")
    }


def test_the_log_is_readable_by_people(terminal: Terminal, companies: Companies) -> None:
    companies.run_cycles()

    lines = terminal.run("sync", "watch", "--once", "--last", "1").stdout.splitlines()

    assert 1 == len(lines)
    assert "Northwind \N{RIGHTWARDS ARROW} Tailwind" in lines[0]


def test_whoever_watches_is_told_how_fast_a_cycle_is_and_what_is_left(
    terminal: Terminal, companies: Companies
) -> None:
    job, database = companies.to_tailwind, companies.services.database
    cycle = Cycle(database, job.source_tenant_id, job.job_id, chunk_users=1)
    with database.write() as work:
        cycle.advance(work)

    lines = terminal.run("sync", "watch", "--once", "--target", "tailwind").stdout.splitlines()

    assert "in a cycle, 50% done" in lines[-1]
    assert re.search(r", [\d,]+ users/s, \d+ s left$", lines[-1])


def test_a_cycle_that_is_asked_for_is_waited_for(terminal: Terminal, companies: Companies) -> None:
    worker = Timer(0.3, companies.run_cycles)
    worker.start()

    rows = terminal.json("sync", "run", "--all")

    worker.join()
    assert {"Succeeded"} == {row["lastCycleState"] for row in rows}


def test_without_a_worker_the_wait_for_a_cycle_ends(
    terminal: Terminal, companies: Companies
) -> None:
    result = terminal.run("sync", "run", companies.to_tailwind.job_id, "--timeout", "0.2")

    assert 7 == result.exit_code
    assert "`tenantry worker`" in result.stderr


def test_a_paused_job_runs_no_cycle(terminal: Terminal, companies: Companies) -> None:
    terminal.json("sync", "pause", companies.to_tailwind.job_id)

    result = terminal.run("sync", "run", "--all")

    assert 5 == result.exit_code
    assert "`tenantry sync start`" in result.stderr


def test_one_person_is_provisioned_with_every_step(
    terminal: Terminal, companies: Companies
) -> None:
    job_id = companies.to_tailwind.job_id

    told = terminal.json("sync", "run", job_id, "--user", "mira@northwind.test")
    table = terminal.run("sync", "run", job_id, "--user", "kim@northwind.test")

    assert ("create", "success") == (told["action"], told["status"])
    assert ["import", "scoping", "matching"] == [step["type"] for step in told["steps"]][:3]
    assert "create success" == table.stdout.splitlines()[0]
    [row] = terminal.json("sync", "status", job_id)
    assert 2 == row["linked"]


def test_several_people_are_provisioned_one_after_the_other(
    terminal: Terminal, companies: Companies
) -> None:
    job_id = companies.to_tailwind.job_id
    people = ["mira@northwind.test", "kim@northwind.test"]

    told = terminal.json("sync", "run", job_id, "--user", people[0], "--user", people[1])

    assert [("create", each) for each in people] == [
        (row["action"], row["subject"]) for row in told
    ]


def test_of_several_people_nobody_is_provisioned_if_one_is_unknown(
    terminal: Terminal, companies: Companies
) -> None:
    job_id = companies.to_tailwind.job_id
    people = ["--user", "mira@northwind.test", "--user", "nobody@northwind.test"]

    result = terminal.run("sync", "run", job_id, *people)

    assert 3 == result.exit_code
    assert "is called `nobody@northwind.test`" in result.stderr
    assert 0 == terminal.json("sync", "status", job_id)[0]["linked"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--all", "--user", "mira@northwind.test"], 2),
        (["--source", "northwind", "--user", "nobody@northwind.test"], 3),
        (["--user", "mira@northwind.test"], 2),
    ],
)
def test_a_person_needs_one_job_and_has_to_exist(
    terminal: Terminal, companies: Companies, words: list[str], code: int
) -> None:
    assert companies.to_tailwind.job_id

    assert code == terminal.run("sync", "run", *words).exit_code
