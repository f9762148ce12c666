"""Reports of a tenant: who would need a licence, and how many guests came in a month."""

from urllib.parse import urlencode

import msgspec

from tenantry.directory.operations.active_guests import count_active_guests
from tenantry.native.callers import NativeCall
from tenantry.native.limits import limit_of
from tenantry.sync.operations.licences import (
    FeatureInUse,
    LicenceReport,
    UnlicensedPerson,
    report_licences,
)


class FeatureObject(msgspec.Struct, rename="camel", kw_only=True):
    """Something in use that takes Entra ID P1.

    ``place`` is the job or the partner tenant that it is in use for, null for the default.
    """

    feature: str
    description: str
    place: str | None


class UnlicensedObject(msgspec.Struct, rename="camel", kw_only=True):
    """Somebody in scope of a job without a licence that has Entra ID P1."""

    job_id: str
    user_id: str
    display_name: str
    user_principal_name: str


class LicenceReportObject(msgspec.Struct, rename="camel", kw_only=True):
    """Who and what would need a licence.

    ``isLicensed`` tells whether the tenant has Entra ID P1; ``value`` has a page of
    ``unlicensed`` people of the ``inScope``, each once a job; ``unread`` are jobs whose scope
    cannot be told, with the reason.  ``nextLink`` leads to the next page, null after the last.
    """

    is_licensed: bool
    features: list[FeatureObject]
    in_scope: int
    unlicensed: int
    unread: dict[str, str]
    value: list[UnlicensedObject]
    next_link: str | None


class HomeTenantGuests(msgspec.Struct, rename="camel", kw_only=True):
    """How many guests came from one tenant."""

    home_tenant_id: str
    home_tenant_name: str | None
    guests: int


class ActiveGuests(msgspec.Struct, rename="camel", kw_only=True):
    """How many guests came in a calendar month (UTC), each counted once."""

    month: str
    monthly_active_users: int
    by_home_tenant: list[HomeTenantGuests]


def licence_report(call: NativeCall, tenant: str) -> LicenceReportObject:
    """Return what takes a licence in the tenant and who lacks one."""
    limit, after = limit_of(call.query.get("limit")), call.query.get("after", "")
    with call.database.read() as reading:
        actor = call.actor_of_tenant(reading, tenant)
        report = report_licences(reading, actor, may_cross_clouds=call.may_cross_clouds)
    return _page(call, report, after, limit)


def active_guests(call: NativeCall, tenant: str) -> ActiveGuests:
    """Return how many guests came into the tenant in a month."""
    with call.database.read() as reading:
        actor = call.actor_of_tenant(reading, tenant)
        month, counted = count_active_guests(reading, actor, call.query.get("month"))
    homes = [HomeTenantGuests(**each) for each in counted]
    return ActiveGuests(
        month=str(month),
        monthly_active_users=sum(each.guests for each in homes),
        by_home_tenant=homes,
    )


def _page(call: NativeCall, report: LicenceReport, after: str, limit: int) -> LicenceReportObject:
    waiting = [person for person in report.people if f"{person.job_id} {person.user_id}" > after]
    shown = waiting[:limit]
    following = None
    if len(waiting) > limit:
        last = f"{shown[-1].job_id} {shown[-1].user_id}"
        following = f"{call.url}?{urlencode({'limit': limit, 'after': last})}"
    return LicenceReportObject(
        is_licensed=report.is_licensed,
        features=[_feature(each) for each in report.features],
        in_scope=report.in_scope,
        unlicensed=len(report.people),
        unread=dict(report.unread),
        value=[_unlicensed(person) for person in shown],
        next_link=following,
    )


def _feature(used: FeatureInUse) -> FeatureObject:
    return FeatureObject(
        feature=used.feature.name.lower(), description=used.feature.value, place=used.place
    )


def _unlicensed(person: UnlicensedPerson) -> UnlicensedObject:
    return UnlicensedObject(
        job_id=person.job_id,
        user_id=person.user_id,
        display_name=person.display_name,
        user_principal_name=person.user_principal_name,
    )
