"""Permissions of the synchronization operations (contract §4.2)."""

from tenantry.actor import Actor
from tenantry.directory import actions
from tenantry.directory.stores.applications import find_service_principal
from tenantry.directory.stores.objects import SERVICE_PRINCIPALS
from tenantry.errors import NotFoundError
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.jobs import Job
from tenantry.sync.stores import jobs

READ = (
    "Synchronization.Read.All",
    "Synchronization.ReadWrite.All",
    "Application.ReadWrite.OwnedBy",
    "Application.Read.All",
    "Application.ReadWrite.All",
    "Directory.ReadWrite.All",
)
WRITE = (
    "Synchronization.ReadWrite.All",
    "Application.ReadWrite.OwnedBy",
    "Application.ReadWrite.All",
    "Directory.ReadWrite.All",
)


def check_read(actor: Actor) -> None:
    """Raise `NotPermittedError` unless *actor* may read what is synchronized, and how."""
    actor.require(*READ)
    actor.require_actions(actions.JOBS_READ)


def check_write(actor: Actor, role_action: str = actions.JOBS_MANAGE) -> None:
    """Raise `NotPermittedError` unless *actor* may change synchronization.

    A user also needs a role with *role_action* (behaviour §19).
    """
    actor.require(*WRITE)
    actor.require_actions(role_action)


def require_configuration(reading: Reading, actor: Actor, service_principal_id: str) -> None:
    """Raise `NotFoundError` unless the service principal lives in the actor's tenant."""
    if SERVICE_PRINCIPALS.find(reading, actor.tenant_id, service_principal_id) is None:
        message = f"resource '{service_principal_id}' does not exist"
        raise NotFoundError(message, object_id=service_principal_id)


def find_configuration(
    reading: Reading, actor: Actor, service_principal_id: str, app_id: str | None = None
) -> str:
    """Return the id of the configuration's service principal, looked up by id or application id."""
    check_read(actor)
    if app_id is not None:
        found = find_service_principal(reading, actor.tenant_id, app_id.lower())
    else:
        found = SERVICE_PRINCIPALS.find(reading, actor.tenant_id, service_principal_id.lower())
    if found is None:
        asked = app_id or service_principal_id
        raise NotFoundError(f"resource '{asked}' does not exist", object_id=asked)
    return str(found["id"])


def get_job(
    reading: Reading, actor: Actor, service_principal_id: str, job_id: str, *, lock: bool = False
) -> Job:
    """Return the service principal's job; raise `NotFoundError` where there is none."""
    require_configuration(reading, actor, service_principal_id)
    job = jobs.find_job(reading, actor.tenant_id, job_id, lock=lock)
    if job is None or job.service_principal_id != service_principal_id:
        raise NotFoundError(f"job `{job_id}` does not exist", object_id=job_id)
    return job
