"""Users as far as their passwords go."""

from sqlalchemy import bindparam, select, update

from tenantry.signin.authentication.accounts import Account
from tenantry.storage.kept_queries import KeptQuery
from tenantry.storage.tables import tenants, users
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_users, _tenants = users.c, tenants.c
_ACCOUNT = KeptQuery(
    select(
        _users.id,
        _users.user_principal_name,
        _users.display_name,
        _users.account_enabled,
        _users.password_hash,
        _users.password_policies,
        _users.password_changed_at,
        _users.force_change_password,
        _users.force_change_password_with_mfa,
        _tenants.cloud,
    )
    .join(tenants, _tenants.id == _users.tenant_id)
    .where(
        _users.tenant_id == bindparam("tenant_id"),
        _users.id == bindparam("user_id"),
        _users.deleted_at.is_(None),
    )
)


def find_account(reading: Reading, tenant_id: str, user_id: str) -> Account | None:
    """Return the live user with this id."""
    key = {"tenant_id": tenant_id, "user_id": user_id}
    found = _ACCOUNT.record(reading, key)
    if found is None:
        return None
    return Account(
        must_change=bool(found.pop("force_change_password")),
        must_change_with_mfa=bool(found.pop("force_change_password_with_mfa")),
        **found,
    )


def find_cloud(reading: Reading, tenant_id: str) -> str:
    """Return the cloud of the tenant; empty for one that is gone."""
    found = reading.connection.scalar(select(_tenants.cloud).where(_tenants.id == tenant_id))
    return str(found or "")


def find_tenant_name(reading: Reading, tenant_id: str) -> str:
    """Return the display name of the tenant; empty for one that is gone."""
    query = select(_tenants.display_name).where(_tenants.id == tenant_id)
    return str(reading.connection.scalar(query) or "")


def renew_hash(work: UnitOfWork, tenant_id: str, user_id: str, before: str, after: str) -> None:
    """Keep another hash of the same password, unless the password was changed meanwhile.

    Nobody can tell the two apart, so that neither the change feed nor the audit says anything.
    """
    work.connection.execute(
        update(users)
        .where(_users.tenant_id == tenant_id, _users.id == user_id, _users.password_hash == before)
        .values(password_hash=after)
    )
