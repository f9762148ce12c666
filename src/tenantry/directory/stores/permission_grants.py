"""Delegated permission grants: which permissions of whom an application has, for which users."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, delete, func, insert, or_, select, update

from tenantry.directory.permission_grants import ALL_PRINCIPALS, FOR_ALL, PRINCIPAL
from tenantry.directory.values import Record
from tenantry.storage.kept_queries import KeptQuery
from tenantry.storage.pages import Page, PageQuery, RowRecords, Rows, count_rows, read_page
from tenantry.storage.tables import permission_grants, service_principals, users
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_grants = permission_grants.c
_principals, _users = service_principals.c, users.c
_COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "id": _grants.id,
    "client_id": _grants.client_id,
    "consent_type": case((_grants.principal_id == FOR_ALL, ALL_PRINCIPALS), else_=PRINCIPAL),
    "principal_id": func.nullif(_grants.principal_id, FOR_ALL),
    "resource_id": _grants.resource_id,
    "scope": _grants.scope,
}
"""What a grant says to those who read it: for all users it has no principal."""
_SCOPES = KeptQuery(
    select(_grants.scope).where(
        _grants.tenant_id == bindparam("tenant_id"),
        _grants.client_id == bindparam("client_id"),
        _grants.resource_id == bindparam("resource_id"),
        or_(_grants.principal_id == bindparam("user_id"), _grants.principal_id == FOR_ALL),
    )
)
_ANYBODY: Mapping[str, str] = {}


def find(reading: Reading, tenant_id: str, grant_id: str) -> Record | None:
    """Return the grant with this id, none of whose sides is deleted."""
    query = select(*_selected()).where(*_live(tenant_id), _grants.id == grant_id)
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else row._asdict()


def list_page(
    reading: Reading, tenant_id: str, query: PageQuery, owner: Mapping[str, str] = _ANYBODY
) -> Page:
    """Return a page of the grants none of whose sides is deleted.

    *owner* restricts them to those of a client, by `client_id`, or a user, by `principal_id`.
    """
    found, following = read_page(reading, _rows(tenant_id, owner), query, _selected())
    return Page(records=RowRecords(_COLUMNS, found), next=following)


def count(
    reading: Reading, tenant_id: str, query: PageQuery, owner: Mapping[str, str] = _ANYBODY
) -> int:
    """Return how many grants of *owner* meet the condition of *query*; see `list_page`."""
    return count_rows(reading, _rows(tenant_id, owner), query)


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
    sides = {
        "tenant_id": tenant_id,
        "client_id": client_id,
        "resource_id": resource_id,
        "user_id": user_id,
    }
    scopes = _SCOPES.firsts(reading, sides)
    return frozenset(name for scope in scopes for name in scope.split())


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


def remove(work: UnitOfWork, tenant_id: str, grant_id: str) -> None:
    """Take a grant away."""
    work.connection.execute(
        delete(permission_grants).where(_grants.tenant_id == tenant_id, _grants.id == grant_id)
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


def _rows(tenant_id: str, owner: Mapping[str, str]) -> Rows:
    sides = [_grants[side] == object_id for side, object_id in owner.items()]
    return Rows(source=permission_grants, columns=_COLUMNS, where=(*_live(tenant_id), *sides))


def _live(tenant_id: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that neither the client, nor the resource, nor the user is deleted."""
    principals = select(_principals.id).where(
        _principals.tenant_id == tenant_id, _principals.deleted_at.is_(None)
    )
    people = select(_users.id).where(_users.tenant_id == tenant_id, _users.deleted_at.is_(None))
    return (
        _grants.tenant_id == tenant_id,
        _grants.client_id.in_(principals),
        _grants.resource_id.in_(principals),
        or_(_grants.principal_id == FOR_ALL, _grants.principal_id.in_(people)),
    )


def _selected() -> list[ColumnElement[Any]]:
    return [column.label(name) for name, column in _COLUMNS.items()]
