"""Removing a tenant with its synchronizations (CTS-093).

Jobs of the tenant are paused, and stay so after a restoration until somebody starts them.  Jobs
of others into it go into quarantine by themselves: their next cycle finds no target.
"""

from tenantry.actor import Actor, operator
from tenantry.directory.operations import tenant_removal
from tenantry.directory.values import Record
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.jobs import ScheduleState
from tenantry.sync.operations.jobs import list_jobs, pause_job


def remove_tenant(work: UnitOfWork, actor: Actor, tenant_id: str) -> Record:
    """Take the tenant away, its jobs paused, and return it; only the operator may."""
    removed = tenant_removal.remove_tenant(work, actor, tenant_id)
    own = operator(tenant_id)
    for job in list_jobs(work, own):
        if job.schedule_state is ScheduleState.ACTIVE or job.plan_id is not None:
            pause_job(work, own, job.service_principal_id, job.id)
    return removed
