"""The parts of an installation: bound to one another as the settings say."""

from pathlib import Path

import pytest

from tenantry.actor import operator
from tenantry.clock import monotonic_ms
from tenantry.directory.operations.tenants import create_tenant
from tenantry.errors import InvalidValueError
from tenantry.runtime.services import open_services, origins_of
from tenantry.runtime.settings import Settings
from tenantry.runtime.waking import waker_of


def test_the_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "installation"

    with open_services(Settings(folder=folder)):
        pass

    assert 0o700 == folder.stat().st_mode & 0o777


def test_a_commit_that_changes_the_directory_wakes_a_worker(
    tmp_path: Path, database_url: str
) -> None:
    settings = Settings(folder=tmp_path, database=database_url)
    with open_services(settings) as services:
        waker = waker_of(services.database)
        waker.wait(0.2)
        with services.database.write() as work:
            values = {"display_name": "Contoso", "initial_domain": "contoso.test"}
            create_tenant(work, operator(""), values)
        began = monotonic_ms()
        waker.wait(20)
        waker.close()

    assert monotonic_ms() - began < 5000


@pytest.mark.parametrize(
    ("called", "resolved"),
    [
        ("https://localhost:8443", "https://localhost:8443"),
        ("https://127.0.0.1:8443", "https://127.0.0.1:8443"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://login.example", "https://login.example"),
        ("https://forged.example", "https://localhost:8443"),
    ],
)
def test_the_server_knows_its_own_addresses_and_its_aliases(called: str, resolved: str) -> None:
    settings = Settings(
        tls_certificate="server.pem", aliases="https://login.example, https://graph.example"
    )

    assert resolved == origins_of(settings).resolve(called)


def test_a_base_url_with_a_path_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="write it like"):
        origins_of(Settings(base_url="https://host/path"))
