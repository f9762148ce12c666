"""Federated identity credentials: whose tokens an application is believed for."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, delete, insert, select, update

from tenantry.directory.values import Record
from tenantry.storage.tables import federated_credentials
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_credentials = federated_credentials.c
_AUDIENCES = "audiences"
_SHOWN = (
    _credentials.id,
    _credentials.name,
    _credentials.issuer,
    _credentials.subject,
    _credentials.audiences,
    _credentials.description,
)


def list_by_application(reading: Reading, tenant_id: str, application_id: str) -> list[Record]:
    """Return the credentials of an application, by name."""
    query = (
        select(*_SHOWN)
        .where(_of(tenant_id), _credentials.application_id == application_id)
        .order_by(_credentials.name)
    )
    return [_record(row._asdict()) for row in reading.connection.execute(query)]


def add(work: UnitOfWork, tenant_id: str, application_id: str, values: Mapping[str, Any]) -> None:
    """Keep a new credential."""
    row = {"tenant_id": tenant_id, "application_id": application_id, **_row(values)}
    work.connection.execute(insert(federated_credentials), row)


def change(
    work: UnitOfWork,
    tenant_id: str,
    application_id: str,
    credential_id: str,
    values: Mapping[str, Any],
) -> None:
    """Write *values* of a credential."""
    statement = update(federated_credentials).where(
        _of(tenant_id),
        _credentials.application_id == application_id,
        _credentials.id == credential_id,
    )
    work.connection.execute(statement.values(_row(values)))


def remove(work: UnitOfWork, tenant_id: str, application_id: str, credential_id: str) -> None:
    """Take a credential away."""
    work.connection.execute(
        delete(federated_credentials).where(
            _of(tenant_id),
            _credentials.application_id == application_id,
            _credentials.id == credential_id,
        )
    )


def remove_all(work: UnitOfWork, tenant_id: str, application_id: str) -> None:
    """Take every credential of an application away."""
    work.connection.execute(
        delete(federated_credentials).where(
            _of(tenant_id), _credentials.application_id == application_id
        )
    )


def _of(tenant_id: str) -> ColumnElement[bool]:
    return _credentials.tenant_id == tenant_id


def _record(row: Record) -> Record:
    return {**row, _AUDIENCES: msgspec.json.decode(row[_AUDIENCES])}


def _row(values: Mapping[str, Any]) -> Record:
    if _AUDIENCES not in values:
        return dict(values)
    return {**values, _AUDIENCES: msgspec.json.encode(values[_AUDIENCES]).decode()}
