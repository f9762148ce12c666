"""The registration policy of a tenant, and whom the tenant trusts, as rows."""

import msgspec
from sqlalchemy import bindparam, delete, exists, insert, select

from tenantry.access.conditional.policy import RegistrationPolicy
from tenantry.storage.kept_queries import KeptQuery
from tenantry.storage.tables import partners, registration_policies
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_policies = registration_policies.c
_DOCUMENT = KeptQuery(
    select(_policies.document).where(_policies.tenant_id == bindparam("of_tenant"))
)


def find(reading: Reading, tenant_id: str) -> RegistrationPolicy:
    """Return the policy; a tenant without one asks nobody to register."""
    found = _DOCUMENT.row(reading, {"of_tenant": tenant_id})
    if found is None:
        return RegistrationPolicy()
    return msgspec.json.decode(found[0], type=RegistrationPolicy)


def save(work: UnitOfWork, tenant_id: str, policy: RegistrationPolicy) -> None:
    """Write the policy."""
    work.connection.execute(delete(registration_policies).where(_policies.tenant_id == tenant_id))
    values = {"tenant_id": tenant_id, "document": msgspec.json.encode(policy).decode()}
    work.connection.execute(insert(registration_policies), values)


def trusts_a_partner(reading: Reading, tenant_id: str) -> bool:
    """Return whether the tenant trusts multifactor authentication of some partner.

    It reads the tenant's partners; changing the registration policy is rare.
    """
    query = select(
        exists().where(
            partners.c.tenant_id == tenant_id,
            partners.c.settings.contains('"isMfaAccepted":true'),
        )
    )
    return bool(reading.connection.execute(query).scalar())
