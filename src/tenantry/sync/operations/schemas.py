"""Schemas: read, replace and reset a job's mappings and scoping filter.

A change clears the watermark: the next cycle is an initial one (behaviour §2, CTS-069).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from tenantry.actor import Actor
from tenantry.audit import store as audit
from tenantry.audit.activities import UPDATE_MAPPINGS
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.directory import actions
from tenantry.directory.licensing import Feature
from tenantry.directory.operations.licences import require_licence
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.extensions import Extensions
from tenantry.sync.groups.mapping_checks import check_group_mapping
from tenantry.sync.groups.rules import GROUPS_OF_ALL
from tenantry.sync.jobs import Job
from tenantry.sync.mapping_checks import SchemaError, check_mappings
from tenantry.sync.operations.authorization import check_read, check_write, get_job
from tenantry.sync.operations.discovery import discover
from tenantry.sync.plans.engine import applying
from tenantry.sync.schema import (
    ALL_FLOW_TYPES,
    DEFAULT_GROUPS,
    ROLES_OF_ALL,
    JobSchema,
    ObjectMapping,
    default_schema,
)
from tenantry.sync.scoping import check_filter
from tenantry.sync.settings import SYNC_ALL
from tenantry.sync.stored_schemas import decode_schema, encode_schema
from tenantry.sync.stores import jobs

_USERS = "synchronizationRules[0].objectMappings[0]"
_GROUPS = "synchronizationRules[0].objectMappings[1]"


def read_schema(
    reading: Reading, actor: Actor, service_principal_id: str, job_id: str
) -> tuple[Job, JobSchema]:
    """Return the job and its schema."""
    check_read(actor)
    job = get_job(reading, actor, service_principal_id, job_id)
    return job, decode_schema(job.schema)


def replace_schema(
    work: UnitOfWork,
    actor: Actor,
    service_principal_id: str,
    job_id: str,
    users: ObjectMapping,
    *,
    groups: ObjectMapping = DEFAULT_GROUPS,
    listed: Extensions | None = None,
    may_cross_clouds: bool = False,
) -> None:
    """Replace mappings and filters of users and groups, after all their checks.

    *listed* are the extension attributes that the sent directories hold, None where none were
    sent: those added by hand stay as they were.  Raises `SchemaError`, whose path is the place
    in the schema as `GET` shows it, and `LicenceRequiredError` where licences are enforced and
    the tenant has none for groups.
    """
    check_write(actor, actions.SCHEMA_MANAGE)
    job = get_job(work, actor, service_principal_id, job_id, lock=True)
    before = decode_schema(job.schema)
    added = before.extensions if listed is None else listed
    discovered = discover(work, job, may_cross_clouds=may_cross_clouds)
    known = discovered.before(added)
    _check(users, groups, known)
    _check_scope(work, job, users, groups)
    if groups.enabled and not before.groups.enabled:
        require_licence(work, actor.tenant_id, Feature.GROUPS)
    used = users.source_attributes() | users.target_attributes()
    extensions = known.kept(used, discovered)
    schema = JobSchema(rule_id=before.rule_id, users=users, groups=groups, extensions=extensions)
    if encode_schema(schema) != job.schema:
        _save(work, actor, job, schema)


def _check(users: ObjectMapping, groups: ObjectMapping, known: Extensions) -> None:
    """Check what both mappings say, over the attributes that are *known* of both tenants."""
    source_attributes, target_attributes = known.attributes()
    with _at(_USERS):
        check_mappings(users.mappings, source_attributes, target_attributes)
        if not users.enabled:
            raise SchemaError("enabled", "the mapping of users cannot be disabled; pause the job")
        check_filter(users.scope, source_attributes)
    with _at(_GROUPS):
        check_group_mapping(groups)
    if not users.flow_types | groups.flow_types <= ALL_FLOW_TYPES:
        raise SchemaError("flowTypes", "flow types are `Add`, `Update` and `Delete`")


@contextmanager
def _at(place: str) -> Iterator[None]:
    """Tell where in the schema that clients see a fault is: within *place*."""
    try:
        yield
    except SchemaError as error:
        raise SchemaError(f"{place}.{error.path}", error.message, error.code) from error


def _check_scope(reading: Reading, job: Job, users: ObjectMapping, groups: ObjectMapping) -> None:
    """Check that a job of all users maps nothing that takes assignments."""
    secrets = jobs.read_secrets(reading, job.tenant_id, job.service_principal_id)
    if secrets.get(SYNC_ALL, "").lower() != "true":
        return
    if groups.enabled:
        raise SchemaError(f"{_GROUPS}.enabled", GROUPS_OF_ALL)
    if users.reads_app_roles():
        raise SchemaError(f"{_USERS}.attributeMappings", ROLES_OF_ALL)


def reset_schema(work: UnitOfWork, actor: Actor, service_principal_id: str, job_id: str) -> None:
    """Return to the default mappings, without a filter and groups; everybody is looked at again."""
    check_write(actor, actions.SCHEMA_MANAGE)
    job = get_job(work, actor, service_principal_id, job_id, lock=True)
    _save(work, actor, job, default_schema(decode_schema(job.schema).rule_id))


def _save(work: UnitOfWork, actor: Actor, job: Job, schema: JobSchema) -> None:
    applying.stop(work, job, "the job's schema changed")
    jobs.save_job(
        work,
        job,
        schema=encode_schema(schema),
        schema_version=job.schema_version + 1,
        watermark=None,
        scan_position=None,
        scan_feed_position=None,
        cycle_id=None,
        cycle_began_at=None,
        cycle_counts=None,
    )
    target = AuditTarget(type="SynchronizationJob", id=job.id)
    audit.add(work, actor, job.tenant_id, AuditEntry(activity=UPDATE_MAPPINGS, target=target))
