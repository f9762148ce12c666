"""The keys that sign a tenant's tokens, for the operator."""

from datetime import timedelta

import msgspec

from tenantry.clock import whole_seconds
from tenantry.directory.operations.tenants import require_tenant
from tenantry.durations import parse_duration
from tenantry.errors import InvalidValueError
from tenantry.signin.key_rotation import KeyTimes, find_signer
from tenantry.signin.operations import rotating
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox

_LONGEST_LEAD = "P30D"


class SigningKeyObject(msgspec.Struct, rename="camel", kw_only=True):
    """One key.  ``state`` is `published` (signs later), `signing` or `retiring`."""

    kid: str
    state: str
    created_date_time: str
    signs_from_date_time: str


class SigningKeyList(msgspec.Struct):
    """The keys that are published, the oldest first."""

    value: list[SigningKeyObject]


class Rotation(msgspec.Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """How long the new key is published before it signs, as in `PT24H`; a day if left out."""

    lead: str | None = None


class Revocation(msgspec.Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """Which key is retired at once; every one if left out."""

    kid: str | None = None


def list_all(database: Database, tenant: str) -> SigningKeyList:
    """Return the tenant's keys."""
    return _told(database, _tenant_id(database, tenant))


def rotate(
    database: Database, tenant: str, *, secret_box: SecretBox, body: Rotation
) -> SigningKeyList:
    """Publish a new key, and return the tenant's keys."""
    lead = rotating.DEFAULT_LEAD if body.lead is None else read_lead(body.lead)
    tenant_id = _tenant_id(database, tenant)
    rotating.rotate(database, secret_box, tenant_id, lead=lead)
    return _told(database, tenant_id)


def revoke(
    database: Database, tenant: str, *, secret_box: SecretBox, body: Revocation
) -> SigningKeyList:
    """Retire keys at once, and return those that the tenant has then."""
    tenant_id = _tenant_id(database, tenant)
    rotating.revoke(database, secret_box, tenant_id, kid=body.kid)
    return _told(database, tenant_id)


def read_lead(text: str) -> timedelta:
    """Return the lead that *text* means; `InvalidValueError` for one of over thirty days."""
    lead = parse_duration(text, path="lead")
    if lead > parse_duration(_LONGEST_LEAD, path="lead"):
        raise InvalidValueError("lead", f"`lead` is at most `{_LONGEST_LEAD}`, not `{text}`")
    return lead


def key_objects(keys: list[KeyTimes], now: str) -> list[SigningKeyObject]:
    """Return *keys* as they are told at instant *now*."""
    signer = find_signer(keys, now=now)
    return [
        SigningKeyObject(
            kid=key.kid,
            state=_state(key, signer),
            created_date_time=whole_seconds(key.created_at),
            signs_from_date_time=whole_seconds(key.begins),
        )
        for key in keys
    ]


def _told(database: Database, tenant_id: str) -> SigningKeyList:
    return SigningKeyList(value=key_objects(*rotating.list_standing(database, tenant_id)))


def _state(key: KeyTimes, signer: KeyTimes | None) -> str:
    if signer is None or key.begins > signer.begins:
        return "published"
    return "signing" if key == signer else "retiring"


def _tenant_id(database: Database, tenant: str) -> str:
    with database.read() as reading:
        return str(require_tenant(reading, tenant)["id"])
