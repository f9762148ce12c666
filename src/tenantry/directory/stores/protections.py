"""Which actions are bound to which authentication context, as rows."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select

from tenantry.storage.tables import protected_actions
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_protected = protected_actions.c


def find_contexts(
    reading: Reading, tenant_id: str, names: Collection[str] | None = None
) -> dict[str, str]:
    """Return action → authentication context of those that are bound, of *names* if given."""
    query = select(_protected.action_name, _protected.authentication_context_id).where(
        _protected.tenant_id == tenant_id
    )
    if names is not None:
        query = query.where(_protected.action_name.in_(names))
    rows = reading.connection.execute(query)
    return {row.action_name: row.authentication_context_id for row in rows}


def save_context(work: UnitOfWork, tenant_id: str, name: str, context_id: str | None) -> None:
    """Bind an action to an authentication context, or to none."""
    work.connection.execute(
        delete(protected_actions).where(
            _protected.tenant_id == tenant_id, _protected.action_name == name
        )
    )
    if context_id is not None:
        values = {
            "tenant_id": tenant_id,
            "action_name": name,
            "authentication_context_id": context_id,
        }
        work.connection.execute(insert(protected_actions), values)
