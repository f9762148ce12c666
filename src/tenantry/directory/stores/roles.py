"""Directory role assignments: which principal holds which built-in role."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import String, and_, bindparam, delete, insert, or_, select

from tenantry.directory.values import Record
from tenantry.storage.kept_queries import KeptQuery
from tenantry.storage.pages import Page, PageQuery, RowRecords, Rows, read_page
from tenantry.storage.tables import directory_role_assignments, groups, memberships
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_assigned = directory_role_assignments.c
_WHOLE_TENANT = "/"
_TENANT = bindparam("tenant_id", type_=String)
_PRINCIPAL = bindparam("principal_id", type_=String)
_ASSIGNABLE_GROUPS_OF = (
    select(memberships.c.group_id)
    .join(
        groups,
        and_(groups.c.tenant_id == memberships.c.tenant_id, groups.c.id == memberships.c.group_id),
    )
    .where(
        memberships.c.tenant_id == _TENANT,
        memberships.c.member_id == _PRINCIPAL,
        groups.c.is_assignable_to_role,
        groups.c.deleted_at.is_(None),
    )
)
_ROLES_OF = KeptQuery(
    select(_assigned.role_template_id)
    .where(
        _assigned.tenant_id == _TENANT,
        or_(
            _assigned.principal_id == _PRINCIPAL,
            _assigned.principal_id.in_(_ASSIGNABLE_GROUPS_OF),
        ),
        _assigned.directory_scope_id == _WHOLE_TENANT,
    )
    .distinct()
)
_SCOPED_ROLES_OF = KeptQuery(
    select(_assigned.role_template_id, _assigned.directory_scope_id).where(
        _assigned.tenant_id == _TENANT,
        or_(
            _assigned.principal_id == _PRINCIPAL,
            _assigned.principal_id.in_(_ASSIGNABLE_GROUPS_OF),
        ),
        _assigned.directory_scope_id != _WHOLE_TENANT,
    )
)


def find(reading: Reading, tenant_id: str, assignment_id: str) -> Record | None:
    """Return the assignment with this id."""
    query = select(directory_role_assignments).where(
        _assigned.tenant_id == tenant_id, _assigned.id == assignment_id
    )
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else row._asdict()


def list_page(reading: Reading, tenant_id: str, query: PageQuery) -> Page:
    """Return a page of the tenant's assignments."""
    rows = Rows(
        source=directory_role_assignments,
        columns=_assigned,
        where=[_assigned.tenant_id == tenant_id],
    )
    names = [column.name for column in _assigned]
    found, following = read_page(reading, rows, query, list(_assigned))
    return Page(records=RowRecords(names, found), next=following)


def list_role_ids(reading: Reading, tenant_id: str, principal_id: str) -> list[str]:
    """Return the template ids of the roles that a principal holds over the whole tenant.

    It holds them itself, or as a direct member of a group that roles can be assigned to.
    """
    holder = {"tenant_id": tenant_id, "principal_id": principal_id}
    return _ROLES_OF.firsts(reading, holder)


def list_scoped(reading: Reading, tenant_id: str, principal_id: str) -> list[tuple[str, str]]:
    """Return role and scope of what a principal holds over less, as `list_role_ids` finds it."""
    holder = {"tenant_id": tenant_id, "principal_id": principal_id}
    return [(row[0], row[1]) for row in _SCOPED_ROLES_OF.rows(reading, holder)]


def list_in_scope(reading: Reading, tenant_id: str, scope: str) -> list[Record]:
    """Return the assignments over one scope, in the order of their ids."""
    query = (
        select(directory_role_assignments)
        .where(_assigned.tenant_id == tenant_id, _assigned.directory_scope_id == scope)
        .order_by(_assigned.id)
    )
    return [row._asdict() for row in reading.connection.execute(query)]


def list_scoped_holders(reading: Reading, tenant_id: str, role_template_id: str) -> list[Record]:
    """Return the assignments of a role over less than the tenant, in the order of their ids."""
    query = (
        select(directory_role_assignments)
        .where(
            _assigned.tenant_id == tenant_id,
            _assigned.role_template_id == role_template_id,
            _assigned.directory_scope_id != _WHOLE_TENANT,
        )
        .order_by(_assigned.id)
    )
    return [row._asdict() for row in reading.connection.execute(query)]


def list_assigned_over_units(reading: Reading, tenant_id: str, principal_id: str) -> list[Record]:
    """Return what is assigned to the principal itself over less than the tenant."""
    query = (
        select(directory_role_assignments)
        .where(
            _assigned.tenant_id == tenant_id,
            _assigned.principal_id == principal_id,
            _assigned.directory_scope_id != _WHOLE_TENANT,
        )
        .order_by(_assigned.id)
    )
    return [row._asdict() for row in reading.connection.execute(query)]


def list_holders(reading: Reading, tenant_id: str, role_template_id: str) -> list[str]:
    """Return the ids of the principals that hold a role over the whole tenant."""
    query = select(_assigned.principal_id).where(
        _assigned.tenant_id == tenant_id,
        _assigned.role_template_id == role_template_id,
        _assigned.directory_scope_id == _WHOLE_TENANT,
    )
    return list(reading.connection.execute(query).scalars())


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


def remove_scope(work: UnitOfWork, tenant_id: str, scope: str) -> None:
    """Take every role over the scope away."""
    work.connection.execute(
        delete(directory_role_assignments).where(
            _assigned.tenant_id == tenant_id, _assigned.directory_scope_id == scope
        )
    )


def remove_all_of(work: UnitOfWork, tenant_id: str, principal_id: str) -> None:
    """Take every role of a principal away."""
    work.connection.execute(
        delete(directory_role_assignments).where(
            _assigned.tenant_id == tenant_id, _assigned.principal_id == principal_id
        )
    )
