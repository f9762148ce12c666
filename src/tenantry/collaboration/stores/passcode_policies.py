"""The policy of passcodes by mail as a row; a tenant without one has the default."""

from sqlalchemy import delete, insert, select

from tenantry.collaboration.redemption import DEFAULT_ALLOWANCE
from tenantry.storage.tables import passcode_policies
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_policies = passcode_policies.c


def get_allowance(reading: Reading, tenant_id: str) -> str:
    """Return whether guests may use passcodes: `default`, `enabled` or `disabled`."""
    query = select(_policies.allowance).where(_policies.tenant_id == tenant_id)
    return reading.connection.execute(query).scalar() or DEFAULT_ALLOWANCE


def save_allowance(work: UnitOfWork, tenant_id: str, allowance: str) -> None:
    """Write whether guests may use passcodes."""
    work.connection.execute(delete(passcode_policies).where(_policies.tenant_id == tenant_id))
    row = {"tenant_id": tenant_id, "allowance": allowance}
    work.connection.execute(insert(passcode_policies), row)
