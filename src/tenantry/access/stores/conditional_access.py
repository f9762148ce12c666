"""Conditional Access policies as rows; deleted ones stay until they cannot be restored."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, bindparam, delete, insert, select, update

from tenantry.access.conditional.policy import ConditionalAccessPolicy
from tenantry.directory.retention import oldest_restorable
from tenantry.directory.values import Record
from tenantry.storage.kept_queries import KeptQuery
from tenantry.storage.pages import Page, PageQuery, Rows, count_rows, read_page
from tenantry.storage.tables import conditional_access_policies
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_policies = conditional_access_policies.c
_ACTIVE = KeptQuery(
    select(_policies.id, _policies.document)
    .where(
        _policies.tenant_id == bindparam("of_tenant"),
        _policies.deleted_at.is_(None),
        _policies.state != "disabled",
    )
    .order_by(_policies.id)
)


def list_active(reading: Reading, tenant_id: str) -> list[tuple[str, ConditionalAccessPolicy]]:
    """Return the id and the policy of all that are not disabled, oldest first."""
    rows = _ACTIVE.rows(reading, {"of_tenant": tenant_id})
    return [(policy_id, _policy(document)) for policy_id, document in rows]


def list_all(reading: Reading, tenant_id: str) -> list[tuple[str, ConditionalAccessPolicy]]:
    """Return the id and the policy of all that are there or can be restored, oldest first."""
    query = (
        select(_policies.id, _policies.document)
        .where(_policies.tenant_id == tenant_id)
        .order_by(_policies.id)
    )
    return [(row.id, _policy(row.document)) for row in reading.connection.execute(query)]


def list_page(reading: Reading, tenant_id: str, query: PageQuery) -> Page:
    """Return a page of the policies that are not deleted."""
    columns = list(conditional_access_policies.c)
    found, following = read_page(reading, _rows(tenant_id), query, columns)
    return Page(records=[_record(row) for row in found], next=following)


def count(reading: Reading, tenant_id: str, query: PageQuery) -> int:
    """Return how many policies meet the condition of *query*."""
    return count_rows(reading, _rows(tenant_id), query)


def find(reading: Reading, tenant_id: str, policy_id: str, *, lock: bool = False) -> Record | None:
    """Return the policy; with *lock* nobody else writes it until this transaction ends."""
    query = select(conditional_access_policies).where(*_live(tenant_id), _policies.id == policy_id)
    row = reading.connection.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else _record(row)


def find_deleted(reading: Reading, tenant_id: str, policy_id: str) -> Record | None:
    """Return the deleted policy while it can be restored."""
    query = select(conditional_access_policies).where(
        _policies.tenant_id == tenant_id,
        _policies.id == policy_id,
        _policies.deleted_at >= oldest_restorable(reading.now),
    )
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else _record(row)


def add(work: UnitOfWork, tenant_id: str, policy_id: str, policy: ConditionalAccessPolicy) -> None:
    """Insert a policy."""
    values = {"tenant_id": tenant_id, "id": policy_id, "created_at": work.instant}
    work.connection.execute(insert(conditional_access_policies), {**values, **_columns(policy)})


def save(work: UnitOfWork, tenant_id: str, policy_id: str, policy: ConditionalAccessPolicy) -> None:
    """Write a policy that is there."""
    _change(work, tenant_id, policy_id, modified_at=work.instant, **_columns(policy))


def soft_delete(work: UnitOfWork, tenant_id: str, policy_id: str) -> None:
    """Delete a policy, and for good those that can no longer be restored."""
    _change(work, tenant_id, policy_id, deleted_at=work.instant)
    work.connection.execute(
        delete(conditional_access_policies).where(
            _policies.tenant_id == tenant_id,
            _policies.deleted_at < oldest_restorable(work.now),
        )
    )


def restore(work: UnitOfWork, tenant_id: str, policy_id: str) -> None:
    """Take a policy back from the deleted ones."""
    _change(work, tenant_id, policy_id, deleted_at=None)


def _change(work: UnitOfWork, tenant_id: str, policy_id: str, **values: str | None) -> None:
    work.connection.execute(
        update(conditional_access_policies)
        .where(_policies.tenant_id == tenant_id, _policies.id == policy_id)
        .values(values)
    )


def _live(tenant_id: str) -> tuple[ColumnElement[bool], ...]:
    return (_policies.tenant_id == tenant_id, _policies.deleted_at.is_(None))


def _rows(tenant_id: str) -> Rows:
    return Rows(source=conditional_access_policies, columns=_policies, where=list(_live(tenant_id)))


def _columns(policy: ConditionalAccessPolicy) -> dict[str, str]:
    return {
        "display_name": policy.display_name,
        "state": policy.state,
        "document": msgspec.json.encode(policy).decode(),
    }


def _record(row: Row[Any]) -> Record:
    names = [column.name for column in conditional_access_policies.c]
    record = dict(zip(names, row, strict=False))
    return {**record, "document": msgspec.json.decode(record["document"])}


def _policy(document: str) -> ConditionalAccessPolicy:
    return msgspec.json.decode(document, type=ConditionalAccessPolicy)
