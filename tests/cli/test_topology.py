"""`tenantry topology apply`: a file of tenants and links, shown first and then made."""

from pathlib import Path

import pytest

from tenantry.runtime.services import Services
from tenantry.sync.engine.dispatching import Dispatcher
from tests.cli.conftest import Terminal
from tests.support.directory import add_group, add_tenant, add_user

_FILE = """
[tenants]
hub = "contoso.test"
west = { domain = "west.test", display_name = "West" }

[[hub_and_spokes]]
hub = "hub"
spokes = ["northwind.test", "west"]

[[links]]
source = "northwind.test"
target = "hub"
groups = ["design"]
"""


@pytest.fixture
def file(services: Services, tmp_path: Path) -> Path:
    """A hub with a spoke that is there and one that is not; Mira is the spoke's designer."""
    with services.database.write() as work:
        add_tenant(work, "contoso")
        northwind = add_tenant(work, "northwind")
        mira = add_user(work, northwind, "mira")
        add_group(work, northwind, "design", members=[mira])
    path = tmp_path / "topology.toml"
    path.write_text(_FILE)
    return path


def _links(terminal: Terminal) -> set[tuple[str, str]]:
    return {(row["source"], row["target"]) for row in terminal.json("sync", "status")}


def test_the_links_are_shown_before_they_are_made(terminal: Terminal, file: Path) -> None:
    shown = terminal.run("topology", "apply", str(file), "--dry-run")
    refused = terminal.run("topology", "apply", str(file))

    lines = shown.stdout.splitlines()
    assert "+ northwind.test \N{RIGHTWARDS ARROW} hub  design" in lines
    assert "+ west \N{RIGHTWARDS ARROW} hub  nobody yet" in lines
    assert "1 tenants and 2 of 2 links to make." == lines[-1]
    assert (0, 1) == (shown.exit_code, refused.exit_code)
    assert set() == _links(terminal)


def test_links_are_made_once_and_their_people_arrive(
    terminal: Terminal, services: Services, file: Path
) -> None:
    first = terminal.json("topology", "apply", str(file), "--yes")
    again = terminal.json("topology", "apply", str(file), "--yes")
    dispatcher = Dispatcher(services.database, "test")
    while not dispatcher.run_due():
        pass

    assert [False, False] == [link["exists"] for link in first["links"]]
    assert ([True, True], False) == ([link["exists"] for link in again["links"]], again["applied"])
    assert {("Northwind", "Contoso"), ("West", "Contoso")} == _links(terminal)
    linked = {row["source"]: row["linked"] for row in terminal.json("sync", "status")}
    assert {"Northwind": 1, "West": 0} == linked


def test_one_more_line_makes_one_more_link(terminal: Terminal, file: Path) -> None:
    terminal.json("topology", "apply", str(file), "--yes")
    file.write_text(_FILE + '\n[[links]]\nsource = "hub"\ntarget = "west"\n')

    shown = terminal.run("topology", "apply", str(file), "--dry-run").stdout.splitlines()

    assert ["+ hub \N{RIGHTWARDS ARROW} west  nobody yet"] == [
        line for line in shown if line.startswith("+")
    ]


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (('groups = ["design"]', 'groups = ["sales"]'), 3, "no group is called `sales`"),
        (('target = "hub"', 'target = "nobody.test"'), 3, "`nobody.test`"),
        (("[[links]]", "[[link]]"), 2, "link"),
        (("[tenants]", "[tenants"), 2, "not valid TOML"),
    ],
)
def test_a_file_that_cannot_be_is_refused_before_anything_is_made(
    terminal: Terminal, file: Path, change: tuple[str, str], code: int, told: str
) -> None:
    file.write_text(_FILE.replace(*change))

    result = terminal.run("topology", "apply", str(file), "--yes")

    assert code == result.exit_code
    assert told in result.stderr
    assert 2 == len(terminal.json("tenants", "list"))
