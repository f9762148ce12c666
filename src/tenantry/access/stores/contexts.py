"""Authentication contexts of a tenant as rows."""

from sqlalchemy import delete, insert, select

from tenantry.directory.values import Record
from tenantry.storage.tables import authentication_contexts
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_contexts = authentication_contexts.c


def list_all(reading: Reading, tenant_id: str) -> list[Record]:
    """Return all of the tenant, by id."""
    query = (
        select(authentication_contexts)
        .where(_contexts.tenant_id == tenant_id)
        .order_by(_contexts.id)
    )
    return [row._asdict() for row in reading.connection.execute(query)]


def find(reading: Reading, tenant_id: str, context_id: str) -> Record | None:
    """Return one of them."""
    query = select(authentication_contexts).where(
        _contexts.tenant_id == tenant_id, _contexts.id == context_id
    )
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else row._asdict()


def save(work: UnitOfWork, tenant_id: str, context: Record) -> None:
    """Write one, in place of what is there under its id."""
    remove(work, tenant_id, context["id"])
    work.connection.execute(insert(authentication_contexts), {**context, "tenant_id": tenant_id})


def remove(work: UnitOfWork, tenant_id: str, context_id: str) -> None:
    """Take one away."""
    work.connection.execute(
        delete(authentication_contexts).where(
            _contexts.tenant_id == tenant_id, _contexts.id == context_id
        )
    )
