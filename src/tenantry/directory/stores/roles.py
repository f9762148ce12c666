"""Directory role assignments: which principal holds which built-in role."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from tenantry.directory.values import Record
from tenantry.storage.tables import directory_role_assignments
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_assigned = directory_role_assignments.c


def find(reading: Reading, tenant_id: str, assignment_id: str) -> Record | None:
    """Return the assignment with this id."""
    query = select(directory_role_assignments).where(
        _assigned.tenant_id == tenant_id, _assigned.id == assignment_id
    )
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else row._asdict()


def list_all(
    reading: Reading,
    tenant_id: str,
    *,
    principal_id: str | None = None,
    role_template_id: str | None = None,
) -> list[Record]:
    """Return the assignments of a principal, of a role, of both, or all; there are few."""
    query = select(directory_role_assignments).where(_assigned.tenant_id == tenant_id)
    if principal_id is not None:
        query = query.where(_assigned.principal_id == principal_id)
    if role_template_id is not None:
        query = query.where(_assigned.role_template_id == role_template_id)
    return [row._asdict() for row in reading.connection.execute(query.order_by(_assigned.id))]


def add(work: UnitOfWork, tenant_id: str, assignment: Mapping[str, Any]) -> None:
    """Insert an assignment."""
    values = {"tenant_id": tenant_id, **assignment}
    work.connection.execute(insert(directory_role_assignments), values)


def remove(work: UnitOfWork, tenant_id: str, assignment_id: str) -> None:
    """Take an assignment away."""
    work.connection.execute(
        delete(directory_role_assignments).where(
            _assigned.tenant_id == tenant_id, _assigned.id == assignment_id
        )
    )


def remove_all_of(work: UnitOfWork, tenant_id: str, principal_id: str) -> None:
    """Take every role of a principal away."""
    work.connection.execute(
        delete(directory_role_assignments).where(
            _assigned.tenant_id == tenant_id, _assigned.principal_id == principal_id
        )
    )
