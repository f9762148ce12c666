"""Groups in groups: the live groups below a group, and those around an object.

A deleted group passes nothing on, and circles end.
"""

from typing import Any

from sqlalchemy import CTE, BindParameter, ColumnElement, Select, and_, select

from tenantry.storage.tables import groups, memberships

_memberships = memberships.c

Given = str | BindParameter[str]
"""An id, or the parameter of a statement that is kept."""


def groups_below(tenant_id: Given, group_id: Given) -> CTE:
    """Return the group and the live groups inside it at any depth; circles end by UNION.

    The tenant goes along from step to step, so that a step can only begin with the groups found.
    """
    start = (
        select(groups.c.tenant_id, groups.c.id)
        .where(groups.c.tenant_id == tenant_id, groups.c.id == group_id)
        .cte("below", recursive=True)
    )
    inside: Select[Any] = (
        select(_memberships.tenant_id, _memberships.member_id)
        .join(
            start,
            and_(start.c.tenant_id == _memberships.tenant_id, start.c.id == _memberships.group_id),
        )
        .join(groups, _is_row_of_group(_memberships.member_id))
        .where(groups.c.deleted_at.is_(None))
    )
    return start.union(inside)


def groups_above(tenant_id: Given, member_id: Given) -> CTE:
    """Return the live groups around the object at any depth."""
    start = (
        select(_memberships.tenant_id, _memberships.group_id.label("id"))
        .join(groups, _is_row_of_group(_memberships.group_id))
        .where(
            _memberships.tenant_id == tenant_id,
            _memberships.member_id == member_id,
            groups.c.deleted_at.is_(None),
        )
        .cte("above", recursive=True)
    )
    around: Select[Any] = (
        select(_memberships.tenant_id, _memberships.group_id)
        .join(
            start,
            and_(start.c.tenant_id == _memberships.tenant_id, start.c.id == _memberships.member_id),
        )
        .join(groups, _is_row_of_group(_memberships.group_id))
        .where(groups.c.deleted_at.is_(None))
    )
    return start.union(around)


def _is_row_of_group(column: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(groups.c.tenant_id == _memberships.tenant_id, groups.c.id == column)
