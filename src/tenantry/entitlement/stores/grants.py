"""What assignments gave, and those whose time is up."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from tenantry.directory.values import Record
from tenantry.storage.tables import (
    access_package_assignments,
    access_package_grants,
    access_package_requests,
)
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_grants = access_package_grants.c
_assignments = access_package_assignments.c
_requests = access_package_requests.c


def list_of_target(reading: Reading, tenant_id: str, target_id: str) -> list[Record]:
    """Return everything that assignments gave a user."""
    query = select(access_package_grants).where(
        _grants.tenant_id == tenant_id, _grants.target_id == target_id
    )
    return [row._asdict() for row in reading.connection.execute(query)]


def add(work: UnitOfWork, tenant_id: str, grant: Mapping[str, Any]) -> None:
    """Note that an assignment gave a role."""
    work.connection.execute(insert(access_package_grants), {"tenant_id": tenant_id, **grant})


def remove(work: UnitOfWork, tenant_id: str, grant: Mapping[str, Any]) -> None:
    """Forget that an assignment gave a role."""
    work.connection.execute(
        delete(access_package_grants).where(
            _grants.tenant_id == tenant_id,
            _grants.assignment_id == grant["assignment_id"],
            _grants.role_id == grant["role_id"],
        )
    )


def list_ended(reading: Reading, tenant_id: str, instant: str, limit: int) -> list[str]:
    """Return the ids of at most *limit* assignments that ended by *instant* and still give."""
    query = (
        select(_assignments.id)
        .where(
            _assignments.tenant_id == tenant_id,
            _assignments.expired_at.is_(None),
            _assignments.ends_at <= instant,
        )
        .order_by(_assignments.ends_at, _assignments.id)
        .limit(limit)
    )
    return list(reading.connection.execute(query).scalars())


def list_unanswered(reading: Reading, tenant_id: str, instant: str, limit: int) -> list[str]:
    """Return the ids of at most *limit* requests that nobody decided about by *instant*."""
    query = (
        select(_requests.id)
        .where(_requests.tenant_id == tenant_id, _requests.answer_due_at <= instant)
        .order_by(_requests.answer_due_at, _requests.id)
        .limit(limit)
    )
    return list(reading.connection.execute(query).scalars())
