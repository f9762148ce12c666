"""`tenantry audit`: heads to keep, and logs that are or are not what was sealed."""

import pytest
from sqlalchemy import text

from tenantry.audit.exporting.files import LinesDestination
from tenantry.audit.exporting.sending import send_new
from tenantry.audit.logs import Log
from tenantry.runtime.exporting import shape
from tenantry.runtime.services import Services
from tests.cli.conftest import Terminal
from tests.support.companies import Company


@pytest.fixture
def company(services: Services) -> Company:
    company = Company(services.database, "northwind")
    company.add_user("ana")
    return company


def test_the_head_that_was_kept_proves_that_nothing_was_changed(
    terminal: Terminal, company: Company
) -> None:
    [kept] = terminal.json("audit", "head", "--tenant", company.domain)
    company.add_user("bo")

    found = terminal.run("audit", "verify", "--tenant", company.domain, "--head", kept["head"])
    forged = kept["head"][:-1] + ("0" if kept["head"][-1] != "0" else "1")
    refused = terminal.run("audit", "verify", "--tenant", company.domain, "--head", forged)

    assert (0, 3) == (found.exit_code, found.stdout.count("whole"))
    assert (10, 2) == (refused.exit_code, refused.stdout.count("whole"))
    assert "does not go through the pinned head" in refused.stdout


def test_an_entry_that_was_changed_is_named(
    terminal: Terminal, services: Services, company: Company
) -> None:
    Company(services.database, "tailwind")
    with services.database.write() as work:
        work.connection.execute(
            text(
                "UPDATE directory_audits SET actor_name = 'nobody'"
                " WHERE tenant_id = :tenant AND activity = 'Add user'"
            ),
            {"tenant": company.tenant_id},
        )

    result = terminal.run("audit", "verify", "--output", "json")
    rows = terminal.run("audit", "verify", "--tenant", "tailwind.test")

    assert (10, 0) == (result.exit_code, rows.exit_code)
    assert '"broken": "an entry was changed"' in result.stdout
    assert result.stdout.count('"broken": null') == 5


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--head", "audit:1:" + "0" * 64], 2),
        (["--tenant", "northwind.test", "--head", "audit:1"], 2),
        (["--tenant", "nobody"], 3),
    ],
)
def test_what_cannot_be_verified_is_refused(
    terminal: Terminal, company: Company, words: list[str], code: int
) -> None:
    assert company.tenant_id

    assert code == terminal.run("audit", "verify", *words).exit_code


def test_exports_tell_how_far_they_are_and_why_they_wait(
    terminal: Terminal, services: Services, company: Company
) -> None:
    nothing = terminal.run("audit", "exports")
    folder = LinesDestination(str(terminal.folder))
    send_new(services.database, folder, [Log.AUDIT], shape)
    company.add_user("bo")

    [row] = terminal.json("audit", "exports", "--tenant", company.domain)
    table = terminal.run("audit", "exports")

    assert "Nothing is exported." in nothing.stdout
    assert ("file", "audit", 1) == (row["destination"], row["log"], row["failedAttempts"])
    assert row["behind"] > 1
    assert "cannot be written" in table.stdout
