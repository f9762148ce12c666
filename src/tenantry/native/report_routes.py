"""The routes of a tenant's reports."""

from tenantry.native import cross_tenant_activity, reports
from tenantry.native.limits import LIMIT
from tenantry.native.periods import PERIOD
from tenantry.native.routing import NativeRoute

_REPORTS = "/tenants/{tenant}/reports"

REPORT_ROUTES = (
    NativeRoute(
        method="GET",
        path=f"{_REPORTS}/licences",
        summary="What of a tenant takes a licence, and who in scope of a job has none",
        endpoint=reports.licence_report,
        answer=reports.LicenceReportObject,
        is_for_tenants=True,
        is_long=True,
        query={"limit": LIMIT, "after": "Where the page begins, from the page before"},
    ),
    NativeRoute(
        method="GET",
        path=f"{_REPORTS}/crossTenantActivity",
        summary="Who came from and went where, by partner, out of a tenant's sign-in log",
        endpoint=cross_tenant_activity.cross_tenant_activity,
        answer=cross_tenant_activity.CrossTenantActivity,
        is_for_tenants=True,
        is_long=True,
        query=PERIOD,
    ),
    NativeRoute(
        method="GET",
        path=f"{_REPORTS}/mau",
        summary="How many guests came into a tenant in a calendar month",
        endpoint=reports.active_guests,
        answer=reports.ActiveGuests,
        is_for_tenants=True,
        query={"month": "The month, such as 2026-11; the one under way unless said"},
    ),
)
"""What a tenant's administrators may ask of their own tenant, and the operator of any."""
