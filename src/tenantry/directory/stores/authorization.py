"""The authorization policy as a row; a tenant without one has the defaults."""

from sqlalchemy import insert, select, update

from tenantry.storage.tables import authorization_policies
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_policies = authorization_policies.c


def find_inviters(reading: Reading, tenant_id: str) -> str | None:
    """Return who may invite guests, None where the tenant never said so."""
    query = select(_policies.allow_invites_from).where(_policies.tenant_id == tenant_id)
    return reading.connection.execute(query).scalar()


def save_inviters(work: UnitOfWork, tenant_id: str, allowed: str) -> None:
    """Write who may invite guests."""
    statement = (
        update(authorization_policies)
        .where(_policies.tenant_id == tenant_id)
        .values(allow_invites_from=allowed)
    )
    if not work.connection.execute(statement).rowcount:
        values = {"tenant_id": tenant_id, "allow_invites_from": allowed}
        work.connection.execute(insert(authorization_policies), values)
