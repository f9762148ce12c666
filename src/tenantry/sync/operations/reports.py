"""Reports: a job with the numbers that are counted when somebody looks."""

from dataclasses import dataclass

from tenantry.actor import Actor
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.jobs import Job
from tenantry.sync.operations.authorization import check_read, get_job
from tenantry.sync.pace import Pace, find_pace
from tenantry.sync.settings import SYNC_ALL
from tenantry.sync.stores import entitlements, jobs, links


@dataclass(frozen=True, slots=True, kw_only=True)
class JobReport:
    """A job with the numbers that are counted when somebody looks.

    ``linked`` is the number of users in the job's store, ``entitled`` of those in scope of the
    cycle under way (0 where none is), ``linked_groups`` that of groups in the store.
    ``pace`` is that of the cycle under way, seen at the instant ``observed_at``.
    """

    job: Job
    linked: int
    linked_groups: int
    entitled: int
    pace: Pace | None
    observed_at: str


def report_job(reading: Reading, actor: Actor, service_principal_id: str, job_id: str) -> JobReport:
    """Return one job with its counted numbers."""
    check_read(actor)
    return report(reading, get_job(reading, actor, service_principal_id, job_id))


def report(reading: Reading, job: Job) -> JobReport:
    """Return *job* with its counted numbers."""
    entitled = 0
    if job.cycle_id is not None and job.watermark is None:
        secrets = jobs.read_secrets(reading, job.tenant_id, job.service_principal_id)
        sync_all = secrets.get(SYNC_ALL, "false").lower() == "true"
        entitled = entitlements.count_entitled(
            reading, job.tenant_id, job.service_principal_id, sync_all=sync_all
        )
    linked = links.count_links(reading, job.tenant_id, job.id)
    groups = links.count_links(reading, job.tenant_id, job.id, object_type="group")
    return JobReport(
        job=job,
        linked=linked,
        entitled=entitled,
        linked_groups=groups,
        pace=find_pace(job, entitled, reading.now),
        observed_at=reading.instant,
    )
