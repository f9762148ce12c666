"""App role assignments: which principal has which role on which service principal."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, delete, func, insert, or_, select

from tenantry.directory.values import Record
from tenantry.storage.pages import Page, PageQuery, RowRecords, Rows, count_rows, read_page
from tenantry.storage.tables import app_role_assignments, groups, service_principals, users
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_assigned = app_role_assignments.c
_resources = service_principals.alias("resources")
_principals = service_principals.alias("principals")

_COLUMNS: Mapping[str, ColumnElement[Any]] = {
    **{column.name: column for column in _assigned if column.name != "tenant_id"},
    "principal_display_name": func.coalesce(
        users.c.display_name, groups.c.display_name, _principals.c.display_name
    ),
    "principal_display_name_key": func.coalesce(
        users.c.display_name_key, groups.c.display_name_key, _principals.c.display_name_key
    ),
    "resource_display_name": _resources.c.display_name,
}
"""What an assignment says, the names of both sides among it."""

_SHOWN = [name for name in _COLUMNS if name != "principal_display_name_key"]


def find(reading: Reading, tenant_id: str, assignment_id: str) -> Record | None:
    """Return the assignment with this id, whose resource and principal are live."""
    query = (
        select(*_selected())
        .select_from(_source())
        .where(*_live(tenant_id), _assigned.id == assignment_id)
    )
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else row._asdict()


def is_assigned(reading: Reading, tenant_id: str, assignment: Mapping[str, Any]) -> bool:
    """Return whether the principal has this role on the resource already."""
    return find_id(reading, tenant_id, assignment) is not None


def find_id(reading: Reading, tenant_id: str, assignment: Mapping[str, Any]) -> str | None:
    """Return the id of the assignment of this role on the resource to the principal."""
    query = select(_assigned.id).where(
        _assigned.tenant_id == tenant_id,
        _assigned.resource_id == assignment["resource_id"],
        _assigned.principal_id == assignment["principal_id"],
        _assigned.app_role_id == assignment["app_role_id"],
    )
    found: str | None = reading.connection.execute(query).scalar()
    return found


def list_on_resource(reading: Reading, tenant_id: str, resource_id: str, query: PageQuery) -> Page:
    """Return a page of the assignments on a service principal."""
    return _page(reading, _rows(tenant_id, _is_on(tenant_id, resource_id)), query)


def count_on_resource(reading: Reading, tenant_id: str, resource_id: str, query: PageQuery) -> int:
    """Return how many assignments on a service principal meet the condition of *query*."""
    return count_rows(reading, _rows(tenant_id, _is_on(tenant_id, resource_id)), query)


def list_of_principal(
    reading: Reading, tenant_id: str, principal_id: str, query: PageQuery
) -> Page:
    """Return a page of the assignments of a user, group or service principal."""
    return _page(reading, _rows(tenant_id, _assigned.principal_id == principal_id), query)


def count_of_principal(
    reading: Reading, tenant_id: str, principal_id: str, query: PageQuery
) -> int:
    """Return how many assignments of a principal meet the condition of *query*."""
    return count_rows(reading, _rows(tenant_id, _assigned.principal_id == principal_id), query)


def list_all_of(reading: Reading, tenant_id: str, object_id: str) -> list[Record]:
    """Return every assignment of the object, and on it, whatever is deleted."""
    query = select(_assigned.id, _assigned.resource_id, _assigned.principal_id).where(
        _assigned.tenant_id == tenant_id,
        or_(_assigned.principal_id == object_id, _assigned.resource_id == object_id),
    )
    return [row._asdict() for row in reading.connection.execute(query)]


def add(work: UnitOfWork, tenant_id: str, assignment: Mapping[str, Any]) -> None:
    """Insert an assignment."""
    work.connection.execute(insert(app_role_assignments), {"tenant_id": tenant_id, **assignment})


def remove(work: UnitOfWork, tenant_id: str, assignment_id: str) -> None:
    """Take an assignment away."""
    work.connection.execute(
        delete(app_role_assignments).where(
            _assigned.tenant_id == tenant_id, _assigned.id == assignment_id
        )
    )


def remove_all_of(work: UnitOfWork, tenant_id: str, object_id: str) -> None:
    """Take every assignment of the object, and on it, away."""
    work.connection.execute(
        delete(app_role_assignments).where(
            _assigned.tenant_id == tenant_id,
            or_(_assigned.principal_id == object_id, _assigned.resource_id == object_id),
        )
    )


def _page(reading: Reading, rows: Rows, query: PageQuery) -> Page:
    found, following = read_page(reading, rows, query, _selected())
    return Page(records=RowRecords(_SHOWN, found), next=following)


def _rows(tenant_id: str, condition: ColumnElement[bool]) -> Rows:
    return Rows(source=_source(), columns=_COLUMNS, where=(*_live(tenant_id), condition))


def _is_on(tenant_id: str, resource_id: str) -> ColumnElement[bool]:
    """Return the condition of an assignment on a resource.

    Without statistics SQLite would read the whole tenant in the order of ids; that every
    principal has an id is said to make the index on resources the better one.
    """
    own = app_role_assignments.alias("own")
    query = select(own.c.id).where(
        own.c.tenant_id == tenant_id, own.c.resource_id == resource_id, own.c.principal_id > ""
    )
    return _assigned.id.in_(query)


def _live(tenant_id: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that neither side of an assignment is deleted."""
    return (
        _assigned.tenant_id == tenant_id,
        _resources.c.deleted_at.is_(None),
        or_(users.c.id.is_not(None), groups.c.id.is_not(None), _principals.c.id.is_not(None)),
    )


def _selected() -> list[ColumnElement[Any]]:
    return [_COLUMNS[name].label(name) for name in _SHOWN]


def _source() -> FromClause:
    """Return the assignments beside their resource and, by its type, their live principal."""
    source: FromClause = app_role_assignments.join(
        _resources,
        and_(
            _resources.c.tenant_id == _assigned.tenant_id,
            _resources.c.id == _assigned.resource_id,
        ),
    )
    for table in (users, groups, _principals):
        source = source.outerjoin(
            table,
            and_(
                table.c.tenant_id == _assigned.tenant_id,
                table.c.id == _assigned.principal_id,
                table.c.deleted_at.is_(None),
            ),
        )
    return source
