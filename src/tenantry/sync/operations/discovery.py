"""Discovery: the directory extension attributes that both tenants of a job registered.

The target is asked only while it allows the synchronization: what it registered is nobody
else's business.  Source: behaviour §1; contract §4.10.
"""

from tenantry.access.operations.synchronizations import synchronization_refusal
from tenantry.directory.stores import extensions
from tenantry.errors import NotFoundError
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.attributes import AttributeDefinition, Attributes
from tenantry.sync.extensions import Extensions, extensions_of
from tenantry.sync.jobs import Job
from tenantry.sync.schema import JobSchema
from tenantry.sync.settings import COMPANY_ID
from tenantry.sync.stores import jobs


def discover(reading: Reading, job: Job, *, may_cross_clouds: bool = False) -> Extensions:
    """Return the registered extension attributes; those of the target as far as it allows."""
    secrets = jobs.read_secrets(reading, job.tenant_id, job.service_principal_id)
    target_tenant_id = secrets.get(COMPANY_ID)
    is_open = target_tenant_id is not None and _may_be_asked(
        reading, job.tenant_id, target_tenant_id, may_cross_clouds=may_cross_clouds
    )
    return Extensions(
        source=_registered(reading, job.tenant_id),
        target=_registered(reading, target_tenant_id) if target_tenant_id and is_open else (),
    )


def discover_source(reading: Reading, tenant_id: str) -> Extensions:
    """Return what is known where no target is: the extension attributes of the source."""
    return Extensions(source=_registered(reading, tenant_id))


def known_attributes(
    reading: Reading, job: Job, schema: JobSchema, *, may_cross_clouds: bool = False
) -> tuple[Attributes, Attributes]:
    """Return source and target attributes, with extensions discovered, added or in use."""
    discovered = discover(reading, job, may_cross_clouds=may_cross_clouds)
    return discovered.before(schema.extensions).attributes()


def _registered(reading: Reading, tenant_id: str) -> tuple[AttributeDefinition, ...]:
    return extensions_of(extensions.list_registered(reading, tenant_id, "User"))


def _may_be_asked(
    reading: Reading, tenant_id: str, target_tenant_id: str, *, may_cross_clouds: bool
) -> bool:
    try:
        refusal = synchronization_refusal(
            reading, tenant_id, target_tenant_id, may_cross_clouds=may_cross_clouds
        )
    except NotFoundError:  # the settings name a tenant that is gone or never was
        return False
    return refusal is None
