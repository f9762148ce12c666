"""What a lab consists of, in numbers, and where it answers; nothing of it is secret."""

from collections.abc import Sequence

import msgspec

from tenantry.actor import operator
from tenantry.clock import parse_instant
from tenantry.directory.operations.groups import count_groups
from tenantry.directory.operations.users import count_users
from tenantry.lab.folder import LabFolder
from tenantry.lab.lab_file import LabFile, LabJob, LabTenant
from tenantry.storage.filters.fields import Operator, make_field
from tenantry.storage.filters.tree import Comparison
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.jobs import Execution, Job
from tenantry.sync.operations.reports import report_job

_IS_EXTERNAL = Comparison(make_field("externalUserState"), Operator.EQ, "Accepted")


class TenantSummary(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One tenant.  ``people`` are its own, ``external`` those of other tenants."""

    display_name: str
    tenant_id: str
    initial_domain: str
    people: int
    external: int
    groups: int


class SynchronizationSummary(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One job.  ``milliseconds`` are those of the last cycle that wrote something."""

    source: str
    target: str
    job_id: str
    status: str
    people: int
    milliseconds: int | None
    error: str | None


class LabSummary(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """The lab.  ``prepared_milliseconds`` is None where it was there before."""

    folder: str
    lab_file: str
    graph: str
    authority: str
    http: str
    ca_file: str
    prepared_milliseconds: int | None
    tenants: Sequence[TenantSummary]
    synchronizations: Sequence[SynchronizationSummary]


def summarize(
    reading: Reading, lab: LabFile, folder: LabFolder, *, prepared_milliseconds: int | None
) -> LabSummary:
    """Count what *lab* has, and tell how its jobs are doing."""
    return LabSummary(
        folder=str(folder.path),
        lab_file=str(folder.lab_file),
        graph=lab.graph,
        authority=lab.authority,
        http=lab.http,
        ca_file=lab.ca_file,
        prepared_milliseconds=prepared_milliseconds,
        tenants=[_summarize_tenant(reading, tenant) for tenant in lab.tenants],
        synchronizations=[_summarize_job(reading, job, lab) for job in lab.jobs],
    )


def _summarize_tenant(reading: Reading, tenant: LabTenant) -> TenantSummary:
    actor = operator(tenant.tenant_id)
    external = count_users(reading, actor, PageQuery(condition=_IS_EXTERNAL))
    return TenantSummary(
        display_name=tenant.display_name,
        tenant_id=tenant.tenant_id,
        initial_domain=tenant.initial_domain,
        people=count_users(reading, actor, PageQuery()) - external,
        external=external,
        groups=count_groups(reading, actor, PageQuery()),
    )


def _summarize_job(reading: Reading, job: LabJob, lab: LabFile) -> SynchronizationSummary:
    names = {tenant.tenant_id: tenant.display_name for tenant in lab.tenants}
    actor = operator(job.source_tenant_id)
    report = report_job(reading, actor, job.service_principal_id, job.job_id)
    return SynchronizationSummary(
        source=names[job.source_tenant_id],
        target=names[job.target_tenant_id],
        job_id=job.job_id,
        status=report.job.status_code.value,
        people=report.linked,
        milliseconds=_milliseconds(report.job),
        error=_error(report.job),
    )


def _milliseconds(job: Job) -> int | None:
    cycle: Execution | None = job.last_successful_execution_with_exports or job.last_execution
    if cycle is None:
        return None
    lasted = parse_instant(cycle.ended_at) - parse_instant(cycle.began_at)
    return round(lasted.total_seconds() * 1000)


def _error(job: Job) -> str | None:
    return (
        f"{job.quarantine.fault.code}: {job.quarantine.fault.message}" if job.quarantine else None
    )
