"""Federations and their domains as rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, delete, insert, select, update

from tenantry.directory.values import Record
from tenantry.storage.tables import federation_domains, federations, tenants
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_federations, _domains = federations.c, federation_domains.c
_CERTIFICATES = "signing_certificates"


def list_federations(reading: Reading, tenant_id: str, kind: str) -> list[Record]:
    """Return the federations of the tenant, the oldest first, each with its domains."""
    return _read(reading, tenant_id, _federations.kind == kind)


def find(reading: Reading, tenant_id: str, federation_id: str) -> Record | None:
    """Return the federation with this id."""
    return next(iter(_read(reading, tenant_id, _federations.id == federation_id)), None)


def find_by_issuer(reading: Reading, tenant_id: str, issuer_uri: str) -> Record | None:
    """Return the federation with this issuer."""
    return next(iter(_read(reading, tenant_id, _federations.issuer_uri == issuer_uri)), None)


def find_by_domain(reading: Reading, tenant_id: str, domain: str) -> Record | None:
    """Return the federation that *domain*, in lower case, belongs to."""
    federation_id = select(_domains.federation_id).where(
        _domains.tenant_id == tenant_id, _domains.name == domain
    )
    found = _read(reading, tenant_id, _federations.id == federation_id.scalar_subquery())
    return next(iter(found), None)


def list_due_of_all_tenants(reading: Reading, before: str) -> list[tuple[str, str]]:
    """Return tenant id and id of those whose metadata was not asked for since *before*.

    Those of a tenant that was removed are left alone.
    """
    query = (
        select(_federations.tenant_id, _federations.id)
        .join(tenants, (tenants.c.id == _federations.tenant_id) & tenants.c.deleted_at.is_(None))
        .where(
            _federations.metadata_exchange_uri.is_not(None),
            _federations.metadata_asked_at.is_(None) | (_federations.metadata_asked_at < before),
        )
    )
    return [(row.tenant_id, row.id) for row in reading.connection.execute(query)]


def add(work: UnitOfWork, tenant_id: str, federation: Mapping[str, Any]) -> None:
    """Insert a federation with its domains."""
    values = {name: value for name, value in federation.items() if name != "domains"}
    row = {"tenant_id": tenant_id, **_row(values)}
    work.connection.execute(insert(federations), row)
    add_domains(work, tenant_id, federation["id"], federation["domains"])


def change(
    work: UnitOfWork, tenant_id: str, federation_id: str, changes: Mapping[str, Any]
) -> None:
    """Write *changes* of a federation."""
    statement = update(federations).where(_is(tenant_id, federation_id))
    work.connection.execute(statement.values(_row(changes)))


def remove(work: UnitOfWork, tenant_id: str, federation_id: str) -> None:
    """Take a federation away with its domains."""
    work.connection.execute(
        delete(federation_domains).where(
            _domains.tenant_id == tenant_id, _domains.federation_id == federation_id
        )
    )
    work.connection.execute(delete(federations).where(_is(tenant_id, federation_id)))


def add_domains(work: UnitOfWork, tenant_id: str, federation_id: str, names: Iterable[str]) -> None:
    """Give domains to a federation."""
    of_federation = {"tenant_id": tenant_id, "federation_id": federation_id}
    rows = [{**of_federation, "name": name} for name in names]
    work.connection.execute(insert(federation_domains), rows)


def remove_domain(work: UnitOfWork, tenant_id: str, name: str) -> None:
    """Take a domain away from its federation."""
    work.connection.execute(
        delete(federation_domains).where(_domains.tenant_id == tenant_id, _domains.name == name)
    )


def _read(reading: Reading, tenant_id: str, *conditions: ColumnElement[bool]) -> list[Record]:
    query = select(federations).where(_federations.tenant_id == tenant_id, *conditions)
    rows = [row._asdict() for row in reading.connection.execute(query.order_by(_federations.id))]
    names = _names(reading, tenant_id) if rows else {}
    return [_record(row, names.get(row["id"], [])) for row in rows]


def _names(reading: Reading, tenant_id: str) -> Mapping[str, list[str]]:
    query = select(_domains.federation_id, _domains.name).where(_domains.tenant_id == tenant_id)
    names: dict[str, list[str]] = defaultdict(list)
    for federation_id, name in reading.connection.execute(query.order_by(_domains.name)):
        names[federation_id].append(name)
    return names


def _record(row: Record, domains: list[str]) -> Record:
    certificates = msgspec.json.decode(row[_CERTIFICATES])
    details = msgspec.json.decode(row["details"]) if row["details"] else {}
    return {**row, _CERTIFICATES: certificates, "details": details, "domains": domains}


def _row(values: Mapping[str, Any]) -> Record:
    as_json = {
        name: msgspec.json.encode(values[name]).decode()
        for name in (_CERTIFICATES, "details")
        if name in values
    }
    return {**values, **as_json}


def _is(tenant_id: str, federation_id: str) -> ColumnElement[bool]:
    return (_federations.tenant_id == tenant_id) & (_federations.id == federation_id)
