"""Fixtures of sign-in: an installation on each kind of database, two tenants in it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tenantry.storage.migrations import migrate
from tenantry.storage.tables import signing_keys
from tests.signin.installations import (
    ADDRESS,
    App,
    Installation,
    add_tenant,
    make_app,
    open_installation,
)
from tests.signin.people import People, add_people
from tests.support.databases import Databases

Rows = Sequence[Mapping[str, Any]]


@pytest.fixture(scope="session")
def secret_box() -> SecretBox:
    """The installation's secret key."""
    return SecretBox(Fernet.generate_key().decode())


@pytest.fixture(scope="session")
def contoso() -> App:
    """An application of the first tenant."""
    return make_app("contoso.test")


@pytest.fixture(scope="session")
def fabrikam() -> App:
    """An application of the second tenant, alike but for its ids and secret."""
    return make_app("fabrikam.test")


@pytest.fixture(scope="session")
def key_rows(
    tmp_path_factory: pytest.TempPathFactory,
    secret_box: SecretBox,
    contoso: App,
    fabrikam: App,
) -> Rows:
    """A signing key of each tenant, made once: generating RSA keys takes most of a test's time."""
    url = f"sqlite:///{tmp_path_factory.mktemp('keys') / 'tenantry.db'}"
    with Database(url) as database:
        migrate(database)
        installation = open_installation(database, secret_box)
        for app in (contoso, fabrikam):
            installation.provider.keys.list_published(ADDRESS, app.tenant_id)
        with database.read() as reading:
            return [
                dict(row) for row in reading.connection.execute(select(signing_keys)).mappings()
            ]


@pytest.fixture
def bare_installation(
    database_url: str, secret_box: SecretBox, contoso: App, fabrikam: App
) -> Iterator[Installation]:
    """An installation whose tenants have no signing key yet."""
    with Database(database_url, movable_clock=True) as database:
        installation = open_installation(database, secret_box)
        add_tenant(installation, contoso)
        add_tenant(installation, fabrikam, granted=())
        yield installation


@pytest.fixture
def installation(bare_installation: Installation, key_rows: Rows) -> Installation:
    """An installation whose tenants have signed before."""
    bare_installation.add(signing_keys, key_rows)
    return bare_installation


@pytest.fixture
def people_of(databases: Databases, secret_box: SecretBox) -> Iterator[Callable[..., People]]:
    """Makes the tenants of `people` with other properties."""
    with databases.migrated() as url, Database(url, movable_clock=True) as database:
        yield lambda **tenant: add_people(database, secret_box, **tenant)


@pytest.fixture
def people(people_of: Callable[..., People]) -> People:
    """Two tenants with people, and a clock that can be moved."""
    return people_of()
