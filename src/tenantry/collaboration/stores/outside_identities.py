"""Outside identities as rows: which guest of a tenant is whose."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from tenantry.collaboration.outside_identities import IdentityProviderKind, OutsideIdentity
from tenantry.storage.tables import outside_identities
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_identities = outside_identities.c


def find_guest_id(reading: Reading, tenant_id: str, identity: OutsideIdentity) -> str | None:
    """Return the id of the guest that the identity redeemed, deleted ones included."""
    query = select(_identities.user_id).where(
        _identities.tenant_id == tenant_id,
        _identities.issuer == identity.issuer,
        _identities.subject == identity.subject,
        _identities.redeemed_at.is_not(None),
    )
    found: str | None = reading.connection.execute(query).scalar()
    return found


def find_redeemed(reading: Reading, tenant_id: str, user_id: str) -> OutsideIdentity | None:
    """Return as whom the guest redeemed; None for a user of another tenant here, and before."""
    return _find(reading, tenant_id, user_id, is_redeemed=True)


def find_shown(reading: Reading, tenant_id: str, user_id: str) -> OutsideIdentity | None:
    """Return who showed last that the invitation of the pending guest is theirs."""
    return _find(reading, tenant_id, user_id, is_redeemed=False)


def list_issuers(reading: Reading, tenant_id: str, user_ids: Collection[str]) -> Mapping[str, str]:
    """Return user id → issuer for those of *user_ids* that an outside identity redeemed."""
    query = select(_identities.user_id, _identities.issuer).where(
        _identities.tenant_id == tenant_id,
        _identities.user_id.in_(user_ids),
        _identities.redeemed_at.is_not(None),
    )
    return {row.user_id: row.issuer for row in reading.connection.execute(query)}


def save_shown(work: UnitOfWork, tenant_id: str, user_id: str, identity: OutsideIdentity) -> None:
    """Note who is about to redeem as the pending guest, in place of anybody before."""
    remove_of_user(work, tenant_id, user_id)
    is_it = (
        (_identities.tenant_id == tenant_id)
        & (_identities.issuer == identity.issuer)
        & (_identities.subject == identity.subject)
    )
    work.connection.execute(delete(outside_identities).where(is_it))
    row = {
        "tenant_id": tenant_id,
        "issuer": identity.issuer,
        "subject": identity.subject,
        "user_id": user_id,
        "kind": identity.kind.value,
        "email": identity.email,
        "name": identity.name,
    }
    work.connection.execute(insert(outside_identities), row)


def set_redeemed(work: UnitOfWork, tenant_id: str, user_id: str) -> None:
    """Note that the guest redeemed as who showed it last."""
    work.connection.execute(
        update(outside_identities)
        .where(_identities.tenant_id == tenant_id, _identities.user_id == user_id)
        .values(redeemed_at=work.instant)
    )


def remove_of_user(work: UnitOfWork, tenant_id: str, user_id: str) -> None:
    """Forget as whom the guest redeemed."""
    work.connection.execute(
        delete(outside_identities).where(
            _identities.tenant_id == tenant_id, _identities.user_id == user_id
        )
    )


def _find(
    reading: Reading, tenant_id: str, user_id: str, *, is_redeemed: bool
) -> OutsideIdentity | None:
    redeemed = _identities.redeemed_at.is_not(None)
    query = select(outside_identities).where(
        _identities.tenant_id == tenant_id,
        _identities.user_id == user_id,
        redeemed if is_redeemed else ~redeemed,
    )
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else _identity(row)


def _identity(row: Row[Any]) -> OutsideIdentity:
    return OutsideIdentity(
        kind=IdentityProviderKind(row.kind),
        issuer=row.issuer,
        subject=row.subject,
        email=row.email,
        name=row.name,
    )
