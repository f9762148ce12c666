"""The certificates by which applications and service principals prove who they are."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from tenantry.directory.values import Record
from tenantry.storage.tables import application_certificates
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_certificates = application_certificates.c
_SHOWN = (
    _certificates.key_id,
    _certificates.custom_key_identifier,
    _certificates.certificate,
    _certificates.display_name,
    _certificates.start_at,
    _certificates.end_at,
)


def list_by_owner(
    reading: Reading, tenant_id: str, owner_ids: Collection[str]
) -> dict[str, list[Record]]:
    """Return owner id → its certificates, in the order of their ids."""
    query = (
        select(_certificates.application_id, *_SHOWN)
        .where(_certificates.tenant_id == tenant_id, _certificates.application_id.in_(owner_ids))
        .order_by(_certificates.application_id, _certificates.key_id)
    )
    found: dict[str, list[Record]] = {}
    for row in reading.connection.execute(query):
        certificate = row._asdict()
        found.setdefault(certificate.pop("application_id"), []).append(certificate)
    return found


def replace_all(
    work: UnitOfWork, tenant_id: str, owner_id: str, certificates: Collection[Mapping[str, Any]]
) -> None:
    """Keep exactly these certificates of an owner."""
    remove_all(work, tenant_id, owner_id)
    rows = [{"tenant_id": tenant_id, "application_id": owner_id, **one} for one in certificates]
    if rows:
        work.connection.execute(insert(application_certificates), rows)


def remove_all(work: UnitOfWork, tenant_id: str, owner_id: str) -> None:
    """Take every certificate of an owner away."""
    work.connection.execute(
        delete(application_certificates).where(
            _certificates.tenant_id == tenant_id, _certificates.application_id == owner_id
        )
    )
