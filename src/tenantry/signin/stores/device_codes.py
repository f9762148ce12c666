"""Device codes as rows: the hashes of both codes, and who signed in with one."""

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, delete, insert, select, update

from tenantry.clock import add_seconds
from tenantry.signin.user_grants import UserGrant
from tenantry.storage.tables import device_codes
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_codes = device_codes.c
_REMEMBERED = 24 * 3600  # seconds for which an expired code is told from an unknown one


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCode:
    """A device that waits.  ``asked_at`` is the tenant's id or alias that it asked at."""

    asked_at: str
    device_hash: str
    app_id: str
    scope: str
    expires_at: str
    is_declined: bool = False
    polled_at: str | None = None
    signed_in_tenant_id: str | None = None
    granted: UserGrant | None = None


def add(work: UnitOfWork, tenant_id: str, code: DeviceCode, user_hash: str) -> None:
    """Keep a new code; those that had expired a day ago are forgotten."""
    oldest = add_seconds(work.instant, -_REMEMBERED)
    work.connection.execute(
        delete(device_codes).where(_codes.tenant_id == tenant_id, _codes.expires_at < oldest)
    )
    row = {
        "tenant_id": tenant_id,
        "device_hash": code.device_hash,
        "user_hash": user_hash,
        "app_id": code.app_id,
        "scope": code.scope,
        "expires_at": code.expires_at,
    }
    work.connection.execute(insert(device_codes), row)


def find(work: UnitOfWork, tenant_id: str, device_hash: str) -> DeviceCode | None:
    """Return the code of a device; nobody else can use it before the transaction ends."""
    query = select(device_codes).where(_is(tenant_id, device_hash)).with_for_update()
    return _read(work, query)


def find_typed(reading: Reading, user_hash: str) -> DeviceCode | None:
    """Return the device that waits for what somebody typed, whichever tenant it asked at."""
    query = select(device_codes).where(
        _codes.user_hash == user_hash,
        _codes.expires_at > reading.instant,
        _codes.declined_at.is_(None),
        _codes.granted.is_(None),
    )
    return _read(reading, query.limit(1))


def set_polled(work: UnitOfWork, tenant_id: str, device_hash: str) -> None:
    """Note that the device asked."""
    work.connection.execute(
        update(device_codes).where(_is(tenant_id, device_hash)).values(polled_at=work.instant)
    )


def set_declined(work: UnitOfWork, tenant_id: str, device_hash: str) -> None:
    """Note that the person did not want to."""
    work.connection.execute(
        update(device_codes)
        .where(_is(tenant_id, device_hash), _codes.granted.is_(None))
        .values(declined_at=work.instant)
    )


def set_granted(
    work: UnitOfWork, tenant_id: str, device_hash: str, signed_in_at: str, granted: UserGrant
) -> None:
    """Note who signed in, and at which tenant."""
    work.connection.execute(
        update(device_codes)
        .where(_is(tenant_id, device_hash), _codes.granted.is_(None))
        .values(signed_in_tenant_id=signed_in_at, granted=msgspec.json.encode(granted).decode())
    )


def remove(work: UnitOfWork, tenant_id: str, device_hash: str) -> None:
    """Take a code away; it is good once."""
    work.connection.execute(delete(device_codes).where(_is(tenant_id, device_hash)))


def _is(tenant_id: str, device_hash: str) -> ColumnElement[bool]:
    return (_codes.tenant_id == tenant_id) & (_codes.device_hash == device_hash)


def _read(reading: Reading, query: Select[Any]) -> DeviceCode | None:
    row = reading.connection.execute(query).one_or_none()
    if row is None:
        return None
    return DeviceCode(
        asked_at=row.tenant_id,
        device_hash=row.device_hash,
        app_id=row.app_id,
        scope=row.scope,
        expires_at=row.expires_at,
        is_declined=row.declined_at is not None,
        polled_at=row.polled_at,
        signed_in_tenant_id=row.signed_in_tenant_id,
        granted=msgspec.json.decode(row.granted, type=UserGrant) if row.granted else None,
    )
