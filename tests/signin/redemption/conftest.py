"""One installation for each kind of database; every row has people and a browser of its own."""

from collections.abc import Iterator

import pytest

from tests.signin.redemption.scene import Scene
from tests.support.databases import Databases
from tests.support.installations import Ground
from tests.support.scenarios import Installation


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def scene(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    """The tenant that invites, and what is around it."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    ground = Ground(tmp_path_factory.mktemp("installation"))
    with databases.prepared(ground.prepare) as (url, founded), ground.open(url) as services:
        yield Scene(Installation(services, founded))
