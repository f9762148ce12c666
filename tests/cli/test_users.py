"""`tenantry users` and `applications`: the first administrators, and help for one person."""

import pyotp
import pytest

from tenantry.actor import operator
from tenantry.directory.operations.lookups import require_user
from tenantry.directory.operations.roles import list_role_members
from tenantry.directory.roles import GLOBAL_ADMINISTRATOR, SECURITY_READER
from tenantry.runtime.services import Services
from tenantry.signin.authentication.operations.codes import check_code
from tests.cli.conftest import Terminal
from tests.support.companies import Company
from tests.support.installations import client_of
from tests.support.tenants import Credentials, new_token

_APPLICATION = ("applications", "create", "Robot", "--tenant", "contoso")


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


def test_the_first_administrator_signs_in_with_the_password_that_is_shown_and_must_change_it(
    terminal: Terminal, services: Services
) -> None:
    tenant_id = terminal.json("tenants", "create", "Contoso", "--domain", "contoso.test")["id"]

    made = terminal.json(
        *("users", "create", "ana@contoso.test", "--tenant", "contoso"),
        *("--role", "global administrator", "--role", "Security Reader"),
    )

    with services.database.read() as reading:
        user = require_user(reading, tenant_id, made["id"])
        holders = [
            [each["id"] for each in list_role_members(reading, operator(tenant_id), role)]
            for role in (GLOBAL_ADMINISTRATOR, SECURITY_READER)
        ]
    assert ("ana@contoso.test", "ana", True) == (
        made["userPrincipalName"],
        user["display_name"],
        user["force_change_password"],
    )
    assert [[made["id"]], [made["id"]]] == holders
    assert services.hashing.is_password(made["password"], user["password_hash"])


def test_an_administrator_whom_nobody_can_help_gets_a_role_and_a_new_password(
    terminal: Terminal, services: Services
) -> None:
    company = Company(services.database, "contoso")
    ana = company.add_user("ana")
    named = ("ana@contoso.test", "--tenant", "contoso")

    given = terminal.run("users", "assign", "ana@contoso.test", "Security Reader", *named[1:])
    again = terminal.run("users", "assign", "ana@contoso.test", "Security Reader", *named[1:])
    told = [terminal.json("users", "password", *named) for _ in range(2)]

    assert (0, 5) == (given.exit_code, again.exit_code)
    assert [ana, ana] == [each["id"] for each in told]
    assert 2 == len({each["password"] for each in told})


@pytest.mark.parametrize(
    ("role", "told"),
    [("Security Admin", "`Security Administrator`"), ("zzz", "`Global Administrator`")],
)
def test_a_role_that_does_not_exist_is_refused_with_those_that_do(
    terminal: Terminal, services: Services, role: str, told: str
) -> None:
    Company(services.database, "contoso")

    words = ("users", "create", "eve@contoso.test", "--tenant", "contoso", "--role", role)
    result = terminal.run(*words)

    assert 2 == result.exit_code
    assert told in result.stderr
    assert 0 == terminal.json("tenants", "show", "contoso.test")["users"]


def test_an_application_does_what_it_was_granted_and_nothing_else(
    terminal: Terminal, services: Services
) -> None:
    company = Company(services.database, "contoso")
    http = client_of(services)

    refused = terminal.run(*_APPLICATION, "--permission", "Users.Read.All")
    made = terminal.json(*_APPLICATION, "--permission", "user.read.all")
    credentials = Credentials(
        tenant_id=made["tenantId"],
        domain=company.domain,
        client_id=made["clientId"],
        client_secret=made["clientSecret"],
    )
    asking = {"Authorization": f"Bearer {new_token(http, credentials)}"}

    assert 2 == refused.exit_code
    assert "`User.Read.All`" in refused.stderr
    assert [200, 403] == [
        http.get(path, headers=asking).status_code for path in ("/v1.0/users", "/v1.0/groups")
    ]
