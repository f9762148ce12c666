"""One installation for each kind of database; every attack has a browser and people of its own."""

from collections.abc import Iterator

import pytest

from tenantry.identifiers import new_id
from tests.support.browsers import Browser, Page
from tests.support.databases import Databases
from tests.support.installations import Ground
from tests.support.relying_parties import RelyingParty, accept_all, visit
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """The product, with the tenants that every installation for tests has."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    ground = Ground(tmp_path_factory.mktemp("installation"))
    with databases.prepared(ground.prepare) as (url, founded), ground.open(url) as services:
        yield Installation(services, founded)


@pytest.fixture(scope="session")
def home(world: Installation) -> Tenant:
    """The tenant that people are at home in."""
    return world.source


@pytest.fixture(scope="session")
def resource(world: Installation) -> Tenant:
    """Another tenant."""
    return world.target


@pytest.fixture(scope="session")
def board(home: Tenant) -> RelyingParty:
    """An application that keeps a secret."""
    return RelyingParty(home)


@pytest.fixture
def ana(home: Tenant) -> Json:
    """A person whom no test before had to do with."""
    return home.add_user(f"ana-{new_id()}")


@pytest.fixture
def browser(world: Installation) -> Browser:
    """The person's browser."""
    return world.browser()


@pytest.fixture
def attacker(world: Installation) -> Browser:
    """Somebody else's browser."""
    return world.browser()


@pytest.fixture
def landed(board: RelyingParty, browser: Browser, ana: Json) -> Page:
    """Where the browser is after the person signed in to the application."""
    return accept_all(browser, visit(browser, board, ana))
