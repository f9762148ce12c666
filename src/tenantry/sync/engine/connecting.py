"""Connecting: what a cycle needs to know of a job's two ends, and whether it may run at all.

This and `access.synchronization_refusal` are where the engine meets the other tenant's settings.
"""

import os
from dataclasses import replace
from functools import lru_cache

from tenantry.access.operations.synchronizations import synchronization_refusal
from tenantry.collaboration.external_users import external_user_principal_name
from tenantry.directory.authorization import NOBODY
from tenantry.directory.operations.authorization import inviters_of
from tenantry.directory.stores import extensions, tenants
from tenantry.directory.stores.objects import SERVICE_PRINCIPALS
from tenantry.errors import InvalidValueError, NotFoundError
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.attributes import is_extension_name
from tenantry.sync.connection import Connection
from tenantry.sync.expression import Inputs, Value
from tenantry.sync.groups.rules import GROUPS_OF_ALL, group_rules
from tenantry.sync.job_rules import JobRules
from tenantry.sync.jobs import Job
from tenantry.sync.layouts import SourceLayout, TargetLayout
from tenantry.sync.mapping_compiler import compile_mappings
from tenantry.sync.options import JobOptions, options_of
from tenantry.sync.scoping import compile_filter, compile_reading
from tenantry.sync.settings import COMPANY_ID, SYNC_ALL
from tenantry.sync.stored_schemas import decode_schema
from tenantry.sync.stores import jobs

_COMMERCIAL = "commercial"


def connect(reading: Reading, job: Job, *, may_cross_clouds: bool = False) -> Connection:
    """Return the job's connection; *may_cross_clouds* is the deployment setting (decision 18).

    Raises `InvalidValueError` where the settings name no target, `NotFoundError` where the
    target tenant is gone, `PolicyCheckError` where a cross-tenant setting is missing.
    """
    configuration = SERVICE_PRINCIPALS.find(reading, job.tenant_id, job.service_principal_id)
    if configuration is None:
        message = f"the configuration `{job.service_principal_id}` was deleted; restore it first"
        raise NotFoundError(message, object_id=job.service_principal_id)
    secrets = jobs.read_secrets(reading, job.tenant_id, job.service_principal_id)
    target_tenant_id = secrets.get(COMPANY_ID)
    if not target_tenant_id:
        message = "the job has no target; save its connection settings with `CompanyId` first"
        raise InvalidValueError(COMPANY_ID, message)
    groups, sync_all = group_rules(job.schema), secrets.get(SYNC_ALL, "false").lower() == "true"
    if groups is not None and sync_all:
        raise InvalidValueError(SYNC_ALL, GROUPS_OF_ALL)
    source = tenants.find(reading, job.tenant_id)
    target = tenants.find(reading, target_tenant_id)
    if source is None:
        message = f"the tenant `{job.tenant_id}` was removed; restore it first"
        raise NotFoundError(message, object_id=job.tenant_id)
    if target is None:
        message = f"the target tenant `{target_tenant_id}` does not exist any more"
        raise NotFoundError(message, object_id=target_tenant_id)
    refusal = synchronization_refusal(
        reading, job.tenant_id, target_tenant_id, may_cross_clouds=may_cross_clouds
    )
    if refusal is not None:
        raise refusal
    unregistered = _find_unregistered(reading, target_tenant_id, job.schema)
    references = source["cloud"] == target["cloud"] == _COMMERCIAL
    return Connection(
        job=job,
        rules=_rules(
            job.schema,
            target["initial_domain"],
            unregistered,
            options_of(job.settings),
            references=references,
        ),
        sync_all=sync_all,
        target_tenant_id=target_tenant_id,
        service_principal_name=configuration["display_name"],
        verified_domains=frozenset(tenants.list_verified_names(reading, job.tenant_id)),
        inputs=draw_inputs(reading, job.tenant_id),
        groups=groups,
        may_invite=inviters_of(reading, target_tenant_id) != NOBODY,
    )


def _find_unregistered(reading: Reading, target_tenant_id: str, schema: str) -> frozenset[str]:
    """Return the mapped extension attributes that the target's directory does not know."""
    mapped = _mapped_extensions(schema)
    if not mapped:
        return mapped
    return mapped.difference(extensions.find_registered(reading, target_tenant_id, mapped))


def draw_inputs(reading: Reading, tenant_id: str) -> Inputs:
    """Return what the functions that read `Inputs` give from here on to the tenant's users."""
    default_domain = tenants.find_default_domain(reading, tenant_id) or ""
    return Inputs(now=reading.now, seed=os.urandom(16), default_domain=default_domain)


def draw_again(reading: Reading, inputs: Inputs) -> Inputs:
    """Return new lots and the present, with what *inputs* say of the tenant (ADR 0011)."""
    return replace(inputs, now=reading.now, seed=os.urandom(16))


@lru_cache(maxsize=256)
def _mapped_extensions(schema: str) -> frozenset[str]:
    return frozenset(filter(is_extension_name, decode_schema(schema).users.target_attributes()))


@lru_cache(maxsize=256)
def _rules(
    schema: str,
    initial_domain: str,
    unregistered: frozenset[str],
    options: JobOptions,
    *,
    references: bool,
) -> JobRules:
    """Compile a job's configuration; kept while neither it nor the target changes."""

    def external_name(name: Value) -> Value:
        return external_user_principal_name(str(name), initial_domain) if name else None

    decoded = decode_schema(schema)
    users, attributes = decoded.users, decoded.extensions.attributes()
    layout = SourceLayout(users.source_attributes(), needs_inputs=users.needs_inputs())
    mapping = compile_mappings(
        users.mappings,
        layout.positions,
        *attributes,
        {"userPrincipalName": external_name},
        flows_nulls=options.flow_null_values,
    )
    return JobRules(
        layout=layout,
        mapping=mapping,
        target_layout=TargetLayout(mapping.targets),
        is_read=compile_reading(users.scope, layout.positions),
        passes_filter=compile_filter(users.scope, layout.positions),
        flow_types=users.flow_types,
        extensions=_mapped_extensions(schema),
        unregistered=unregistered,
        options=options,
        manager=mapping.references.get("manager") if references else None,
    )
