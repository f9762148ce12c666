"""Visits: the sign-ins that crossed the border between two tenants."""

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Boolean, ColumnElement, and_, case, func, literal_column, or_, select

from tenantry.audit.sign_ins import FAILED_AT_HOME
from tenantry.storage.tables import sign_ins
from tenantry.storage.unit_of_work import Reading

_log = sign_ins.c
_CROSSES: ColumnElement[bool] = literal_column("cross_tenant_access_type <> 'none'", Boolean())
"""As the index has it."""


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
        .where(own == tenant_id, *_within(tenant_id, period))
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


def count_visits(reading: Reading, tenant_id: str, period: Period) -> list[dict[str, Any]]:
    """Return a record for each other tenant, direction and application of the visits.

    Each has home and resource tenant with their names, ``app_id``, ``app_name``, ``users``
    (distinct), ``sign_ins``, ``refused`` ones among them, and ``last_seen``.
    """
    ends = (_log.home_tenant_id, _log.resource_tenant_id)
    query = (
        select(
            *ends,
            func.max(_log.home_tenant_name).label("home_tenant_name"),
            func.max(_log.resource_tenant_name).label("resource_tenant_name"),
            _log.app_id,
            func.max(_log.app_display_name).label("app_name"),
            *_COUNTED,
        )
        .where(*_within(tenant_id, period))
        .group_by(*ends, _log.app_id)
    )
    return [row._asdict() for row in reading.connection.execute(query)]


def count_visitors(reading: Reading, tenant_id: str, period: Period) -> dict[tuple[str, str], int]:
    """Return how many people visited, by home and resource tenant: each counted once."""
    ends = (_log.home_tenant_id, _log.resource_tenant_id)
    query = (
        select(*ends, func.count(_log.user_id.distinct()))
        .where(*_within(tenant_id, period))
        .group_by(*ends)
    )
    return {(row[0], row[1]): int(row[2]) for row in reading.connection.execute(query)}


_COUNTED = (
    func.count(_log.user_id.distinct()).label("users"),
    func.count().label("sign_ins"),
    func.sum(case((_log.error_code != 0, 1), else_=0)).label("refused"),
    func.max(_log.created_at).label("last_seen"),
)


def _within(tenant_id: str, period: Period) -> tuple[ColumnElement[bool], ...]:
    return (
        _log.tenant_id == tenant_id,
        _CROSSES,
        _log.created_at >= period.since,
        _log.created_at < period.until,
        _log.error_code.not_in(FAILED_AT_HOME),
    )
