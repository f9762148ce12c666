"""Who would need a licence: what is in use without one, and who is synchronized without one.

Source: behaviour §20; decision 13; claim LIC-002.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tenantry.access.operations.licences import list_licensed_settings
from tenantry.actor import Actor
from tenantry.directory import rights
from tenantry.directory.licensing import Feature, has_p1, is_licensed
from tenantry.directory.operations.licences import list_owned_skus
from tenantry.directory.stores import licences
from tenantry.errors import TenantryError
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.deciding import is_in_scope
from tenantry.sync.engine.completing import read_rows
from tenantry.sync.engine.connecting import connect
from tenantry.sync.jobs import Job, ScheduleState
from tenantry.sync.operations.authorization import check_read
from tenantry.sync.stored_schemas import decode_schema
from tenantry.sync.stores import entitlements, jobs

_CHUNK = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureInUse:
    """Something that takes a licence.  ``place`` is a job or a partner, None the default."""

    feature: Feature
    place: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlicensedPerson:
    """Somebody in scope of a job who has no licence with P1."""

    job_id: str
    user_id: str
    display_name: str
    user_principal_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceReport:
    """What a tenant uses, whether it has P1, and who of its people lacks a licence.

    ``in_scope`` and ``people`` have everybody once a job; ``unread`` maps jobs whose scope cannot
    be told to the reason.
    """

    is_licensed: bool
    features: Sequence[FeatureInUse]
    people: Sequence[UnlicensedPerson]
    in_scope: int
    unread: Mapping[str, str]


def report_licences(
    reading: Reading, actor: Actor, *, may_cross_clouds: bool = False
) -> LicenceReport:
    """Return the report of the actor's tenant; it looks at everybody in scope of every job."""
    actor.require(*rights.LICENCES_READ)
    check_read(actor)
    actor.require(*rights.USERS_READ)
    found = jobs.list_jobs(reading, actor.tenant_id)
    people: list[UnlicensedPerson] = []
    unread: dict[str, str] = {}
    in_scope = 0
    for job in found:
        try:
            connection = connect(reading, job, may_cross_clouds=may_cross_clouds)
        except TenantryError as fault:
            unread[job.id] = fault.message
            continue
        for user_ids in _list_in_scope(reading, connection):
            in_scope += len(user_ids)
            people += _unlicensed(reading, job, user_ids)
    return LicenceReport(
        is_licensed=has_p1(list_owned_skus(reading, actor.tenant_id)),
        features=list(_features(reading, actor.tenant_id, found)),
        people=people,
        in_scope=in_scope,
        unread=unread,
    )


def _features(reading: Reading, tenant_id: str, found: Sequence[Job]) -> Iterator[FeatureInUse]:
    for job in found:
        if job.schedule_state is ScheduleState.ACTIVE:
            yield FeatureInUse(feature=Feature.SYNCHRONIZATION, place=job.id)
            if decode_schema(job.schema).groups.enabled:
                yield FeatureInUse(feature=Feature.GROUPS, place=job.id)
    for feature, place in list_licensed_settings(reading, tenant_id):
        yield FeatureInUse(feature=feature, place=place)


def _list_in_scope(reading: Reading, connection: Connection) -> Iterator[list[str]]:
    """Yield the ids of those in scope of the connection's job, a chunk at a time."""
    job, after = connection.job, ""
    while candidates := entitlements.list_candidates(
        reading,
        job.tenant_id,
        job.id,
        job.service_principal_id,
        sync_all=connection.sync_all,
        after=after,
        limit=_CHUNK,
    ):
        after = candidates[-1]
        rows = read_rows(reading, connection, candidates)
        yield [each for each in candidates if is_in_scope(connection.rules, rows.get(each))]


def _unlicensed(reading: Reading, job: Job, user_ids: Sequence[str]) -> Iterator[UnlicensedPerson]:
    held: Mapping[str, Mapping[str, Any]] = licences.find_holdings(reading, job.tenant_id, user_ids)
    for user_id in user_ids:
        user = held[user_id]
        if not is_licensed(user["assigned_licenses"]):
            yield UnlicensedPerson(
                job_id=job.id,
                user_id=user_id,
                display_name=user["display_name"],
                user_principal_name=user["user_principal_name"],
            )
