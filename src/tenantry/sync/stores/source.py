"""Reading the users of the source tenant."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, select, true

from tenantry.storage.id_lists import key_list, look_up, looking_up
from tenantry.storage.tables import sync_links, users
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.stores.entitlements import is_entitled


def list_users(reading: Reading, tenant_id: str, *, after: str, limit: int) -> list[str]:
    """Return the ids of the next *limit* users above *after*, in order."""
    query = (
        select(users.c.id)
        .where(users.c.tenant_id == tenant_id, users.c.id > after)
        .order_by(users.c.id)
        .limit(limit)
    )
    return list(reading.connection.execute(query).scalars())


def list_linked_reports(
    reading: Reading, tenant_id: str, job_id: str, manager_ids: Sequence[str]
) -> list[tuple[str, str]]:
    """Return (user, manager) of the live users with these managers that the job has linked."""
    query = (
        select(users.c.id, users.c.manager_id)
        .join(
            sync_links,
            and_(sync_links.c.tenant_id == users.c.tenant_id, sync_links.c.source_id == users.c.id),
        )
        .where(
            users.c.tenant_id == tenant_id,
            users.c.deleted_at.is_(None),
            sync_links.c.tenant_id == tenant_id,
            sync_links.c.job_id == job_id,
            sync_links.c.state != "deleted",
        )
    )
    asked = look_up(reading.connection, query, users.c.manager_id, manager_ids)
    return [(row[0], row[1]) for row in reading.connection.execute(asked)]


def read_users(
    reading: Reading,
    tenant_id: str,
    user_ids: Sequence[str],
    columns: Sequence[str],
    *,
    service_principal_id: str | None,
) -> list[tuple[Any, ...]]:
    """Return *columns* and, last, the entitlement of the users that exist, in no order.

    Where *service_principal_id* is None, everybody is entitled.
    """
    parameters = {"of_tenant": tenant_id, "keys": key_list(user_ids)}
    if service_principal_id is not None:
        parameters["of_configuration"] = service_principal_id
    statement = _reading(
        reading.dialect, tuple(columns), only_assigned=service_principal_id is not None
    )
    return [tuple(row) for row in reading.connection.execute(statement, parameters).all()]


@lru_cache(maxsize=256)
def _reading(dialect: str, columns: tuple[str, ...], *, only_assigned: bool) -> Select[Any]:
    entitled = is_entitled() if only_assigned else true()
    query = select(*(users.c[name] for name in columns), entitled.label("entitled")).where(
        users.c.tenant_id == bindparam("of_tenant")
    )
    return looking_up(dialect, query, users.c.id)
