"""Secrets of applications and service principals: shown once, kept as a hash (contract §6.9)."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.clock import add_seconds
from tenantry.directory.operations.lookups import (
    ApplicationKey,
    require_application,
    require_service_principal,
)
from tenantry.directory.operations.ownership import require_credentials_write
from tenantry.directory.operations.recording import record_change
from tenantry.directory.stores import secrets as store
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.client_secrets import hash_secret, new_secret, secret_hint
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_TWO_YEARS = timedelta(days=730).total_seconds()


def add_application_secret(
    work: UnitOfWork, actor: Actor, key: ApplicationKey, values: Mapping[str, Any]
) -> Record:
    """Add a secret to an application and return it, its text under `secret_text`.

    *values* may have `display_name`, `start_at` and `end_at`, two years later if not given.
    """
    return _add(work, actor, "application", require_application(work, actor.tenant_id, key), values)


def add_service_principal_secret(
    work: UnitOfWork, actor: Actor, key: ApplicationKey, values: Mapping[str, Any]
) -> Record:
    """Add a secret to a service principal and return it, its text under `secret_text`."""
    owner = require_service_principal(work, actor.tenant_id, key)
    return _add(work, actor, "servicePrincipal", owner, values)


def remove_application_secret(
    work: UnitOfWork, actor: Actor, key: ApplicationKey, key_id: str
) -> None:
    """Take a secret of an application away; `InvalidValueError` if there is none."""
    owner = require_application(work, actor.tenant_id, key)
    _remove(work, actor, "application", owner, key_id)


def remove_service_principal_secret(
    work: UnitOfWork, actor: Actor, key: ApplicationKey, key_id: str
) -> None:
    """Take a secret of a service principal away; `InvalidValueError` if there is none."""
    owner = require_service_principal(work, actor.tenant_id, key)
    _remove(work, actor, "servicePrincipal", owner, key_id)


def list_secrets(
    reading: Reading, tenant_id: str, owner_ids: Collection[str]
) -> dict[str, list[Record]]:
    """Return owner id → its secrets without their text, for owners that the caller has read."""
    return store.list_by_owner(reading, tenant_id, owner_ids) if owner_ids else {}


def _add(
    work: UnitOfWork, actor: Actor, object_type: str, owner: Record, values: Mapping[str, Any]
) -> Record:
    require_credentials_write(work, actor, owner)
    start_at = values.get("start_at") or work.instant
    end_at = values.get("end_at") or add_seconds(start_at, _TWO_YEARS)
    if end_at <= start_at:
        raise InvalidValueError("end_at", "a secret ends after it starts")
    text, key_id = new_secret(), new_id()
    secret = {
        "key_id": key_id,
        "hint": secret_hint(text),
        "display_name": values.get("display_name"),
        "start_at": start_at,
        "end_at": end_at,
    }
    store.add(work, actor.tenant_id, owner["id"], {**secret, "secret_hash": hash_secret(text)})
    _record(work, actor, object_type, owner, key_id, added=True)
    return {**secret, "secret_text": text}


def _remove(work: UnitOfWork, actor: Actor, object_type: str, owner: Record, key_id: str) -> None:
    require_credentials_write(work, actor, owner)
    if not store.remove(work, actor.tenant_id, owner["id"], key_id.lower()):
        raise InvalidValueError("key_id", f"`{key_id}` is no secret of this object")
    _record(work, actor, object_type, owner, key_id, added=False)


def _record(
    work: UnitOfWork, actor: Actor, object_type: str, owner: Record, key_id: str, *, added: bool
) -> None:
    of_principal = activities.ADD_CREDENTIALS if added else activities.REMOVE_CREDENTIALS
    record_change(
        work,
        actor,
        activities.UPDATE_SECRETS if object_type == "application" else of_principal,
        object_type=object_type,
        target=owner,
        kind=feed.UPDATED,
        changes={"password_credentials": key_id if added else None},
        before={"password_credentials": None if added else key_id},
    )
