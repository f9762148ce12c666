"""Sponsors: the users and groups who answer for a guest."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, or_, select

from tenantry.storage.tables import sponsors
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_sponsors = sponsors.c


def list_of(reading: Reading, tenant_id: str, user_id: str) -> list[str]:
    """Return the ids of a user's sponsors, in the order of ids."""
    query = (
        select(_sponsors.sponsor_id)
        .where(_sponsors.tenant_id == tenant_id, _sponsors.user_id == user_id)
        .order_by(_sponsors.sponsor_id)
    )
    return list(reading.connection.execute(query).scalars())


def add(work: UnitOfWork, tenant_id: str, user_id: str, sponsor_ids: Sequence[str]) -> None:
    """Add sponsors of a user."""
    rows = [
        {"tenant_id": tenant_id, "user_id": user_id, "sponsor_id": sponsor_id}
        for sponsor_id in sponsor_ids
    ]
    if rows:
        work.connection.execute(insert(sponsors), rows)


def remove(work: UnitOfWork, tenant_id: str, user_id: str, sponsor_id: str) -> None:
    """Forget one sponsor of a user."""
    work.connection.execute(
        delete(sponsors).where(
            _sponsors.tenant_id == tenant_id,
            _sponsors.user_id == user_id,
            _sponsors.sponsor_id == sponsor_id,
        )
    )


def remove_all_of(work: UnitOfWork, tenant_id: str, object_id: str) -> None:
    """Forget the sponsors of an object, and for whom it is one."""
    work.connection.execute(
        delete(sponsors).where(
            _sponsors.tenant_id == tenant_id,
            or_(_sponsors.user_id == object_id, _sponsors.sponsor_id == object_id),
        )
    )
