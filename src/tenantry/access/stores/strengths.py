"""The authentication strengths that a tenant made itself, as rows."""

from typing import Any

import msgspec
from sqlalchemy import Row, delete, insert, select, update

from tenantry.directory.values import Record
from tenantry.storage.tables import authentication_strengths
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_strengths = authentication_strengths.c


def list_all(reading: Reading, tenant_id: str) -> list[Record]:
    """Return all, oldest first; `combinations` is a list of `password,sms`."""
    query = (
        select(authentication_strengths)
        .where(_strengths.tenant_id == tenant_id)
        .order_by(_strengths.id)
    )
    return [_record(row) for row in reading.connection.execute(query)]


def list_ids(reading: Reading, tenant_id: str) -> list[str]:
    """Return the ids of all."""
    query = select(_strengths.id).where(_strengths.tenant_id == tenant_id)
    return list(reading.connection.execute(query).scalars())


def find(reading: Reading, tenant_id: str, strength_id: str) -> Record | None:
    """Return one of them."""
    query = select(authentication_strengths).where(
        _strengths.tenant_id == tenant_id, _strengths.id == strength_id
    )
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else _record(row)


def add(work: UnitOfWork, tenant_id: str, strength_id: str, values: Record) -> None:
    """Insert one."""
    row = {**values, "combinations": _encoded(values["combinations"])}
    key = {"tenant_id": tenant_id, "id": strength_id, "created_at": work.instant}
    work.connection.execute(insert(authentication_strengths), {**row, **key})


def save(work: UnitOfWork, tenant_id: str, strength_id: str, changes: Record) -> None:
    """Write the columns that *changes* names."""
    values = {**changes, "modified_at": work.instant}
    if "combinations" in changes:
        values["combinations"] = _encoded(changes["combinations"])
    work.connection.execute(
        update(authentication_strengths)
        .where(_strengths.tenant_id == tenant_id, _strengths.id == strength_id)
        .values(values)
    )


def remove(work: UnitOfWork, tenant_id: str, strength_id: str) -> None:
    """Take one away."""
    work.connection.execute(
        delete(authentication_strengths).where(
            _strengths.tenant_id == tenant_id, _strengths.id == strength_id
        )
    )


def _encoded(combinations: list[str]) -> str:
    return msgspec.json.encode(combinations).decode()


def _record(row: Row[Any]) -> Record:
    return {**row._asdict(), "combinations": msgspec.json.decode(row.combinations)}
