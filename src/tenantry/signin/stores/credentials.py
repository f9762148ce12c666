"""The credentials of clients: secrets, certificates, whose tokens they are believed for.

Those of an application are in its home tenant, those of its service principal in the tenant
that the token is for.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Column, Select, Table, and_, bindparam, delete, select, union_all
from sqlalchemy.dialects import postgresql, sqlite

from tenantry.signin.assertions import Certificate, FederatedCredential
from tenantry.signin.client_authentication import Client, ClientSecret
from tenantry.storage.kept_queries import KeptQuery
from tenantry.storage.tables import (
    application_certificates,
    application_secrets,
    applications,
    federated_credentials,
    used_assertions,
)
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_applications = applications.c
_secrets = application_secrets.c
_certificates = application_certificates.c
_federated = federated_credentials.c
_used = used_assertions.c


def _of_application(
    tenant_id: Column[str], owner_id: Column[str], *columns: Column[str]
) -> Select[*tuple[Any, ...]]:
    """Return *columns* of the rows of the application with this id in its home tenant."""
    return (
        select(*columns)
        .join(
            applications,
            and_(_applications.tenant_id == tenant_id, _applications.id == owner_id),
        )
        .where(
            _applications.tenant_id == bindparam("home_tenant_id"),
            _applications.app_id == bindparam("app_id"),
            _applications.deleted_at.is_(None),
        )
    )


def _of_principal(
    tenant_id: Column[str], owner_id: Column[str], *columns: Column[str]
) -> Select[*tuple[Any, ...]]:
    """Return *columns* of the rows of the service principal with this id in the tenant."""
    return select(*columns).where(
        tenant_id == bindparam("tenant_id"), owner_id == bindparam("principal_id")
    )


_OF_SECRETS = (
    _secrets.tenant_id,
    _secrets.application_id,
    *(_secrets.secret_hash, _secrets.start_at, _secrets.end_at),
)
_SECRETS = KeptQuery(union_all(_of_application(*_OF_SECRETS), _of_principal(*_OF_SECRETS)))
_OF_CERTIFICATES = (
    _certificates.tenant_id,
    _certificates.application_id,
    *(_certificates.key_id, _certificates.certificate),
    *(_certificates.start_at, _certificates.end_at),
)
_CERTIFICATES = KeptQuery(
    union_all(_of_application(*_OF_CERTIFICATES), _of_principal(*_OF_CERTIFICATES))
)
_FEDERATED = KeptQuery(
    _of_application(
        _federated.tenant_id,
        _federated.application_id,
        *(_federated.issuer, _federated.subject, _federated.audiences),
    )
)
_audiences = msgspec.json.Decoder(tuple[str, ...])

_INSERT: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def list_secrets(
    reading: Reading, tenant_id: str, home_tenant_id: str, app_id: str, principal_id: str
) -> tuple[ClientSecret, ...]:
    """Return the secrets of an application and of its service principal."""
    owners = {
        "tenant_id": tenant_id,
        "home_tenant_id": home_tenant_id,
        "app_id": app_id,
        "principal_id": principal_id,
    }
    return tuple(
        ClientSecret(secret_hash=secret_hash, start_at=start_at, end_at=end_at)
        for secret_hash, start_at, end_at in _SECRETS.rows(reading, owners)
    )


def list_certificates(reading: Reading, tenant_id: str, client: Client) -> list[Certificate]:
    """Return the certificates of the client: of its home tenant, and of its principal here."""
    owners = {
        "tenant_id": tenant_id,
        "home_tenant_id": client.home_tenant_id,
        "app_id": client.app_id,
        "principal_id": client.service_principal_id,
    }
    return [
        Certificate(key_id=key_id, certificate=certificate, start_at=start_at, end_at=end_at)
        for key_id, certificate, start_at, end_at in _CERTIFICATES.rows(reading, owners)
    ]


def list_federated_credentials(
    reading: Reading, home_tenant_id: str, app_id: str
) -> list[FederatedCredential]:
    """Return whose tokens the application is believed for."""
    key = {"home_tenant_id": home_tenant_id, "app_id": app_id}
    return [
        FederatedCredential(issuer=issuer, subject=subject, audiences=_audiences.decode(audiences))
        for issuer, subject, audiences in _FEDERATED.rows(reading, key)
    ]


def use_assertion(work: UnitOfWork, tenant_id: str, assertion_hash: str, expires_at: str) -> bool:
    """Remember an assertion until it expires; return whether it is used for the first time."""
    row = {
        "tenant_id": tenant_id,
        "assertion_hash": assertion_hash,
        "expires_at": expires_at,
    }
    statement = _INSERT[work.dialect](used_assertions).on_conflict_do_nothing()
    added = work.connection.execute(statement.returning(_used.assertion_hash), row)
    return added.one_or_none() is not None


def forget_used_assertions(work: UnitOfWork, tenant_id: str) -> None:
    """Forget what has expired, and is refused for that."""
    work.connection.execute(
        delete(used_assertions).where(
            _used.tenant_id == tenant_id, _used.expires_at <= work.instant
        )
    )
