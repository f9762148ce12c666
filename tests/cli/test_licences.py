"""`tenantry licences`: what a tenant has of which SKU."""

from tests.cli.conftest import Terminal


def test_units_are_set_and_listed(terminal: Terminal) -> None:
    terminal.json("tenants", "create", "Contoso", "--domain", "contoso.test")

    changed = terminal.json("licences", "set", "contoso", "AAD_PREMIUM_P2", "12")

    assert ("AAD_PREMIUM_P2", 12, 0) == (
        changed["skuPartNumber"],
        changed["enabledUnits"],
        changed["consumedUnits"],
    )
    assert [changed] == terminal.json("licences", "list", "contoso")
    assert "12" in terminal.run("licences", "list", "contoso").stdout


def test_an_unknown_sku_is_told_with_the_known_ones(terminal: Terminal) -> None:
    terminal.json("tenants", "create", "Contoso", "--domain", "contoso.test")

    result = terminal.run("licences", "set", "contoso", "P1", "12")

    assert 2 == result.exit_code
    assert "`AAD_PREMIUM`" in result.stderr
    assert "no licences" in terminal.run("licences", "list", "contoso").stdout


def test_reports_tell_what_takes_a_licence_and_who_came(terminal: Terminal) -> None:
    terminal.json("tenants", "create", "Contoso", "--domain", "contoso.test")

    report = terminal.json("report", "licences", "contoso")
    guests = terminal.json("report", "mau", "contoso", "--month", "2026-11")
    wrong = terminal.run("report", "mau", "contoso", "--month", "2026-13")

    assert {"isLicensed": False, "features": [], "people": []}.items() <= report.items()
    assert {"month": "2026-11", "monthlyActiveUsers": 0, "byHomeTenant": []} == guests
    assert (2, True) == (wrong.exit_code, "`2026-13`" in wrong.stderr)
    assert "does not have" in terminal.run("report", "licences", "contoso").stdout
    assert "No guest" in terminal.run("report", "mau", "contoso").stdout
