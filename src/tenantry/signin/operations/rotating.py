"""Rotation of a tenant's signing keys: planned, in an emergency, and what the worker ends."""

from datetime import timedelta

from tenantry.actor import operator
from tenantry.audit import activities
from tenantry.clock import format_instant
from tenantry.directory.operations.recording import record_audit
from tenantry.directory.operations.tenants import get_tenant
from tenantry.errors import ConflictError, NotFoundError
from tenantry.signin import store
from tenantry.signin.key_rotation import KeyTimes, find_expired, find_signer, find_waiting
from tenantry.signin.operations.keys import new_key
from tenantry.signin.stores.signing_keys import list_signing_keys, retire
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox
from tenantry.storage.unit_of_work import UnitOfWork

DEFAULT_LEAD = timedelta(hours=24)
"""Clients keep key sets for a day; by then they have the new key."""


def rotate(
    database: Database, secret_box: SecretBox, tenant_id: str, *, lead: timedelta = DEFAULT_LEAD
) -> list[KeyTimes]:
    """Publish a new key now, which signs from *lead* on; return the keys that stand.

    Raises `ConflictError` while another one waits for its time to sign.
    """
    new = new_key(secret_box)  # takes a tenth of a second: nobody waits for a lock meanwhile
    with database.write() as work:
        waiting = find_waiting(list_signing_keys(work, tenant_id), now=work.instant)
        if waiting is not None:
            message = f"the key `{waiting.kid}` is published and signs from {waiting.begins}"
            raise ConflictError(message)
        signs_from = format_instant(work.now + lead)
        store.add_signing_key(work, tenant_id, new, signs_from=signs_from)
        _record(work, tenant_id, added=new.kid, retired=[])
        return _standing(work, tenant_id)


def revoke(
    database: Database, secret_box: SecretBox, tenant_id: str, *, kid: str | None = None
) -> list[KeyTimes]:
    """Retire a key at once, every key without *kid*; return the keys that stand.

    Tokens that it signed are refused from now on.  A new key signs at once where none is left
    that could.  Raises `NotFoundError` for a key that the tenant has not, or not any more.
    """
    new = new_key(secret_box)
    with database.write() as work:
        standing = _standing(work, tenant_id)
        retired = [key.kid for key in standing if kid in {None, key.kid}]
        if kid is not None and not retired:
            raise NotFoundError(f"the tenant has no key `{kid}`", object_id=kid)
        retire(work, tenant_id, retired)
        if find_signer(_standing(work, tenant_id), now=work.instant) is None:
            store.add_signing_key(work, tenant_id, new)
        _record(work, tenant_id, added=None, retired=retired)
        return _standing(work, tenant_id)


def list_standing(database: Database, tenant_id: str) -> tuple[list[KeyTimes], str]:
    """Return the keys that are not retired, oldest first, and the instant by the clock."""
    with database.read() as reading:
        keys = list_signing_keys(reading, tenant_id)
    return [key for key in keys if key.retired_at is None], reading.instant


def retire_expired(work: UnitOfWork, tenant_id: str) -> None:
    """Retire the keys of the tenant whose last token is over."""
    expired = find_expired(list_signing_keys(work, tenant_id), now=work.instant)
    if expired:
        retire(work, tenant_id, expired)
        _record(work, tenant_id, added=None, retired=expired)


def _standing(work: UnitOfWork, tenant_id: str) -> list[KeyTimes]:
    return [key for key in list_signing_keys(work, tenant_id) if key.retired_at is None]


def _record(work: UnitOfWork, tenant_id: str, *, added: str | None, retired: list[str]) -> None:
    actor = operator(tenant_id)
    record_audit(
        work,
        actor,
        activities.ROTATE_SIGNING_KEYS,
        object_type="tenant",
        target=get_tenant(work, actor),
        changes={"signing_key": added},
        before={"signing_key": ", ".join(retired) or None},
    )
