"""Sessions as rows, each in the home tenant of its account.

A browser's cookie says nothing of tenants: its sessions are looked up by the cookie's hash, which
nobody guesses, whichever tenants they are of.
"""

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from tenantry.signin.proofs import Proof
from tenantry.signin.sessions import Session
from tenantry.storage.kept_queries import KeptQuery
from tenantry.storage.tables import sessions, tenants
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_sessions = sessions.c
_OF_BROWSER = KeptQuery(
    select(
        _sessions.tenant_id,
        _sessions.id,
        _sessions.user_id,
        _sessions.proofs,
        _sessions.authenticated_at,
        _sessions.expires_at,
    )
    .join(tenants, tenants.c.id == _sessions.tenant_id)
    .where(_sessions.browser_hash == bindparam("browser_hash"), tenants.c.deleted_at.is_(None))
    .order_by(_sessions.authenticated_at.desc(), _sessions.id)
)
_proofs = msgspec.json.Decoder(tuple[Proof, ...])


def list_of_browser(reading: Reading, browser_hash: str) -> list[Session]:
    """Return the sessions of a browser, of all live tenants, the newest first."""
    found = _OF_BROWSER.rows(reading, {"browser_hash": browser_hash})
    return [
        Session(
            tenant_id=tenant_id,
            id=session_id,
            user_id=user_id,
            proofs=_proofs.decode(proofs),
            authenticated_at=authenticated_at,
            expires_at=expires_at,
        )
        for tenant_id, session_id, user_id, proofs, authenticated_at, expires_at in found
    ]


def move(work: UnitOfWork, browser_hash: str, new_browser_hash: str) -> None:
    """Give all sessions of a browser, of all tenants, its new cookie."""
    work.connection.execute(
        update(sessions)
        .where(_sessions.browser_hash == browser_hash)
        .values(browser_hash=new_browser_hash)
    )


def save(work: UnitOfWork, tenant_id: str, session: Session, browser_hash: str) -> None:
    """Write a session in place of any that the browser has of the same account."""
    work.connection.execute(
        delete(sessions).where(
            _sessions.tenant_id == tenant_id,
            (_sessions.expires_at <= work.instant)
            | ((_sessions.user_id == session.user_id) & (_sessions.browser_hash == browser_hash)),
        )
    )
    row = {
        "tenant_id": tenant_id,
        "id": session.id,
        "user_id": session.user_id,
        "browser_hash": browser_hash,
        "proofs": msgspec.json.encode(session.proofs).decode(),
        "authenticated_at": session.authenticated_at,
        "expires_at": session.expires_at,
    }
    work.connection.execute(insert(sessions), row)


def set_proofs(
    work: UnitOfWork, tenant_id: str, session_id: str, proofs: tuple[Proof, ...]
) -> None:
    """Write what was proved in one session."""
    work.connection.execute(
        update(sessions)
        .where(_sessions.tenant_id == tenant_id, _sessions.id == session_id)
        .values(proofs=msgspec.json.encode(proofs).decode())
    )


def remove_of_browser(work: UnitOfWork, browser_hash: str) -> None:
    """End all sessions of a browser, of all tenants."""
    work.connection.execute(delete(sessions).where(_sessions.browser_hash == browser_hash))
