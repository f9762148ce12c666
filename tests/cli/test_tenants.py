"""`tenantry tenants`: create, list, show, and every way to name one."""

import pytest

from tests.cli.conftest import Terminal


def _create(terminal: Terminal, name: str, domain: str) -> str:
    tenant_id: str = terminal.json("tenants", "create", name, "--domain", domain)["id"]
    return tenant_id


def test_a_created_tenant_is_listed_and_shown(terminal: Terminal) -> None:
    created = terminal.json(
        *("tenants", "create", "Contoso Ltd", "--domain", "contoso.test"),
        *("--verified-domain", "contoso.example", "--country", "NO", "--kind", "external"),
    )

    expected = {
        "displayName": "Contoso Ltd",
        "initialDomain": "contoso.test",
        "verifiedDomains": ["contoso.example", "contoso.test"],
        "countryLetterCode": "NO",
        "kind": "external",
        "users": 0,
    }
    assert expected.items() <= created.items()
    assert [created] == terminal.json("tenants", "list")
    assert created == terminal.json("tenants", "show", created["id"])


@pytest.mark.parametrize("name", ["contoso.test", "CONTOSO.TEST", "Contoso Ltd", "contoso"])
def test_a_tenant_is_found_by_what_people_call_it(terminal: Terminal, name: str) -> None:
    tenant_id = _create(terminal, "Contoso Ltd", "contoso.test")
    _create(terminal, "Fabrikam Ltd", "fabrikam.test")

    assert tenant_id == terminal.json("tenants", "show", name)["id"]


def test_a_name_of_several_tenants_is_refused(terminal: Terminal) -> None:
    _create(terminal, "Contoso", "contoso.test")
    _create(terminal, "Contoso", "contoso.example")

    result = terminal.run("tenants", "show", "Contoso")

    assert 2 == result.exit_code
    assert "by its id or domain" in result.stderr


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["show", "nobody"], 3, "no tenant `nobody`"),
        (["create", "Other", "--domain", "contoso.test"], 5, "already"),
        (["create", "Other", "--domain", "no domain"], 2, "`no domain`"),
        (["create", "Other", "--domain", "other.test", "--kind", "odd"], 2, "`workforce`"),
        (["create", "Other"], 2, "--domain"),
    ],
)
def test_refusals_have_their_exit_code_and_reason(
    terminal: Terminal, words: list[str], code: int, told: str
) -> None:
    _create(terminal, "Contoso", "contoso.test")

    result = terminal.run("tenants", *words)

    assert code == result.exit_code
    assert told in result.stderr


def test_tables_are_for_people(terminal: Terminal) -> None:
    nothing = terminal.run("tenants", "list")
    tenant_id = _create(terminal, "Contoso", "contoso.test")
    table = terminal.run("tenants", "list")

    assert "No tenants.\n" == nothing.stdout
    assert f"Made a new installation in `{terminal.folder}`" in nothing.stderr
    assert "" == table.stderr
    assert ["Id", "Name", "Domains", "Country", "Kind", "Users"] == (
        table.stdout.splitlines()[0].split()
    )
    assert [tenant_id, "Contoso", "contoso.test", "workforce", "0"] == (
        table.stdout.splitlines()[1].split()
    )


def test_a_tenant_is_removed_by_its_name_and_restored(terminal: Terminal) -> None:
    tenant_id = _create(terminal, "Contoso", "contoso.test")
    refused = terminal.run("tenants", "remove", "contoso.test", typed="Contoso Ltd\n")
    kept = terminal.json("tenants", "list")
    removed = terminal.run("tenants", "remove", "contoso.test", typed="Contoso\n")
    left = terminal.json("tenants", "list")
    told = terminal.json("tenants", "removed")
    unknown = terminal.run("tenants", "restore", "contoso.test")
    restored = terminal.run("tenants", "restore", tenant_id)

    assert (2, 0, 0) == (refused.exit_code, removed.exit_code, restored.exit_code)
    assert "nothing was removed" in refused.stderr
    assert (3, True) == (unknown.exit_code, "`tenantry tenants removed`" in unknown.stderr)
    assert ([tenant_id], []) == ([each["id"] for each in kept], left)
    assert [tenant_id] == [each["id"] for each in told]
    assert kept == terminal.json("tenants", "list")
