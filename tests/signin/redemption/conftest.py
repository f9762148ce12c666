"""One installation for each kind of database; every row has people and a browser of its own."""

from collections.abc import Iterator

import pytest

from tests.signin.redemption.scene import Scene, provider_settings
from tests.support.databases import Databases
from tests.support.installations import Ground
from tests.support.outside_provider import OutsideProvider, outside_provider
from tests.support.scenarios import Installation


@pytest.fixture(scope="session")
def there() -> Iterator[OutsideProvider]:
    """Where everybody has accounts who is at home in no tenant."""
    with outside_provider() as provider:
        yield provider


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def scene(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    there: OutsideProvider,
) -> Iterator[Scene]:
    """The tenant that invites, and what is around it."""
    databases: Databases = request.getfixturevalue(f"{request.param}_databases")
    folder = tmp_path_factory.mktemp("installation")
    ground = Ground(folder)
    given = provider_settings(there, folder)
    with (
        databases.prepared(ground.prepare) as (url, founded),
        ground.open(url, **given) as services,
    ):
        yield Scene(Installation(services, founded), there)
