"""Tenants of the installation and their domains."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from tenantry.directory.values import Record
from tenantry.storage.kept_queries import KeptQuery
from tenantry.storage.tables import domains, tenants
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_tenants, _domains = tenants.c, domains.c
_MAILS, _PRIVACY = "technical_notification_mails", "privacy_profile"
_FIND = KeptQuery(
    select(tenants).where(_tenants.id == bindparam("of_tenant"), _tenants.deleted_at.is_(None))
)
_OWNER = KeptQuery(
    select(_domains.tenant_id).where(_domains.name == bindparam("domain"), _domains.is_verified)
)


def find(reading: Reading, tenant_id: str) -> Record | None:
    """Return the tenant with this id."""
    found = _FIND.record(reading, {"of_tenant": tenant_id})
    return None if found is None else _record(found)


def list_all(reading: Reading) -> list[Record]:
    """Return every tenant of the installation, the oldest first."""
    query = select(tenants).where(_tenants.deleted_at.is_(None)).order_by(_tenants.id)
    return [_record(row._asdict()) for row in reading.connection.execute(query)]


def find_owner(reading: Reading, domain: str) -> Record | None:
    """Return the tenant that verified *domain*, given in lower case."""
    owner = _OWNER.row(reading, {"domain": domain})
    return None if owner is None else find(reading, owner[0])


def is_claimed(reading: Reading, domain: str) -> bool:
    """Return whether a tenant verified *domain*, given in lower case; a removed one keeps it."""
    query = select(_domains.tenant_id).where(_domains.name == domain, _domains.is_verified)
    return reading.connection.execute(query).first() is not None


def find_removed(reading: Reading, tenant_id: str, *, since: str) -> Record | None:
    """Return the tenant with this id that was removed at the instant *since* or later."""
    query = select(tenants).where(_tenants.id == tenant_id, _tenants.deleted_at >= since)
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else _record(row._asdict())


def list_removed(reading: Reading, *, since: str) -> list[Record]:
    """Return the tenants that were removed at the instant *since* or later, the oldest first."""
    query = select(tenants).where(_tenants.deleted_at >= since).order_by(_tenants.id)
    return [_record(row._asdict()) for row in reading.connection.execute(query)]


def list_expired(reading: Reading, *, before: str) -> list[str]:
    """Return the ids of the tenants that were removed before this instant."""
    query = select(_tenants.id).where(_tenants.deleted_at < before).order_by(_tenants.id)
    return list(reading.connection.execute(query).scalars())


def remove(work: UnitOfWork, tenant_id: str) -> None:
    """Take the row of a tenant away."""
    work.connection.execute(delete(tenants).where(_tenants.id == tenant_id))


def add(work: UnitOfWork, tenant: Mapping[str, Any]) -> None:
    """Insert a tenant."""
    work.connection.execute(insert(tenants), {**tenant, _MAILS: _json(tenant.get(_MAILS, []))})


def change(work: UnitOfWork, tenant_id: str, changes: Mapping[str, Any]) -> None:
    """Write *changes* of a tenant."""
    values = dict(changes)
    if _MAILS in values:
        values[_MAILS] = _json(values[_MAILS] or [])
    if values.get(_PRIVACY) is not None:
        values[_PRIVACY] = _json(values[_PRIVACY])
    work.connection.execute(update(tenants).where(_tenants.id == tenant_id).values(values))


def list_domains(reading: Reading, tenant_id: str) -> list[Record]:
    """Return the tenant's domains by name."""
    query = select(domains).where(_domains.tenant_id == tenant_id).order_by(_domains.name)
    return [row._asdict() for row in reading.connection.execute(query)]


def list_verified_names(reading: Reading, tenant_id: str) -> list[str]:
    """Return the names of the tenant's verified domains, in lower case."""
    query = select(_domains.name).where(_domains.tenant_id == tenant_id, _domains.is_verified)
    return list(reading.connection.execute(query.order_by(_domains.name)).scalars())


def find_default_domain(reading: Reading, tenant_id: str) -> str | None:
    """Return the name of the tenant's default domain, in lower case."""
    query = select(_domains.name).where(_domains.tenant_id == tenant_id, _domains.is_default)
    return reading.connection.execute(query).scalar()


def find_domain(reading: Reading, tenant_id: str, name: str) -> Record | None:
    """Return the tenant's domain of this name, given in lower case."""
    query = select(domains).where(_domains.tenant_id == tenant_id, _domains.name == name)
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else row._asdict()


def add_domain(work: UnitOfWork, tenant_id: str, domain: Mapping[str, Any]) -> None:
    """Insert a domain."""
    work.connection.execute(insert(domains), {"tenant_id": tenant_id, **domain})


def change_domain(work: UnitOfWork, tenant_id: str, name: str, changes: Mapping[str, Any]) -> None:
    """Write *changes* of a domain."""
    work.connection.execute(
        update(domains)
        .where(_domains.tenant_id == tenant_id, _domains.name == name)
        .values(changes)
    )


def unset_default_domain(work: UnitOfWork, tenant_id: str) -> None:
    """Leave the tenant without a default domain, until another one is set."""
    work.connection.execute(
        update(domains)
        .where(_domains.tenant_id == tenant_id, _domains.is_default)
        .values(is_default=False)
    )


def remove_domain(work: UnitOfWork, tenant_id: str, name: str) -> None:
    """Take a domain away."""
    work.connection.execute(
        delete(domains).where(_domains.tenant_id == tenant_id, _domains.name == name)
    )


def _record(row: Record) -> Record:
    profile = row[_PRIVACY]
    return {
        **row,
        _MAILS: msgspec.json.decode(row[_MAILS]),
        _PRIVACY: None if profile is None else msgspec.json.decode(profile),
    }


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
