"""Failed attempts, by who was tried and with what.

`password`, `code` for a second factor; `device` for codes of devices, by who tried.
"""

from typing import Any

import msgspec
from sqlalchemy import Select, bindparam, delete, select, text as sql_text, update

from tenantry.signin.authentication.lockout import NONE, Failures
from tenantry.storage.tables import sign_in_failures
from tenantry.storage.unit_of_work import Reading, UnitOfWork

PASSWORD, CODE, DEVICE = "password", "code", "device"  # kinds of attempts

_failures = sign_in_failures.c
_KEY = (
    _failures.tenant_id == bindparam("of_tenant"),
    _failures.subject == bindparam("of_subject"),
    _failures.kind == bindparam("of_kind"),
)
_FIND = select(
    _failures.attempts, _failures.last_at, _failures.locked_until, _failures.recent
).where(*_KEY)
_LOCK = _FIND.with_for_update()
_BEGIN = sql_text(
    "INSERT INTO sign_in_failures (tenant_id, subject, kind, attempts, recent)"
    " VALUES (:of_tenant, :of_subject, :of_kind, 0, '[]') ON CONFLICT DO NOTHING"
)


def find_failures(reading: Reading, tenant_id: str, subject: str, kind: str) -> Failures:
    """Return the failures of *subject*."""
    return _found(reading, _FIND, _key(tenant_id, subject, kind))


def lock_failures(work: UnitOfWork, tenant_id: str, subject: str, kind: str) -> Failures:
    """Return the failures of *subject*, which nobody else writes until the end of *work*."""
    key = _key(tenant_id, subject, kind)
    work.connection.execute(_BEGIN, key)  # a row that is not there cannot be locked
    return _found(work, _LOCK, key)


def save_failures(
    work: UnitOfWork, tenant_id: str, subject: str, kind: str, failures: Failures
) -> None:
    """Keep the failures of *subject*, which were locked before."""
    values = {
        "attempts": failures.count,
        "last_at": failures.last_at,
        "locked_until": failures.locked_until,
        "recent": msgspec.json.encode(failures.recent).decode(),
    }
    query = update(sign_in_failures).where(*_KEY).values(values)
    work.connection.execute(query, _key(tenant_id, subject, kind))


def clear_failures(work: UnitOfWork, tenant_id: str, subject: str, kind: str) -> None:
    """Forget the failures of *subject*."""
    query = delete(sign_in_failures).where(*_KEY)
    work.connection.execute(query, _key(tenant_id, subject, kind))


def _key(tenant_id: str, subject: str, kind: str) -> dict[str, str]:
    return {"of_tenant": tenant_id, "of_subject": subject, "of_kind": kind}


def _found(reading: Reading, query: Select[Any], key: dict[str, str]) -> Failures:
    row = reading.connection.execute(query, key).one_or_none()
    if row is None:
        return NONE
    return Failures(
        count=row.attempts,
        last_at=row.last_at,
        locked_until=row.locked_until,
        recent=tuple(msgspec.json.decode(row.recent)),
    )
