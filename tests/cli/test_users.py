"""`tenantry users`: one-time codes for one person."""

import pyotp

from tenantry.runtime.services import Services
from tenantry.signin.authentication.operations.codes import check_code
from tests.cli.conftest import Terminal
from tests.support.companies import Company


def test_the_secret_that_is_shown_gives_codes_that_count(
    terminal: Terminal, services: Services
) -> None:
    company = Company(services.database, "contoso")
    ana = company.add_user("ana")

    shown = terminal.json("users", "totp", "ana@contoso.test", "--tenant", "contoso")

    outcome = check_code(
        services.database,
        company.tenant_id,
        ana,
        pyotp.TOTP(shown["secret"]).now(),
        secret_box=services.secret_box,
    )
    assert shown["id"] == outcome.method_id


def test_somebody_unknown_is_refused_by_name(terminal: Terminal, services: Services) -> None:
    Company(services.database, "contoso")

    result = terminal.run("users", "totp", "nobody@contoso.test", "--tenant", "contoso")

    assert 3 == result.exit_code
    assert "`nobody@contoso.test`" in result.stderr
