"""An installation with two tenants, and an application that people sign in to with a browser."""

from collections.abc import Iterator

import pytest

from tests.support.browsers import Browser
from tests.support.databases import Databases
from tests.support.installations import Ground
from tests.support.relying_parties import RelyingParty
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """What all installations of this process share."""
    return Ground(tmp_path_factory.mktemp("installation"))


@pytest.fixture
def world(databases: Databases, ground: Ground) -> Iterator[Installation]:
    """The product on each kind of database."""
    with databases.prepared(ground.prepare) as (url, founded), ground.open(url) as services:
        yield Installation(services, founded)


@pytest.fixture
def home(world: Installation) -> Tenant:
    """The tenant that people are at home in."""
    return world.source


@pytest.fixture
def resource(world: Installation) -> Tenant:
    """The tenant that they visit."""
    return world.target


@pytest.fixture
def ana(home: Tenant) -> Json:
    """A person."""
    return home.add_user("ana", mail="ana@northwind.test")


@pytest.fixture
def board(home: Tenant) -> RelyingParty:
    """An application of the home tenant."""
    return RelyingParty(home)


@pytest.fixture
def browser(world: Installation) -> Browser:
    """The person's browser."""
    return world.browser()
