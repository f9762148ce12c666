"""An installation for each scenario, with a source and a target."""

from collections.abc import Iterator

import pytest

from tests.support.browsers import Browser
from tests.support.configurations import Configuration, configure_sync
from tests.support.databases import Databases
from tests.support.installations import Ground
from tests.support.relying_parties import RelyingParty
from tests.support.scenarios import Installation, open_installation
from tests.support.tenants import Json, Tenant


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """What all installations of this process share."""
    return Ground(tmp_path_factory.mktemp("installation"))


@pytest.fixture
def installation(databases: Databases, ground: Ground) -> Iterator[Installation]:
    """The product on each kind of database; whatever happens leaves the neighbour as it is."""
    with open_installation(databases, ground) as installation:
        yield installation


@pytest.fixture
def source(installation: Installation) -> Tenant:
    """The tenant whose users are synchronized."""
    return installation.source


@pytest.fixture
def target(installation: Installation) -> Tenant:
    """The tenant into which users are synchronized; it has no users of its own."""
    return installation.target


@pytest.fixture
def sync(source: Tenant, target: Tenant) -> Configuration:
    """A started synchronization of those who are assigned."""
    return configure_sync(source, target)


@pytest.fixture
def ana(source: Tenant) -> Json:
    """A person of the source."""
    return source.add_user("ana", mail="ana@northwind.test")


@pytest.fixture
def board(target: Tenant) -> RelyingParty:
    """An application of the target."""
    return RelyingParty(target)


@pytest.fixture
def browser(installation: Installation) -> Browser:
    """Ana's browser."""
    return installation.browser()


@pytest.fixture
def synchronized(installation: Installation, source: Tenant, target: Tenant, ana: Json) -> Json:
    """Ana as the user of the target that synchronization made of her."""
    configuration = configure_sync(source, target)
    configuration.assign(ana)
    installation.run_cycles()
    return target.user_of(ana)
