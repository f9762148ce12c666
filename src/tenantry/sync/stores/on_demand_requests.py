"""When a tenant last asked for provisioning on demand, the same for every web process."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import select, text

from tenantry.storage.tables import on_demand_requests
from tenantry.storage.unit_of_work import UnitOfWork

_own = on_demand_requests.c
_ADD = text(
    "INSERT INTO on_demand_requests (tenant_id, asked_at) VALUES (:tenant_id, '[]')"
    " ON CONFLICT (tenant_id) DO NOTHING"
)


def take_requests(work: UnitOfWork, tenant_id: str) -> list[float]:
    """Return the real times of the last requests, oldest first; nobody else asks meanwhile."""
    work.connection.execute(_ADD, {"tenant_id": tenant_id})
    query = select(_own.asked_at).where(_own.tenant_id == tenant_id).with_for_update()
    stored = work.connection.execute(query).scalar_one()
    return msgspec.json.decode(stored, type=list[float])


def save_requests(work: UnitOfWork, tenant_id: str, asked_at: Sequence[float]) -> None:
    """Keep the real times of the last requests."""
    statement = on_demand_requests.update().where(_own.tenant_id == tenant_id)
    written = msgspec.json.encode(list(asked_at)).decode()
    work.connection.execute(statement.values(asked_at=written))
