"""A synchronization between two tenants of the lab, in the words of `lab.json`."""

from collections.abc import Iterable

from tenantry.lab.lab_file import LabJob
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.operations.linking import link_tenants


def synchronize(
    work: UnitOfWork,
    source_tenant_id: str,
    target_tenant_id: str,
    *,
    name: str,
    group_ids: Iterable[str],
    notify: str | None = None,
    percentage: int | None = None,
) -> LabJob:
    """Link the tenants by `link_tenants`, whose arguments these are; return the job."""
    job = link_tenants(
        work,
        source_tenant_id,
        target_tenant_id,
        name=name,
        group_ids=group_ids,
        notify=notify,
        percentage=percentage,
    )
    return LabJob(
        source_tenant_id=source_tenant_id,
        target_tenant_id=target_tenant_id,
        service_principal_id=job.service_principal_id,
        job_id=job.id,
    )
