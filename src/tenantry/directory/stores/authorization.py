"""The authorization policy as a row; a tenant without one has the defaults."""

from collections.abc import Mapping

from sqlalchemy import insert, select, update

from tenantry.storage.tables import authorization_policies
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_policies = authorization_policies.c
_SETTINGS = (_policies.allow_invites_from, _policies.guest_user_role_id)


def find_settings(reading: Reading, tenant_id: str) -> dict[str, str]:
    """Return what the tenant set, by column; nothing where it never did."""
    query = select(*_SETTINGS).where(_policies.tenant_id == tenant_id)
    row = reading.connection.execute(query).one_or_none()
    if row is None:
        return {}
    return {name: value for name, value in row._asdict().items() if value is not None}


def save_settings(work: UnitOfWork, tenant_id: str, settings: Mapping[str, str]) -> None:
    """Write *settings*, which are complete."""
    statement = update(authorization_policies).where(_policies.tenant_id == tenant_id)
    if not work.connection.execute(statement.values(settings)).rowcount:
        values = {"tenant_id": tenant_id, **settings}
        work.connection.execute(insert(authorization_policies), values)
