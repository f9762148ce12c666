"""The secrets of applications and service principals: hashes, hints and how long they hold."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from tenantry.directory.values import Record
from tenantry.storage.tables import application_secrets
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_secrets = application_secrets.c
_SHOWN = (_secrets.key_id, _secrets.hint, _secrets.display_name, _secrets.start_at, _secrets.end_at)


def list_by_owner(
    reading: Reading, tenant_id: str, owner_ids: Collection[str]
) -> dict[str, list[Record]]:
    """Return owner id → its secrets without their hashes, the oldest first."""
    query = (
        select(_secrets.application_id, *_SHOWN)
        .where(_secrets.tenant_id == tenant_id, _secrets.application_id.in_(owner_ids))
        .order_by(_secrets.application_id, _secrets.key_id)
    )
    found: dict[str, list[Record]] = {}
    for row in reading.connection.execute(query):
        secret = row._asdict()
        found.setdefault(secret.pop("application_id"), []).append(secret)
    return found


def add(work: UnitOfWork, tenant_id: str, owner_id: str, secret: Mapping[str, Any]) -> None:
    """Keep a new secret: `key_id`, `secret_hash`, `hint`, `display_name`, `start_at`, `end_at`."""
    values = {"tenant_id": tenant_id, "application_id": owner_id, **secret}
    work.connection.execute(insert(application_secrets), values)


def remove(work: UnitOfWork, tenant_id: str, owner_id: str, key_id: str) -> bool:
    """Take a secret away; return whether there was one."""
    removed = work.connection.execute(
        delete(application_secrets).where(
            _secrets.tenant_id == tenant_id,
            _secrets.application_id == owner_id,
            _secrets.key_id == key_id,
        )
    )
    return removed.rowcount > 0


def remove_all(work: UnitOfWork, tenant_id: str, owner_id: str) -> None:
    """Take every secret of an owner away."""
    work.connection.execute(
        delete(application_secrets).where(
            _secrets.tenant_id == tenant_id, _secrets.application_id == owner_id
        )
    )
