"""Cross-tenant activity of a tenant: who came from and went where, by partner."""

import msgspec

from tenantry.audit.activity import PartnerActivity, Traffic
from tenantry.audit.operations.reporting import report_activity
from tenantry.directory import actions, rights
from tenantry.native.callers import NativeCall
from tenantry.native.periods import period_of


class ApplicationActivity(msgspec.Struct, rename="camel", kw_only=True):
    """An application that visitors used."""

    application_id: str
    application_name: str | None
    users: int
    sign_ins: int
    refused: int
    last_seen_date_time: str


class TrafficObject(msgspec.Struct, rename="camel", kw_only=True):
    """Visits in one direction; ``users`` are counted once, ``refused`` are among ``signIns``."""

    users: int
    sign_ins: int
    refused: int
    last_seen_date_time: str
    applications: list[ApplicationActivity]


class PartnerActivityObject(msgspec.Struct, rename="camel", kw_only=True):
    """What happened between the tenant and another one; null for nothing in a direction."""

    tenant_id: str
    tenant_name: str | None
    inbound: TrafficObject | None
    outbound: TrafficObject | None


class CrossTenantActivity(msgspec.Struct, rename="camel", kw_only=True):
    """The activity with each other tenant, the most sign-ins first."""

    start_date_time: str
    end_date_time: str
    value: list[PartnerActivityObject]


def cross_tenant_activity(call: NativeCall, tenant: str) -> CrossTenantActivity:
    """Return who came from and went where, out of the tenant's own sign-in log."""
    with call.database.read() as reading:
        actor = call.actor_of_tenant(reading, tenant)
        actor.require(*rights.AUDIT_READ)
        actor.require_actions(actions.SIGN_INS_READ)
        period = period_of(reading, call.query.get("startDateTime"), call.query.get("endDateTime"))
        partners = report_activity(reading, actor.tenant_id, period)
    return CrossTenantActivity(
        start_date_time=period.since,
        end_date_time=period.until,
        value=[partner_object(each) for each in partners],
    )


def partner_object(partner: PartnerActivity) -> PartnerActivityObject:
    """Return the activity with one partner in the words of the API."""
    return PartnerActivityObject(
        tenant_id=partner.tenant_id,
        tenant_name=partner.tenant_name,
        inbound=_traffic(partner.inbound),
        outbound=_traffic(partner.outbound),
    )


def _traffic(traffic: Traffic | None) -> TrafficObject | None:
    if traffic is None:
        return None
    return TrafficObject(
        users=traffic.users,
        sign_ins=traffic.sign_ins,
        refused=traffic.refused,
        last_seen_date_time=traffic.last_seen,
        applications=[
            ApplicationActivity(
                application_id=each.app_id,
                application_name=each.name,
                users=each.users,
                sign_ins=each.sign_ins,
                refused=each.refused,
                last_seen_date_time=each.last_seen,
            )
            for each in traffic.applications
        ],
    )
