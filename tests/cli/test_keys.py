"""`tenantry keys`: list, rotate, revoke."""

from tests.cli.conftest import Terminal


def test_keys_are_listed_rotated_and_revoked(terminal: Terminal) -> None:
    terminal.json("tenants", "create", "Contoso Ltd", "--domain", "contoso.test")
    of_tenant = ("--tenant", "contoso.test")

    none = terminal.json("keys", "list", *of_tenant)
    [made] = terminal.json("keys", "revoke", *of_tenant)
    rotated = terminal.json("keys", "rotate", *of_tenant, "--lead", "PT1H")
    refused = terminal.run("keys", "rotate", *of_tenant)
    left = terminal.json("keys", "revoke", *of_tenant, "--kid", rotated[1]["kid"])

    assert [] == none
    assert ["signing", "published"] == [key["state"] for key in rotated]
    assert (5, [made]) == (refused.exit_code, left)
    assert "signs from" in refused.stderr


def test_what_cannot_be_is_refused_with_its_remedy(terminal: Terminal) -> None:
    terminal.json("tenants", "create", "Contoso Ltd", "--domain", "contoso.test")

    nobody = terminal.run("keys", "list", "--tenant", "nobody")
    odd = terminal.run("keys", "rotate", "--tenant", "contoso.test", "--lead", "soon")

    assert (3, 2) == (nobody.exit_code, odd.exit_code)
    assert "`PT40M`" in odd.stderr
