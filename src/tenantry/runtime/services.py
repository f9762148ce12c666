"""The parts of an installation, built from its settings and bound to one another.

This is the only place where that happens: everything else gets its parts as arguments.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tenantry.directory.operations.password_hashing import PasswordHashing
from tenantry.runtime.exporting import destinations_of
from tenantry.runtime.hashing import hashing_of
from tenantry.runtime.mailing import sender_of
from tenantry.runtime.outside import issuers_of, outside_providers_of
from tenantry.runtime.settings import Settings, in_url
from tenantry.runtime.waking import bell_of
from tenantry.signin.issuers import Origins
from tenantry.signin.operations.client_assertions import ClientAssertions
from tenantry.signin.operations.keys import SigningKeys
from tenantry.signin.operations.outside_issuers import OutsideIssuers
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.operations.verification import TokenVerifier
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox, open_secret_box
from tenantry.storage.migrations import migrate

_FOLDER_MODE = 0o700
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The parts that live as long as a command runs."""

    settings: Settings
    database: Database
    secret_box: SecretBox
    hashing: PasswordHashing
    provider: OpenIdProvider
    verifier: TokenVerifier


@contextmanager
def open_services(settings: Settings) -> Iterator[Services]:
    """Give the parts; the folder and the schema of the database are made where they lack."""
    sender_of(settings)  # refused now, before anything is started
    destinations_of(settings)
    hashing = hashing_of(settings)
    settings.folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    secret_box = open_secret_box(settings.folder, os.environ)
    origins = origins_of(settings)
    outside, issuers = outside_providers_of(settings), issuers_of(settings)
    with Database(
        settings.database_url,
        movable_clock=settings.lab,
        pool_size=settings.web_connections,
        licensing=settings.licensing,
    ) as database:
        migrate(database)
        bell = bell_of(database)
        database.after_commit(lambda _positions: bell.ring())
        try:
            yield Services(
                settings=settings,
                database=database,
                secret_box=secret_box,
                hashing=hashing,
                provider=OpenIdProvider(
                    database=database,
                    keys=SigningKeys(database, secret_box),
                    origins=origins,
                    assertions=_assertions(settings, origins, issuers),
                    secret_box=secret_box,
                    hashing=hashing,
                    has_password_grant=settings.lab or settings.signin_password_grant,
                    issuers=issuers,
                    outside=outside,
                ),
                verifier=TokenVerifier(database, origins),
            )
        finally:
            bell.close()


def _assertions(settings: Settings, origins: Origins, issuers: OutsideIssuers) -> ClientAssertions:
    return ClientAssertions(
        origins,
        issuers,
        may_be_reused=settings.signin_assertions == "reusable",
    )


def origins_of(settings: Settings) -> Origins:
    """Return the addresses of the server: the public one, this machine's, and the aliases."""
    hosts = {in_url(host) for host in (*_LOCAL_HOSTS, settings.host)}
    local = [f"http://{host}:{settings.http_port}" for host in hosts]
    if settings.has_tls:
        local += [f"https://{host}:{settings.port}" for host in hosts]
    aliases = [each.strip() for each in settings.aliases.split(",") if each.strip()]
    return Origins.of(settings.public_url, *local, *aliases)
