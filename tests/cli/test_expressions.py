"""`tenantry expression test`: one user, all users, and every way in which it fails."""

import pytest

from tenantry.actor import operator
from tenantry.directory.operations.users import create_user, delete_user
from tenantry.runtime.services import Services
from tests.cli.conftest import Terminal
from tests.support.companies import Company
from tests.support.directory import user_values
from tests.support.synchronization import Synchronization


@pytest.fixture
def people(terminal: Terminal, services: Services) -> None:
    """Two people of Contoso, one who was deleted, and look-alikes in Fabrikam."""
    for name in ("contoso", "fabrikam"):
        tenant_id = terminal.json("tenants", "create", name, "--domain", f"{name}.test")["id"]
        with services.database.write() as work:
            actor = operator(tenant_id)
            for person, city in (("ana", "Bern"), ("ben", None), ("gone", "Rome")):
                create_user(work, actor, user_values(person, domain=f"{name}.test", city=city))
            delete_user(work, actor, f"gone@{name}.test")


def _test(*words: str) -> tuple[str, ...]:
    return ("expression", "test", *words, "--tenant", "contoso.test")


@pytest.mark.usefixtures("people")
def test_every_part_is_shown_for_one_user(terminal: Terminal) -> None:
    text = 'Append(ToUpper([city]), IIF([city]="Bern", "!", [displayName]))'

    shown = terminal.run(*_test(text, "--user", "ana@contoso.test")).stdout.splitlines()

    assert shown[0] == "ana@contoso.test"
    assert [line.rstrip().split("  ")[-1].strip() for line in shown[3:]] == [
        '"BERN!"',
        '"BERN"',
        '"Bern"',
        '"!"',
        "True",
        '"Bern"',
        "not reached",
    ]


@pytest.mark.usefixtures("people")
def test_all_users_are_a_table_with_a_column_for_each_part(terminal: Terminal) -> None:
    shown = terminal.run(*_test("Coalesce([city], [displayName])")).stdout

    assert "Result  Coalesce([city], [displayName])\n     1  [city]\n" in shown
    rows = [line.split() for line in shown.splitlines()[-2:]]
    assert [rows[0][0], *rows[0][1:3]] == ["ana@contoso.test", '"Bern"', '"Bern"']
    assert ["ben@contoso.test", "null"] == [rows[1][0], rows[1][2]]


@pytest.mark.usefixtures("people")
def test_programs_get_every_value(terminal: Terminal) -> None:
    trials = terminal.json(*_test("IgnoreFlowIfNullOrEmpty([city])"))

    assert [
        (each["userPrincipalName"], each["flows"], each["failed"], each["value"], each["note"])
        for each in trials
    ] == [
        ("ana@contoso.test", True, False, "Bern", ""),
        ("ben@contoso.test", False, False, None, "does not flow"),
    ]
    assert trials[0]["steps"][1] == {
        "expression": "[city]",
        "depth": 1,
        "value": "Bern",
        "note": "",
    }
    assert len(terminal.json(*_test("[city]", "--limit", "1"))) == 1


@pytest.mark.usefixtures("people")
def test_the_default_domain_is_that_of_the_tenant(terminal: Terminal) -> None:
    [trial] = terminal.json(*_test('Join("@", "x", DefaultDomain())', "--limit", "1"))

    assert "x@contoso.test" == trial["value"]


def test_app_roles_are_those_at_the_job_into_the_target(
    terminal: Terminal, services: Services
) -> None:
    source, target = (Company(services.database, name) for name in ("northwind", "contoso"))
    Synchronization(source, target).add_user("ana")
    text = 'Join(" ", [mailNickname], AppRoleAssignments([appRoleAssignments]))'
    words = ("expression", "test", text, "--tenant", source.domain)

    [alone], [at_job] = terminal.json(*words), terminal.json(*words, "--target", target.domain)
    refused = terminal.run(*words, "--target", source.domain)

    assert ["ana", "ana msiam_access"] == [alone["value"], at_job["value"]]
    assert 3 == refused.exit_code
    assert "no job from `northwind.test` into `northwind.test`" in refused.stderr


@pytest.mark.usefixtures("people")
def test_a_malformed_expression_is_marked_where_it_fails(terminal: Terminal) -> None:
    result = terminal.run(*_test('Append([Citi], "x")'))

    assert 2 == result.exit_code
    assert result.stderr == (
        "Error: there is no source attribute `Citi`; did you mean `city`? (at character 8)\n\n"
        'Append([Citi], "x")\n       ^\n'
    )


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("[city]", "--user", "nobody@contoso.test"), 3, "nobody@contoso.test"),
        (("[city]", "--user", "ana@fabrikam.test"), 3, "ana@fabrikam.test"),
        (("Left([city], 'x')",), 2, "double quotes"),
        (("[city]", "--limit", "0"), 2, "--limit"),
    ],
)
def test_refusals_have_their_exit_code_and_reason(
    terminal: Terminal, words: tuple[str, ...], code: int, told: str
) -> None:
    result = terminal.run(*_test(*words))

    assert code == result.exit_code
    assert told in result.stderr


@pytest.mark.usefixtures("people")
def test_a_user_without_result_is_told_beside_the_others(terminal: Terminal) -> None:
    result = terminal.run(*_test('Mid(Coalesce([city], "x"), Count([city]), 1)'))

    assert 1 == result.exit_code
    assert '"B"' in result.stdout
    assert "note 1: `Mid` starts at character 1 or later" in result.stdout


@pytest.mark.usefixtures("people")
def test_a_long_note_is_told_once_below_the_table(terminal: Terminal) -> None:
    shown = terminal.run(*_test('IIF([jobTitle]="Boss", IIF([city]="x", "a", "b"), "c")')).stdout

    rows = [line.split() for line in shown.splitlines() if "@contoso.test" in line]
    assert ["note", "1"] == rows[0][1:3] == rows[1][1:3]
    assert 1 == shown.count("note 1: the condition of `IIF` reads `[jobTitle]`, where a value")


def test_a_tenant_without_users_has_no_table(terminal: Terminal) -> None:
    terminal.json("tenants", "create", "Contoso", "--domain", "contoso.test")

    assert "No users.\n" == terminal.run(*_test("[city]")).stdout
