"""The command line, run in this process on a folder of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from tenantry.cli.main import main
from tenantry.runtime.services import Services, open_services
from tenantry.runtime.settings import Settings


class Terminal:
    """Calls `tenantry` on the installation in *folder*."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str, typed: str = "") -> Result:
        """Return how the command ended, and what it printed; *typed* answers its questions."""
        return CliRunner().invoke(main, [*words, "--data", str(self.folder)], input=typed)

    def json(self, *words: str) -> Any:
        """Return the JSON that a successful command prints."""
        result = self.run(*words, "--output", "json")
        assert result.exit_code == 0, result.output
        return msgspec.json.decode(result.stdout)


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path / "installation")


@pytest.fixture
def services(terminal: Terminal) -> Iterator[Services]:
    """The parts of the same installation."""
    with open_services(Settings(folder=terminal.folder)) as services:
        yield services
