"""`tenantry import users`: what is told, and the exit code."""

import pytest

from tests.cli.conftest import Terminal

_CSV = """version:v1.0
Name [displayName] Required,User name [userPrincipalName] Required,\
Initial password [passwordProfile] Required,Block sign in (Yes/No) [accountEnabled] Required
Mira Lund,mira@northwind.test,Long-enough-1,No
Kim Holm,kim@elsewhere.test,Long-enough-1,No
"""


@pytest.fixture
def file(terminal: Terminal) -> str:
    terminal.json("tenants", "create", "Northwind", "--domain", "northwind.test")
    path = terminal.folder / "people.csv"
    path.write_text(_CSV)
    return str(path)


def test_bad_rows_are_told_with_line_and_reason_and_the_others_go_in(
    terminal: Terminal, file: str
) -> None:
    result = terminal.run("import", "users", file, "--tenant", "northwind")

    assert 6 == result.exit_code
    assert "people.csv:4: left out: kim@elsewhere.test: the domain" in result.stderr
    assert "Northwind: 1 created, 1 left out\n" == result.stdout
    assert 1 == terminal.json("tenants", "show", "northwind")["users"]


def test_all_or_nothing_writes_nothing(terminal: Terminal, file: str) -> None:
    result = terminal.run("import", "users", file, "--tenant", "northwind", "--all-or-nothing")

    assert 6 == result.exit_code
    assert result.stdout.startswith("Nothing was written")
    assert 0 == terminal.json("tenants", "show", "northwind")["users"]


def test_a_domain_in_place_of_those_in_the_file_lets_everybody_in(
    terminal: Terminal, file: str
) -> None:
    words = ("import", "users", file, "--tenant", "northwind", "--domain", "northwind.test")

    first, second = terminal.json(*words), terminal.json(*words)

    assert (2, 0, 0, []) == (
        first["created"],
        first["unchanged"],
        first["leftOut"],
        first["problems"],
    )
    assert (0, 2, 0) == (second["created"], second["unchanged"], second["updated"])


def test_problems_are_told_to_programs(terminal: Terminal, file: str) -> None:
    result = terminal.run("import", "users", file, "--tenant", "northwind", "--output", "json")

    assert 6 == result.exit_code
    assert '"line": 4' in result.stdout
    assert '"leftOut": true' in result.stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["no-such-file.csv", "--tenant", "northwind"], 2),
        (["{file}", "--tenant", "nobody"], 3),
        (["{file}", "--tenant", "northwind", "--format", "ldif"], 2),
        (["{file}"], 2),
    ],
)
def test_an_import_that_cannot_begin_says_so(
    terminal: Terminal, file: str, words: list[str], code: int
) -> None:
    result = terminal.run("import", "users", *(word.format(file=file) for word in words))

    assert code == result.exit_code
