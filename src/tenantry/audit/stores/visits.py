"""Visits: the sign-ins that crossed the border between two tenants."""

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import and_, or_, select, text

from tenantry.storage.tables import sign_ins
from tenantry.storage.unit_of_work import Reading

_log = sign_ins.c
_CROSSES = text("cross_tenant_access_type <> 'none'")  # as the index has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From ``since`` on and before ``until``, instants as the database keeps them."""

    since: str
    until: str


def list_visits(
    reading: Reading,
    tenant_id: str,
    period: Period,
    *,
    is_inbound: bool,
    other_tenant_id: str | None = None,
    after: tuple[str, str] | None = None,
    limit: int,
) -> list[dict[str, Any]]:
    """Return at most *limit* visits to the tenant, or of its people elsewhere, the oldest first.

    With *other_tenant_id* only those of one partner; *after* is instant and id of the last one
    of the page before.  ``inputs`` is decoded.
    """
    own, other = _log.home_tenant_id, _log.resource_tenant_id
    if is_inbound:
        own, other = other, own
    query = (
        select(sign_ins)
        .where(
            _log.tenant_id == tenant_id,
            _CROSSES,
            own == tenant_id,
            _log.created_at >= period.since,
            _log.created_at < period.until,
        )
        .order_by(_log.created_at, _log.id)
        .limit(limit)
    )
    if other_tenant_id is not None:
        query = query.where(other == other_tenant_id)
    if after is not None:
        instant, entry_id = after
        behind = and_(_log.created_at == instant, _log.id > entry_id)
        query = query.where(or_(_log.created_at > instant, behind))
    return [
        {**row._asdict(), "inputs": msgspec.json.decode(row.inputs) if row.inputs else None}
        for row in reading.connection.execute(query)
    ]
