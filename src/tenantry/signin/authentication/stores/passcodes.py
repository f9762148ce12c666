"""Passcodes as rows, one for each mail; only who waits for the code knows the row's id."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, insert, select, update

from tenantry.storage.tables import mail_passcodes
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_passcodes = mail_passcodes.c
_READ = (
    _passcodes.id,
    _passcodes.user_id,
    _passcodes.email,
    _passcodes.code_encrypted,
    _passcodes.expires_at,
    _passcodes.tries_left,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPasscode:
    """A passcode that was sent to a guest, at their address ``email``.

    One that was mailed again is there twice, with the same ``code_encrypted``.
    """

    id: str
    user_id: str
    email: str
    code_encrypted: str
    expires_at: str
    tries_left: int


def list_good(reading: Reading, tenant_id: str, user_id: str) -> list[StoredPasscode]:
    """Return the codes of the user that are good now, the newest first."""
    query = (
        select(*_READ)
        .where(
            _passcodes.tenant_id == tenant_id,
            _passcodes.user_id == user_id,
            _passcodes.expires_at > reading.instant,
        )
        .order_by(_passcodes.expires_at.desc(), _passcodes.id.desc())
    )
    return [StoredPasscode(**row._asdict()) for row in reading.connection.execute(query)]


def add(work: UnitOfWork, tenant_id: str, passcode: StoredPasscode) -> None:
    """Keep a code; those of the user that are too old go."""
    work.connection.execute(
        delete(mail_passcodes).where(
            _passcodes.tenant_id == tenant_id,
            _passcodes.user_id == passcode.user_id,
            _passcodes.expires_at <= work.instant,
        )
    )
    row = {
        "tenant_id": tenant_id,
        "id": passcode.id,
        "user_id": passcode.user_id,
        "email": passcode.email,
        "code_encrypted": passcode.code_encrypted,
        "expires_at": passcode.expires_at,
        "tries_left": passcode.tries_left,
    }
    work.connection.execute(insert(mail_passcodes), row)


def take_try(work: UnitOfWork, tenant_id: str, passcode_id: str) -> StoredPasscode | None:
    """Return the code if it is good and may be tried once more, which is counted."""
    counted = work.connection.execute(
        update(mail_passcodes)
        .where(
            _is(tenant_id, passcode_id),
            _passcodes.tries_left > 0,
            _passcodes.expires_at > work.instant,
        )
        .values(tries_left=_passcodes.tries_left - 1)
    )
    if not counted.rowcount:
        return None
    row = work.connection.execute(select(*_READ).where(_is(tenant_id, passcode_id))).one()
    return StoredPasscode(**row._asdict())


def remove(work: UnitOfWork, tenant_id: str, passcode: StoredPasscode) -> None:
    """Take a code away, however often it was mailed; it is good once."""
    work.connection.execute(
        delete(mail_passcodes).where(
            _passcodes.tenant_id == tenant_id,
            _passcodes.user_id == passcode.user_id,
            _passcodes.code_encrypted == passcode.code_encrypted,
        )
    )


def _is(tenant_id: str, passcode_id: str) -> ColumnElement[bool]:
    return (_passcodes.tenant_id == tenant_id) & (_passcodes.id == passcode_id)
