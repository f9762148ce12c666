"""Reporting on visits between tenants, out of one tenant's own log."""

from tenantry.audit.activity import PartnerActivity, activity_by_partner
from tenantry.audit.stores import visits
from tenantry.audit.stores.visits import Period
from tenantry.storage.unit_of_work import Reading


def report_activity(reading: Reading, tenant_id: str, period: Period) -> list[PartnerActivity]:
    """Return who came from and went where in the period, by partner (LOG-001, LOG-003)."""
    return activity_by_partner(
        tenant_id,
        visits.count_visits(reading, tenant_id, period),
        visits.count_visitors(reading, tenant_id, period),
    )
