"""The command itself: help, version, settings, exit codes, the operator's token."""

import msgspec
import pytest
from click.testing import CliRunner

from tenantry.cli.exit_codes import MEANINGS, ExitCode, exit_code_of, exit_code_of_status
from tenantry.cli.main import main
from tenantry.errors import NotConfiguredError, TenantryError, UnsupportedQueryError
from tenantry.native.operator_token import require_operator
from tenantry.runtime.services import Services
from tests.cli.conftest import Terminal

_COMMANDS = (
    "import",
    "lab",
    "operator-token",
    "request",
    "serve",
    "sync",
    "tenants",
    "version",
    "worker",
)


@pytest.fixture
def help_text() -> str:
    return CliRunner().invoke(main, ["--help"]).stdout


def test_the_help_lists_the_commands_and_the_exit_codes(help_text: str) -> None:
    assert [] == [name for name in _COMMANDS if f"\n  {name} " not in help_text]
    assert [] == [
        meaning for code, meaning in MEANINGS.items() if f"{code.value}  {meaning}" not in help_text
    ]


@pytest.mark.parametrize("words", [(), ("tenants",), ("sync",), ("report",)])
def test_what_a_command_does_is_told_in_a_whole_sentence(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(main, [*words, "--help"]).stdout

    assert "..." not in shown.partition("\nCommands:\n")[2]


def test_the_web_server_that_serve_starts_is_not_for_people(help_text: str) -> None:
    assert "\n  web " not in help_text


def test_every_exit_code_has_a_meaning() -> None:
    assert set(ExitCode) == set(MEANINGS)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (NotConfiguredError(), ExitCode.NOT_FOUND),
        (UnsupportedQueryError("$search", "no"), ExitCode.USAGE),
        (TenantryError(), ExitCode.FAULT),
    ],
)
def test_a_fault_without_a_line_of_its_own_is_told_as_its_ancestor(
    fault: TenantryError, code: ExitCode
) -> None:
    assert code is exit_code_of(fault)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (204, ExitCode.DONE),
        (400, ExitCode.REFUSED),
        (401, ExitCode.NOT_PERMITTED),
        (404, ExitCode.NOT_FOUND),
        (500, ExitCode.FAULT),
        (501, ExitCode.NOT_BUILT),
        (503, ExitCode.UNAVAILABLE),
    ],
)
def test_an_http_status_has_an_exit_code(status: int, code: ExitCode) -> None:
    assert code is exit_code_of_status(status)


def test_a_wrong_setting_is_a_wrong_use(terminal: Terminal) -> None:
    result = terminal.run("tenants", "list", "--set", "licensing=perhaps")

    assert 2 == result.exit_code
    assert "`off`, `report`, `enforce`" in result.stderr


def test_a_database_that_is_none_is_refused(terminal: Terminal) -> None:
    result = terminal.run("tenants", "list", "--database", "oracle://host/name")

    assert 2 == result.exit_code
    assert "`postgresql://user@host/name`" in result.stderr


def test_a_database_that_does_not_answer_is_unavailable(terminal: Terminal) -> None:
    result = terminal.run("tenants", "list", "--database", "postgresql://127.0.0.1:1/name")

    assert 7 == result.exit_code


def test_a_folder_that_cannot_be_made_is_told_by_its_path(terminal: Terminal) -> None:
    terminal.folder.write_text("a file, no folder")

    result = Terminal(terminal.folder / "inner").run("tenants", "list")

    assert 1 == result.exit_code
    assert f"`{terminal.folder / 'inner'}`" in result.stderr


def test_the_versions_are_told_for_reports() -> None:
    result = CliRunner().invoke(main, ["version", "--output", "json"])

    assert {"tenantry", "python", "sqlalchemy"} <= set(msgspec.json.decode(result.stdout))


def test_the_operator_token_is_shown_and_opens_the_api(
    terminal: Terminal, services: Services
) -> None:
    token = terminal.run("operator-token").stdout.strip()

    with services.database.read() as reading:
        require_operator(reading, token)


def test_a_request_needs_a_running_lab(terminal: Terminal) -> None:
    result = terminal.run("request", "/users")

    assert 3 == result.exit_code
    assert "start one with `tenantry lab`" in result.stderr
