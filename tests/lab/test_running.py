"""The lab as its users meet it: one command, `lab.json`, and what it says to try."""

import json
import re
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from tenantry.runtime.listening import listen
from tests.support.databases import Databases
from tests.support.processes import children_of, is_alive, tenantry, wait_until

_ANY_PORTS = ("--port", "0", "--http-port", "0")
_KEYS = {"graph", "authority", "http", "caFile", "tenants", "jobs", "users", "operator"}


def _lab_once(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tenantry", "lab", "--once", *_ANY_PORTS, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def _lab_file(folder: Path) -> Mapping[str, Any]:
    content: Mapping[str, Any] = json.loads((folder / ".tenantry" / "lab.json").read_text())
    return content


def _secrets(lab: Mapping[str, Any]) -> list[str]:
    of_tenants = [
        secret
        for tenant in lab["tenants"]
        for secret in (tenant["admin"]["password"], tenant["application"]["clientSecret"])
    ]
    return [*of_tenants, *(user["password"] for user in lab["users"]), lab["operator"]["token"]]


def test_one_run_makes_a_lab_tells_of_it_and_leaves_its_file(tmp_path: Path) -> None:
    result = _lab_once(tmp_path, "--people", "40")

    lab = _lab_file(tmp_path)
    assert (0, "") == (result.returncode, result.stderr)
    assert set(lab) == _KEYS
    assert (3, 4, 9) == (len(lab["tenants"]), len(lab["jobs"]), len(lab["users"]))
    assert 0o600 == (tmp_path / ".tenantry" / "lab.json").stat().st_mode & 0o777
    assert [] == [secret for secret in _secrets(lab) if secret in result.stdout]
    assert [] == [
        words
        for words in ("Tenants, made in", "Synchronizations", "Active", lab["graph"], "Try next")
        if words not in result.stdout
    ]


def test_a_second_run_finds_the_same_lab_and_a_reset_makes_another(tmp_path: Path) -> None:
    _lab_once(tmp_path, "--preset", "pair")
    first = _lab_file(tmp_path)
    again = _lab_once(tmp_path)
    second = _lab_file(tmp_path)
    reset = _lab_once(tmp_path, "--preset", "pair", "--reset", "--output", "json")
    third = _lab_file(tmp_path)

    assert "as it was left" in again.stdout
    assert first["tenants"] == second["tenants"]
    assert first["operator"] == second["operator"]
    assert first["tenants"][0]["tenantId"] != third["tenants"][0]["tenantId"]
    assert third["graph"] == json.loads(reset.stdout)["graph"]


def test_a_lab_on_postgresql_is_made_anew_by_a_reset(
    tmp_path: Path, postgresql_databases: Databases
) -> None:
    with postgresql_databases.empty() as url:
        made = _lab_once(tmp_path, "--preset", "pair", "--database", url)
        first = _lab_file(tmp_path)
        reset = _lab_once(tmp_path, "--preset", "pair", "--reset", "--database", url)
        second = _lab_file(tmp_path)

    assert (0, 0) == (made.returncode, reset.returncode), made.stderr + reset.stderr
    assert first["tenants"] != second["tenants"]


def test_a_port_in_use_is_named_with_its_option(tmp_path: Path) -> None:
    taken = listen("localhost", 0, setting="port")
    try:
        result = _lab_once(tmp_path, "--http-port", str(taken.port))
    finally:
        taken.close()

    assert 5 == result.returncode
    assert f"port {taken.port} is in use" in result.stderr
    assert "`--http-port`" in result.stderr


class Running:
    """A lab that serves."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self.process = process
        self.folder = folder
        self.file = folder / ".tenantry" / "lab.json"
        wait_until(self.file.exists, "lab.json is there")
        self.lab = _lab_file(folder)

    def said(self) -> str:
        return (self.folder / "output.txt").read_text()

    def tenantry(self, words: str) -> subprocess.CompletedProcess[str]:
        """Call the program with *words*, as a shell takes them, beside the lab."""
        return self.shell(f"{sys.executable} -m tenantry {words}")

    def shell(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a command line in the folder in which the lab was started."""
        return subprocess.run(
            ["/bin/sh", "-c", line],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with tenantry(tmp_path, "lab", "--people", "40", *_ANY_PORTS) as process:
        yield Running(process, tmp_path)


def test_both_ports_answer_as_soon_as_the_file_is_there(running: Running) -> None:
    context = ssl.create_default_context(cafile=running.lab["caFile"])

    addresses = [f"{running.lab['graph']}/users", f"{running.lab['http']}/v1.0/users"]
    answers = [httpx.get(address, verify=context) for address in addresses]

    assert [401, 401] == [answer.status_code for answer in answers]


def test_the_commands_it_prints_work_as_printed(running: Running) -> None:
    wait_until(lambda: "Ctrl-C" in running.said(), "the lab has told everything")

    commands = re.findall(r"^   (\S*python.*)$", running.said(), flags=re.MULTILINE)
    results = [running.shell(command) for command in commands]

    assert [(0, "")] * 3 == [(result.returncode, result.stderr) for result in results]
    assert "create" in results[0].stdout
    assert 5 == len(json.loads(results[1].stdout)["value"])
    assert results[2].stdout.startswith("204")
    wait_until(
        lambda: " delete " in running.tenantry("sync watch --once --last 5").stdout,
        "who left is gone from the other company",
    )


def test_due_work_starts_within_a_second_of_moving_the_clock(running: Running) -> None:
    wait_until(lambda: "Ctrl-C" in running.said(), "the first cycles are over")
    before = json.loads(running.tenantry("sync status --output json").stdout)
    running.tenantry(
        """request /tenantry/v1.0/lab/clock --method POST --body '{"advance":"P1D"}'"""
    )

    def all_ran() -> bool:
        after = json.loads(running.tenantry("sync status --output json").stdout)
        pairs = zip(before, after, strict=True)
        return all(one["lastCycleEnded"] < other["lastCycleEnded"] for one, other in pairs)

    wait_until(all_ran, "every job has run by the new time")


def test_stopping_ends_every_child_and_takes_the_file_away(running: Running) -> None:
    children = children_of(running.process.pid)
    wait_until(lambda: "Ctrl-C" in running.said(), "the lab has told everything")

    running.process.terminate()
    code = running.process.wait(timeout=30)

    assert (2, 0) == (len(children), code)
    assert [] == [child for child in children if is_alive(child)]
    assert not running.file.exists()
