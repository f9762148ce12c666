"""Delegated permission grants: which permissions of whom an application has, for which users."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select, update

from tenantry.directory.values import Record
from tenantry.storage.tables import permission_grants
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_grants = permission_grants.c
FOR_ALL = ""
"""In place of a user's id: the grant is for all users."""


def find_between(
    reading: Reading, tenant_id: str, client_id: str, resource_id: str, principal_id: str
) -> Record | None:
    """Return the grant to a client on a resource for one user, or `FOR_ALL` of them."""
    return _find(
        reading,
        tenant_id,
        _grants.client_id == client_id,
        _grants.resource_id == resource_id,
        _grants.principal_id == principal_id,
    )


def list_scopes(
    reading: Reading, tenant_id: str, client_id: str, resource_id: str, user_id: str
) -> frozenset[str]:
    """Return the names that a client was granted on a resource, for the user or for all."""
    query = select(_grants.scope).where(
        _grants.tenant_id == tenant_id,
        _grants.client_id == client_id,
        _grants.resource_id == resource_id,
        or_(_grants.principal_id == user_id, _grants.principal_id == FOR_ALL),
    )
    return frozenset(
        name for scope in reading.connection.execute(query).scalars() for name in scope.split()
    )


def add(work: UnitOfWork, tenant_id: str, grant: Mapping[str, Any]) -> None:
    """Insert a grant."""
    work.connection.execute(insert(permission_grants), {"tenant_id": tenant_id, **grant})


def set_scope(work: UnitOfWork, tenant_id: str, grant_id: str, scope: str) -> None:
    """Write the names of a grant."""
    work.connection.execute(
        update(permission_grants)
        .where(_grants.tenant_id == tenant_id, _grants.id == grant_id)
        .values(scope=scope)
    )


def remove_all_of(work: UnitOfWork, tenant_id: str, object_id: str) -> None:
    """Take every grant to, on or by an object away."""
    work.connection.execute(
        delete(permission_grants).where(
            _grants.tenant_id == tenant_id,
            or_(
                _grants.client_id == object_id,
                _grants.resource_id == object_id,
                _grants.principal_id == object_id,
            ),
        )
    )


def _find(reading: Reading, tenant_id: str, *conditions: ColumnElement[bool]) -> Record | None:
    query = select(permission_grants).where(_grants.tenant_id == tenant_id, *conditions)
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else row._asdict()
