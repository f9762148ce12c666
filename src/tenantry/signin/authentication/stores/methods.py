"""Registered methods as rows."""

from sqlalchemy import delete, exists, insert, select, update

from tenantry.signin.authentication.methods import Method
from tenantry.storage.tables import authentication_methods
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_methods = authentication_methods.c
_SHOWN = [column for column in _methods if column.name not in {"tenant_id", "user_id"}]


def list_methods(
    reading: Reading, tenant_id: str, user_id: str, kind: str | None = None
) -> list[Method]:
    """Return the methods of a user, of *kind* if it is given, the oldest first."""
    query = select(*_SHOWN).where(_methods.tenant_id == tenant_id, _methods.user_id == user_id)
    if kind is not None:
        query = query.where(_methods.kind == kind)
    rows = reading.connection.execute(query.order_by(_methods.id))
    return [Method(**row._asdict()) for row in rows]


def is_key_known(reading: Reading, tenant_id: str, credential_id: str) -> bool:
    """Return whether somebody in the tenant has registered the key."""
    query = select(
        exists().where(_methods.tenant_id == tenant_id, _methods.credential_id == credential_id)
    )
    return bool(reading.connection.scalar(query))


def add_method(work: UnitOfWork, tenant_id: str, user_id: str, method: Method) -> None:
    """Keep a new method."""
    values = {name: getattr(method, name) for name in (column.name for column in _SHOWN)}
    row = {"tenant_id": tenant_id, "user_id": user_id, **values}
    work.connection.execute(insert(authentication_methods), row)


def remove_method(
    work: UnitOfWork, tenant_id: str, user_id: str, method_id: str, kind: str
) -> bool:
    """Take a method away; return whether there was one."""
    removed = work.connection.execute(
        delete(authentication_methods).where(
            _methods.tenant_id == tenant_id,
            _methods.user_id == user_id,
            _methods.id == method_id,
            _methods.kind == kind,
        )
    )
    return removed.rowcount > 0


def use_step(work: UnitOfWork, tenant_id: str, user_id: str, method: Method, step: int) -> bool:
    """Note that a code of *step* was used; return whether nobody was first."""
    return _advance(work, tenant_id, user_id, method, name="last_step", value=step)


def use_key(work: UnitOfWork, tenant_id: str, user_id: str, method: Method, count: int) -> bool:
    """Note the counter of a key; return whether nobody was first."""
    return _advance(work, tenant_id, user_id, method, name="sign_count", value=count)


def _advance(
    work: UnitOfWork, tenant_id: str, user_id: str, method: Method, *, name: str, value: int
) -> bool:
    """Set one column of *method*, unless it is another than was read."""
    changed = work.connection.execute(
        update(authentication_methods)
        .where(
            _methods.tenant_id == tenant_id,
            _methods.user_id == user_id,
            _methods.id == method.id,
            _methods[name].is_not_distinct_from(getattr(method, name)),
        )
        .values({name: value})
    )
    return changed.rowcount > 0
