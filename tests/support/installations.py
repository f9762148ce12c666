"""Installations for scenarios: the whole product in this process, made in milliseconds.

What takes long is done once in a process and copied with the database: three tenants, each
with a signing key and with an application that holds every permission and has a token.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tenantry.actor import operator
from tenantry.lab.administration import add_lab_application
from tenantry.native.operator_token import issue_operator_token
from tenantry.runtime.services import Services, open_services
from tenantry.runtime.settings import Settings
from tenantry.runtime.web import web_application
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.directory import add_group, add_tenant, add_user
from tests.support.graph_api import InProcess
from tests.support.hashing import cheap
from tests.support.rows import Rows, rows_of
from tests.support.tenants import Credentials, Tenant, new_token

SOURCE, TARGET, NEIGHBOUR = "northwind", "contoso", "tailwind"
LOOK_ALIKES = ("ana", "ben", "cleo", "dara")


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """What was prepared: the operator's token, and of each tenant the credentials and a token.

    ``neighbour`` is every row of the tenant that no test has to do with.
    """

    operator_token: str
    tenants: Mapping[str, tuple[Credentials, str]]
    neighbour: Rows


class Ground:
    """What installations stand on.  Their secret key lies in *folder*, so all share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self, url: str) -> Founded:
        """Found the tenants in the database at *url*; the neighbour has its own people."""
        with self.open(url) as services:
            with services.database.write() as work:
                credentials = {name: _found(work, name) for name in (SOURCE, TARGET, NEIGHBOUR)}
                _add_look_alikes(work, credentials[NEIGHBOUR])
                operator_token = issue_operator_token(work)
            http = client_of(services)
            tenants = {name: (given, new_token(http, given)) for name, given in credentials.items()}
            neighbour = rows_of(services.database, credentials[NEIGHBOUR].tenant_id)
        return Founded(operator_token=operator_token, tenants=tenants, neighbour=neighbour)

    @contextmanager
    def open(self, url: str, **given: Any) -> Iterator[Services]:
        """Give the parts of an installation on the database at *url*, a lab with some settings."""
        settings = cheap(Settings(folder=self._folder, database=url, lab=True, **given))
        with open_services(settings) as services:
            yield services


def outside_settings(folder: Path, providers: str, authority: bytes) -> dict[str, str]:
    """Return the settings of an installation that knows the *providers* of a TOML document.

    Those on this machine are believed with certificates of *authority*.
    """
    settings, authorities = folder / "outside.toml", folder / "authorities.pem"
    settings.write_text(providers)
    authorities.write_bytes(authority)
    return {
        "signin_outside_providers": str(settings),
        "signin_issuer_hosts": "localhost",
        "signin_issuer_authorities": str(authorities),
    }


def client_of(services: Services) -> httpx.Client:
    """Return a client of the installation's web application."""
    transport = InProcess(web_application(services))
    return httpx.Client(transport=transport, base_url=services.settings.public_url)


def found_tenant(services: Services, http: httpx.Client, name: str, **given: object) -> Tenant:
    """Add the tenant `{name}.test` with an application that may do everything."""
    with services.database.write() as work:
        credentials = _found(work, name, **given)
    return Tenant(http, credentials, new_token(http, credentials))


def _found(work: UnitOfWork, name: str, **given: object) -> Credentials:
    actor = add_tenant(work, name, **given)
    application = add_lab_application(work, actor)
    return Credentials(
        tenant_id=actor.tenant_id,
        domain=f"{name}.test",
        client_id=application.client_id,
        client_secret=application.client_secret,
    )


def _add_look_alikes(work: UnitOfWork, neighbour: Credentials) -> None:
    actor = operator(neighbour.tenant_id)
    users = [add_user(work, actor, name, domain=neighbour.domain) for name in LOOK_ALIKES]
    add_group(work, actor, "design", members=users)
