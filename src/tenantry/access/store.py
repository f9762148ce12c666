"""The policy, partner configurations and identity synchronization settings as rows."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update

from tenantry.access.defaults import SYSTEM_DEFAULT
from tenantry.access.policy import (
    CloudSettings,
    DefaultSettings,
    GroupSyncInbound,
    IdentitySynchronization,
    Partner,
    UserSyncInbound,
)
from tenantry.storage.filters.keyset import Position
from tenantry.storage.kept_queries import KeptQuery
from tenantry.storage.pages import PageQuery, Rows, count_rows, read_page
from tenantry.storage.tables import access_policies, identity_synchronizations, partners
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_partners, _synchronizations = partners.c, identity_synchronizations.c
_KEY, _CONSENT = "tenantId", "automaticUserConsentSettings"
_PARTNER_COLUMNS = [
    _partners.partner_tenant_id,
    _partners.inbound_consent_allowed,
    _partners.outbound_consent_allowed,
    _partners.settings,
]
_OF_TENANT = select(access_policies).where(access_policies.c.tenant_id == bindparam("of_tenant"))
_POLICY, _LOCKED_POLICY = KeptQuery(_OF_TENANT), KeptQuery(_OF_TENANT.with_for_update())
_TOWARDS = select(*_PARTNER_COLUMNS).where(
    _partners.tenant_id == bindparam("of_tenant"),
    _partners.partner_tenant_id == bindparam("towards"),
)
_PARTNER, _LOCKED_PARTNER = KeptQuery(_TOWARDS), KeptQuery(_TOWARDS.with_for_update())


def get_policy(
    reading: Reading, tenant_id: str, *, lock: bool = False
) -> tuple[CloudSettings, DefaultSettings]:
    """Return the policy of *tenant_id* and its default, as every tenant has them at first.

    With *lock* no other transaction writes them until this one ends.
    """
    query = _LOCKED_POLICY if lock else _POLICY
    found = query.record(reading, {"of_tenant": tenant_id})
    if found is None:
        return CloudSettings(), SYSTEM_DEFAULT
    clouds = CloudSettings(
        display_name=found["display_name"],
        allowed_cloud_endpoints=tuple(msgspec.json.decode(found["allowed_cloud_endpoints"])),
    )
    if found["default_settings"] is None:
        return clouds, SYSTEM_DEFAULT
    return clouds, msgspec.json.decode(found["default_settings"], type=DefaultSettings)


def save_policy(
    work: UnitOfWork, tenant_id: str, clouds: CloudSettings, default: DefaultSettings
) -> None:
    """Write the policy of *tenant_id* and its default."""
    work.connection.execute(delete(access_policies).where(access_policies.c.tenant_id == tenant_id))
    values = {
        "tenant_id": tenant_id,
        "display_name": clouds.display_name,
        "allowed_cloud_endpoints": msgspec.json.encode(clouds.allowed_cloud_endpoints).decode(),
        "default_settings": (
            None if default.is_service_default else msgspec.json.encode(default).decode()
        ),
    }
    work.connection.execute(insert(access_policies), values)


def find_partner(
    reading: Reading, tenant_id: str, partner_tenant_id: str, *, lock: bool = False
) -> Partner | None:
    """Return the configuration of *tenant_id* towards one other tenant.

    With *lock* no other transaction writes it, or what belongs to it, until this one ends.
    """
    query = _LOCKED_PARTNER if lock else _PARTNER
    row = query.row(reading, {"of_tenant": tenant_id, "towards": partner_tenant_id})
    return None if row is None else _partner(row)


def list_partners(
    reading: Reading, tenant_id: str, query: PageQuery
) -> tuple[list[Partner], Position | None]:
    """Return a page of partners by tenant id, and where the next page starts."""
    found, following = read_page(reading, _rows(tenant_id), query, _PARTNER_COLUMNS)
    return [_partner(row) for row in found], following


def count_partners(reading: Reading, tenant_id: str, query: PageQuery) -> int:
    """Return how many partners meet the condition of *query*."""
    return count_rows(reading, _rows(tenant_id), query)


def add_partner(work: UnitOfWork, tenant_id: str, partner: Partner) -> None:
    """Insert a partner."""
    values = {
        "tenant_id": tenant_id,
        "partner_tenant_id": partner.partner_tenant_id,
        "created_at": work.instant,
        **_columns(partner),
    }
    work.connection.execute(insert(partners), values)


def save_partner(work: UnitOfWork, tenant_id: str, partner: Partner) -> None:
    """Write the settings of an existing partner."""
    where = _is_partner(tenant_id, partner.partner_tenant_id)
    work.connection.execute(update(partners).where(where).values(_columns(partner)))


def remove_partner(work: UnitOfWork, tenant_id: str, partner_tenant_id: str) -> None:
    """Take a partner away."""
    work.connection.execute(delete(partners).where(_is_partner(tenant_id, partner_tenant_id)))


def find_synchronization(
    reading: Reading, tenant_id: str, partner_tenant_id: str
) -> IdentitySynchronization | None:
    """Return whether and how *tenant_id* lets one other tenant synchronize users into it."""
    return list_synchronizations(reading, tenant_id, [partner_tenant_id]).get(partner_tenant_id)


def list_synchronizations(
    reading: Reading, tenant_id: str, partner_tenant_ids: Collection[str]
) -> Mapping[str, IdentitySynchronization]:
    """Return what there is for *partner_tenant_ids*, by partner."""
    columns = [
        _synchronizations.partner_tenant_id,
        _synchronizations.display_name,
        _synchronizations.is_sync_allowed,
        _synchronizations.is_group_sync_allowed,
    ]
    query = select(*columns).where(
        _synchronizations.tenant_id == tenant_id,
        _synchronizations.partner_tenant_id.in_(partner_tenant_ids),
    )
    return {
        row.partner_tenant_id: IdentitySynchronization(
            partner_tenant_id=row.partner_tenant_id,
            display_name=row.display_name,
            user_sync_inbound=UserSyncInbound(is_sync_allowed=row.is_sync_allowed),
            group_sync_inbound=GroupSyncInbound(is_sync_allowed=row.is_group_sync_allowed),
        )
        for row in reading.connection.execute(query)
    }


def add_synchronization(
    work: UnitOfWork, tenant_id: str, synchronization: IdentitySynchronization
) -> None:
    """Insert the identity synchronization settings of a partner."""
    values = {
        "tenant_id": tenant_id,
        "partner_tenant_id": synchronization.partner_tenant_id,
        **_synchronization_columns(synchronization),
    }
    work.connection.execute(insert(identity_synchronizations), values)


def save_synchronization(
    work: UnitOfWork, tenant_id: str, synchronization: IdentitySynchronization
) -> None:
    """Write the identity synchronization settings of a partner that has some."""
    work.connection.execute(
        update(identity_synchronizations)
        .where(_is_synchronization(tenant_id, synchronization.partner_tenant_id))
        .values(_synchronization_columns(synchronization))
    )


def remove_synchronization(work: UnitOfWork, tenant_id: str, partner_tenant_id: str) -> None:
    """Take the identity synchronization settings of a partner away."""
    where = _is_synchronization(tenant_id, partner_tenant_id)
    work.connection.execute(delete(identity_synchronizations).where(where))


def _rows(tenant_id: str) -> Rows:
    return Rows(
        source=partners,
        columns=_partners,
        where=[_partners.tenant_id == tenant_id],
        tie_breaker="partner_tenant_id",
    )


def _is_partner(tenant_id: str, partner_tenant_id: str) -> ColumnElement[bool]:
    return (_partners.tenant_id == tenant_id) & (_partners.partner_tenant_id == partner_tenant_id)


def _is_synchronization(tenant_id: str, partner_tenant_id: str) -> ColumnElement[bool]:
    columns = _synchronizations
    return (columns.tenant_id == tenant_id) & (columns.partner_tenant_id == partner_tenant_id)


def _synchronization_columns(synchronization: IdentitySynchronization) -> dict[str, object]:
    return {
        "display_name": synchronization.display_name,
        "is_sync_allowed": synchronization.user_sync_inbound.is_sync_allowed,
        "is_group_sync_allowed": synchronization.group_sync_inbound.is_sync_allowed,
    }


def _columns(partner: Partner) -> dict[str, object]:
    settings = msgspec.to_builtins(partner)
    consent = settings.pop(_CONSENT)
    del settings[_KEY]
    return {
        "inbound_consent_allowed": consent["inboundAllowed"],
        "outbound_consent_allowed": consent["outboundAllowed"],
        "settings": msgspec.json.encode(settings).decode(),
    }


def _partner(row: Sequence[Any]) -> Partner:
    """Return the partner of a row that begins with `_PARTNER_COLUMNS`."""
    partner_tenant_id, is_inbound, is_outbound, written = row[: len(_PARTNER_COLUMNS)]
    consent = {"inboundAllowed": is_inbound, "outboundAllowed": is_outbound}
    settings = msgspec.json.decode(written)
    return msgspec.convert({**settings, _KEY: partner_tenant_id, _CONSENT: consent}, type=Partner)
