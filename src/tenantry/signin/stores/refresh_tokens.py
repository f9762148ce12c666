"""Refresh tokens as rows: the hash of each, its family, and what it stands for."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import delete, insert, select, update

from tenantry.signin.user_grants import UserGrant
from tenantry.storage.tables import refresh_tokens
from tenantry.storage.unit_of_work import UnitOfWork

_tokens = refresh_tokens.c


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRefreshToken:
    """A refresh token.  All that come of one sign-in are a family."""

    token_hash: str
    family_id: str
    granted: UserGrant
    issued_at: str
    expires_at: str
    rotated_at: str | None = None


def add(work: UnitOfWork, tenant_id: str, token: StoredRefreshToken) -> None:
    """Keep a new token; those that have expired are forgotten."""
    work.connection.execute(
        delete(refresh_tokens).where(
            _tokens.tenant_id == tenant_id, _tokens.expires_at < work.instant
        )
    )
    row = {
        "tenant_id": tenant_id,
        "token_hash": token.token_hash,
        "family_id": token.family_id,
        "user_id": token.granted.user_id,
        "granted": msgspec.json.encode(token.granted).decode(),
        "issued_at": token.issued_at,
        "expires_at": token.expires_at,
    }
    work.connection.execute(insert(refresh_tokens), row)


def find(work: UnitOfWork, tenant_id: str, token_hash: str) -> StoredRefreshToken | None:
    """Return the token with this hash; nobody else can use it before the transaction ends."""
    query = (
        select(refresh_tokens)
        .where(_tokens.tenant_id == tenant_id, _tokens.token_hash == token_hash)
        .with_for_update()
    )
    row = work.connection.execute(query).one_or_none()
    if row is None:
        return None
    return StoredRefreshToken(
        token_hash=row.token_hash,
        family_id=row.family_id,
        granted=msgspec.json.decode(row.granted, type=UserGrant),
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        rotated_at=row.rotated_at,
    )


def set_rotated(work: UnitOfWork, tenant_id: str, token_hash: str) -> None:
    """Note that a token was used and followed by another."""
    work.connection.execute(
        update(refresh_tokens)
        .where(_tokens.tenant_id == tenant_id, _tokens.token_hash == token_hash)
        .values(rotated_at=work.instant)
    )


def remove_family(work: UnitOfWork, tenant_id: str, family_id: str) -> None:
    """End everything that came of one sign-in."""
    work.connection.execute(
        delete(refresh_tokens).where(_tokens.tenant_id == tenant_id, _tokens.family_id == family_id)
    )
