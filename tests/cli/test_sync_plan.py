"""`tenantry sync plan` and `apply`: seen first, then done."""

from threading import Timer

import pytest

from tenantry.actor import operator
from tenantry.directory.operations.users import delete_user, update_user
from tests.cli.conftest import Terminal
from tests.cli.test_sync import Companies, companies  # noqa: F401  # the fixture
from tests.support.directory import add_user


@pytest.fixture
def changed(companies: Companies) -> Companies:  # noqa: F811  # pytest's way to ask for it
    """Kim became a designer and Mira left, after both were synchronized to Tailwind."""
    companies.run_cycles()
    actor = operator(companies.to_tailwind.source_tenant_id)
    with companies.services.database.write() as work:
        update_user(work, actor, "kim@northwind.test", {"job_title": "Designer"})
        delete_user(work, actor, "mira@northwind.test")
    return companies


def test_a_plan_tells_people_what_would_be_done(terminal: Terminal, changed: Companies) -> None:
    result = terminal.run("sync", "plan", "--source", "northwind")

    lines = [line.rstrip() for line in result.stdout.splitlines()]
    assert 0 == result.exit_code
    assert "Northwind \N{RIGHTWARDS ARROW} Tailwind  incremental cycle" == lines[0]
    assert "- delete    mira@northwind.test  deleted in the source (CTS-100)" in lines
    assert "~ update    kim@northwind.test" in lines
    assert '      jobTitle                 (none) \N{RIGHTWARDS ARROW} "Designer"' in lines
    assert "Plan: 0 to create, 1 to update, 1 to delete; 0 unchanged." in lines
    assert lines[-1].startswith("Nothing was changed.  To do this: tenantry sync apply ")
    assert {"Active"} == {row["status"] for row in terminal.json("sync", "status")}


@pytest.mark.parametrize(("target", "code"), [("tailwind", 9), ("northwind", 0)])
def test_the_exit_code_tells_whether_there_are_changes(
    terminal: Terminal, changed: Companies, target: str, code: int
) -> None:
    result = terminal.run("sync", "plan", "--target", target, "--detailed-exit-code")

    assert code == result.exit_code


def test_a_plan_as_json_has_every_change(terminal: Terminal, changed: Companies) -> None:
    [plan] = terminal.json("sync", "plan", "--target", "tailwind")

    assert {"delete": 1, "update": 1} == {
        action: number for action, number in plan["counts"].items() if number
    }
    assert [("delete", "mira@northwind.test"), ("update", "kim@northwind.test")] == [
        (change["action"], change["subject"]) for change in plan["changes"]
    ]
    assert [{"name": "jobTitle", "before": None, "after": "Designer"}] == (
        plan["changes"][1]["properties"]
    )


def test_a_plan_is_applied_by_its_id(terminal: Terminal, changed: Companies) -> None:
    [plan] = terminal.json("sync", "plan", "--target", "tailwind")
    worker = Timer(0.3, changed.run_cycles)
    worker.start()

    result = terminal.run("sync", "apply", plan["planId"], "--yes")

    worker.join()
    assert (0, "Northwind \N{RIGHTWARDS ARROW} Tailwind: applied.") == (
        result.exit_code,
        result.stdout.partition("  ")[0],
    )
    [row] = terminal.json("sync", "plans", "--target", "tailwind")
    assert (plan["planId"], "applied") == (row["planId"], row["state"])


def test_a_job_is_planned_and_asked_about_before_it_is_applied(
    terminal: Terminal, changed: Companies
) -> None:
    result = terminal.run("sync", "apply", "--target", "tailwind")

    assert 1 == result.exit_code
    assert "Plan: 0 to create, 1 to update, 1 to delete" in result.stdout
    assert "Do this?" in result.stderr
    assert ["ready"] == [row["state"] for row in terminal.json("sync", "plans", "--all")]


def test_a_plan_is_summed_up_and_asked_about_before_it_is_applied(
    terminal: Terminal, changed: Companies
) -> None:
    [plan] = terminal.json("sync", "plan", "--target", "tailwind")

    result = terminal.run("sync", "apply", plan["planId"])

    assert 1 == result.exit_code
    assert "Plan: 0 to create, 1 to update, 1 to delete; 0 unchanged." in result.stdout


def test_a_plan_that_the_world_has_left_is_refused(terminal: Terminal, changed: Companies) -> None:
    [plan] = terminal.json("sync", "plan", "--target", "tailwind")
    actor = operator(changed.to_tailwind.source_tenant_id)
    with changed.services.database.write() as work:
        update_user(work, actor, "kim@northwind.test", {"job_title": "Chief"})
        add_user(work, actor, "someone")

    result = terminal.run("sync", "apply", plan["planId"], "--yes")

    assert 5 == result.exit_code
    assert "changed since the plan was made; make a new one" in result.stderr


def test_without_a_worker_the_wait_for_a_plan_ends(terminal: Terminal, changed: Companies) -> None:
    [plan] = terminal.json("sync", "plan", "--target", "tailwind")

    result = terminal.run("sync", "apply", plan["planId"], "--yes", "--timeout", "0.2")

    assert 7 == result.exit_code
    assert "`tenantry worker`" in result.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["plan"], 2),
        (["apply"], 2),
        (["apply", "01a22000-0000-7000-8000-000000000000"], 3),
        (["plan", "--source", "nobody"], 3),
    ],
)
def test_a_choice_of_no_plan_is_refused(
    terminal: Terminal, changed: Companies, words: list[str], code: int
) -> None:
    assert code == terminal.run("sync", *words).exit_code
