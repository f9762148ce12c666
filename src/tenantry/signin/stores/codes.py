"""Authorization codes as rows: the hash of each, and what it stands for."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import delete, insert, select, update

from tenantry.clock import add_seconds
from tenantry.signin.user_grants import UserGrant
from tenantry.storage.tables import authorization_codes
from tenantry.storage.unit_of_work import UnitOfWork

_codes = authorization_codes.c
_REMEMBERED = 24 * 3600  # seconds for which an expired code is told from an unknown one


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCode:
    """A code.  ``challenge`` is empty where none was sent."""

    code_hash: str
    family_id: str
    redirect_uri: str
    challenge: str
    challenge_method: str
    granted: UserGrant
    expires_at: str
    redeemed_at: str | None = None


def add(work: UnitOfWork, tenant_id: str, code: StoredCode) -> None:
    """Keep a new code; those that had expired a day ago are forgotten."""
    oldest = add_seconds(work.instant, -_REMEMBERED)
    work.connection.execute(
        delete(authorization_codes).where(_codes.tenant_id == tenant_id, _codes.expires_at < oldest)
    )
    row = {
        "tenant_id": tenant_id,
        "code_hash": code.code_hash,
        "family_id": code.family_id,
        "redirect_uri": code.redirect_uri,
        "challenge": code.challenge,
        "challenge_method": code.challenge_method,
        "granted": msgspec.json.encode(code.granted).decode(),
        "expires_at": code.expires_at,
    }
    work.connection.execute(insert(authorization_codes), row)


def find(work: UnitOfWork, tenant_id: str, code_hash: str) -> StoredCode | None:
    """Return the code with this hash; nobody else can redeem it before the transaction ends."""
    query = (
        select(authorization_codes)
        .where(_codes.tenant_id == tenant_id, _codes.code_hash == code_hash)
        .with_for_update()
    )
    row = work.connection.execute(query).one_or_none()
    if row is None:
        return None
    return StoredCode(
        code_hash=row.code_hash,
        family_id=row.family_id,
        redirect_uri=row.redirect_uri,
        challenge=row.challenge or "",
        challenge_method=row.challenge_method or "",
        granted=msgspec.json.decode(row.granted, type=UserGrant),
        expires_at=row.expires_at,
        redeemed_at=row.redeemed_at,
    )


def set_redeemed(work: UnitOfWork, tenant_id: str, code_hash: str) -> None:
    """Note that a code was redeemed; it is good for nothing from then on."""
    work.connection.execute(
        update(authorization_codes)
        .where(_codes.tenant_id == tenant_id, _codes.code_hash == code_hash)
        .values(redeemed_at=work.instant)
    )
