"""A running lab for clients that others wrote: real processes, real TLS, free ports."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tenantry.clock import monotonic_ms
from tests.clients.applications import (
    LabApplication,
    certified_application,
    trust_tokens_of,
)
from tests.clients.people import Person, Portal, person_of, register
from tests.support.databases import Databases

_START_MS = 90_000.0


@contextmanager
def running_lab(folder: Path, database_url: str, *options: str) -> Iterator[Mapping[str, Any]]:
    """Give the content of `lab.json` of a lab that runs until the end of the block."""
    command = [sys.executable, "-m", "tenantry", "lab", "--data", str(folder)]
    command += ["--database", database_url, "--port", "0", "--http-port", "0", *options]
    with (folder.parent / f"{folder.name}.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield _when_ready(process, folder / "lab.json", Path(log.name))
        finally:
            process.terminate()
            process.wait(timeout=30)


def _when_ready(process: subprocess.Popen[bytes], path: Path, log: Path) -> Mapping[str, Any]:
    until = monotonic_ms() + _START_MS
    while not path.exists():
        if process.poll() is not None or monotonic_ms() > until:
            pytest.fail(f"the lab does not start:\n{log.read_text()[-4000:]}")
        time.sleep(0.1)
    lab: Mapping[str, Any] = json.loads(path.read_text())
    return lab


@pytest.fixture(scope="session")
def standing_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Any]]:
    """A lab that clients share; what they make in it stays."""
    folder = tmp_path_factory.mktemp("clients")
    url = f"sqlite:///{folder / 'tenantry.db'}"
    with running_lab(folder / "lab", url, "--preset", "pair") as lab:
        yield lab


@pytest.fixture(scope="session")
def certified(standing_lab: Mapping[str, Any]) -> Sequence[LabApplication]:
    """The applications of the lab's tenants; the first trusts the tokens of the second."""
    first, second = (certified_application(standing_lab, index) for index in range(2))
    trust_tokens_of(first, second)
    return first, second


@pytest.fixture
def board(certified: Sequence[LabApplication], monkeypatch: pytest.MonkeyPatch) -> LabApplication:
    """The application of the first tenant, whose server clients trust."""
    monkeypatch.setenv("SSL_CERT_FILE", certified[0].ca_file)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certified[0].ca_file)
    return certified[0]


@pytest.fixture
def other_tenants(certified: Sequence[LabApplication]) -> LabApplication:
    """The application of the second tenant."""
    return certified[1]


@pytest.fixture(scope="session")
def registered_portal(certified: Sequence[LabApplication]) -> Portal:
    """An application of the first tenant that people sign in to."""
    return register(certified[0])


@pytest.fixture
def portal(registered_portal: Portal, board: LabApplication) -> Portal:
    """The same, whose server clients trust."""
    return registered_portal


@pytest.fixture
def person(standing_lab: Mapping[str, Any], board: LabApplication) -> Person:
    """Somebody of the first tenant."""
    return person_of(standing_lab, board.tenant_id)


@pytest.fixture
def pair(
    tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Mapping[str, Any]]:
    """The `pair` lab: two tenants with people, nothing configured between them."""
    with (
        databases.empty() as url,
        running_lab(tmp_path / "lab", url, "--preset", "pair") as lab,
    ):
        monkeypatch.setenv("SSL_CERT_FILE", lab["caFile"])
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", lab["caFile"])
        assert os.path.isabs(lab["caFile"])  # noqa: PTH117  # what the file promises
        yield lab
