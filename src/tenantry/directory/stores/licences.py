"""The SKUs of a tenant, and who of its users has which."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import delete, func, insert, select, update

from tenantry.directory.values import Record
from tenantry.storage.tables import subscribed_skus, users
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_IDS_PER_STATEMENT = 500
_skus, _users = subscribed_skus.c, users.c


def list_subscribed(reading: Reading, tenant_id: str) -> list[Record]:
    """Return what the tenant has: `sku_id`, `enabled_units`, `subscription_id`, `created_at`."""
    query = select(subscribed_skus).where(_skus.tenant_id == tenant_id).order_by(_skus.created_at)
    return [row._asdict() for row in reading.connection.execute(query)]


def find_subscribed(
    reading: Reading, tenant_id: str, sku_id: str, *, lock: bool = False
) -> Record | None:
    """Return what the tenant has of one SKU.

    With *lock* nobody else assigns it until this transaction ends.
    """
    query = select(subscribed_skus).where(_skus.tenant_id == tenant_id, _skus.sku_id == sku_id)
    row = reading.connection.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else row._asdict()


def save_subscribed(
    work: UnitOfWork, tenant_id: str, sku_id: str, enabled_units: int, subscription_id: str
) -> None:
    """Write how many units of a SKU the tenant has; *subscription_id* is that of a new one."""
    known = (
        update(subscribed_skus)
        .where(_skus.tenant_id == tenant_id, _skus.sku_id == sku_id)
        .values(enabled_units=enabled_units)
    )
    if work.connection.execute(known).rowcount:
        return
    values = {
        "tenant_id": tenant_id,
        "sku_id": sku_id,
        "enabled_units": enabled_units,
        "subscription_id": subscription_id,
        "created_at": work.instant,
    }
    work.connection.execute(insert(subscribed_skus), values)


def remove_subscribed(work: UnitOfWork, tenant_id: str, sku_id: str) -> None:
    """Take a SKU away."""
    work.connection.execute(
        delete(subscribed_skus).where(_skus.tenant_id == tenant_id, _skus.sku_id == sku_id)
    )


def count_holders(reading: Reading, tenant_id: str, sku_id: str) -> int:
    """Return how many users have the SKU assigned; those in the recycle bin have given it back.

    It reads the licensed users alone, by their index.
    """
    query = select(func.count()).where(
        _users.tenant_id == tenant_id,
        _users.assigned_licenses.is_not(None),
        _users.deleted_at.is_(None),
        _users.assigned_licenses.like(f'%"sku_id":"{sku_id}"%'),
    )
    return int(reading.connection.execute(query).scalar_one())


def find_holdings(reading: Reading, tenant_id: str, user_ids: Sequence[str]) -> dict[str, Record]:
    """Return user id → `display_name`, `user_principal_name` and `assigned_licenses`."""
    query = select(
        _users.id, _users.display_name, _users.user_principal_name, _users.assigned_licenses
    ).where(_users.tenant_id == tenant_id)
    found = {}
    for start in range(0, len(user_ids), _IDS_PER_STATEMENT):
        chunk = user_ids[start : start + _IDS_PER_STATEMENT]
        for row in reading.connection.execute(query.where(_users.id.in_(chunk))):
            held = msgspec.json.decode(row.assigned_licenses) if row.assigned_licenses else []
            found[row.id] = {**row._asdict(), "assigned_licenses": held}
    return found
