"""`/servicePrincipals/{id}/synchronization`: jobs, connection settings and on-demand runs.

Source: contract §4.1; everything runs in the source tenant.
"""

from typing import Any

from tenantry.graph.answers import Answer, collection, created, entity, no_content
from tenantry.graph.keys import object_key
from tenantry.graph.odata.paths import AlternateKey
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.jobs import (
    CHANGED_JOB,
    CREDENTIALS,
    NEW_JOB,
    SECRETS,
    job_object,
    read_reset_scope,
)
from tenantry.graph.wire.on_demand import read_on_demand
from tenantry.graph.wire.provisioning_events import on_demand_object
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.jobs import TEMPLATE_ID
from tenantry.sync.operations import connections, jobs, on_demand, reports
from tenantry.sync.operations.authorization import READ, WRITE, find_configuration

ROOT = "servicePrincipals/{servicePrincipal}/synchronization"
JOB = f"{ROOT}/jobs/{{job}}"
_MASKED = "*"


def configuration_of(request: GraphRequest, reading: Reading) -> str:
    """Return the id of the service principal in the path, by object id or appId."""
    key = request.keys["servicePrincipal"]
    app_id = key.value if isinstance(key, AlternateKey) else None
    return find_configuration(reading, request.actor, key if isinstance(key, str) else "", app_id)


def get_synchronization(request: GraphRequest) -> Answer:
    """Return the root, with the names of the saved settings and their values masked."""
    with request.read() as reading:
        service_principal_id = configuration_of(request, reading)
        saved = connections.read_connection(reading, request.actor, service_principal_id)
    secrets = [{"key": name, "value": _MASKED} for name in saved]
    body = {"id": service_principal_id, "secrets": secrets}
    return entity(body, context=f"{_context(service_principal_id)}/$entity")


def save_secrets(request: GraphRequest) -> Answer:
    """Save connection settings."""
    given: dict[str, Any] = SECRETS.read(request.body)
    with request.write() as work:
        advice = connections.save_connection(
            work,
            request.actor,
            configuration_of(request, work),
            given.get("value") or {},
            instances_per_pair=request.services.instances_per_pair,
        )
    return no_content(advice)


def validate_credentials(request: GraphRequest) -> Answer:
    """Test the connection with given or saved settings."""
    given: dict[str, Any] = CREDENTIALS.read(request.body or {})
    use_saved = given.get("use_saved") or given.get("credentials") is None
    credentials = None if use_saved else given["credentials"]
    with request.read() as reading:
        service_principal_id = configuration_of(request, reading)
        if "job" in request.keys:
            job_id = object_key(request, "job")
            reports.report_job(reading, request.actor, service_principal_id, job_id)
        connections.validate_credentials(
            reading,
            request.actor,
            service_principal_id,
            credentials,
            may_cross_clouds=request.services.may_cross_clouds,
        )
    return no_content()


def list_jobs(request: GraphRequest) -> Answer:
    """Return the configuration's jobs."""
    with request.read() as reading:
        service_principal_id = configuration_of(request, reading)
        found = jobs.list_jobs(reading, request.actor, service_principal_id)
        items = [job_object(reports.report(reading, job)) for job in found]
    return collection(request, items, context=f"{_context(service_principal_id)}/jobs")


def create_job(request: GraphRequest) -> Answer:
    """Create the job."""
    given = NEW_JOB.read(request.body)
    template_id = str(given.get("template_id", TEMPLATE_ID))
    with request.write() as work:
        service_principal_id = configuration_of(request, work)
        job = jobs.create_job(work, request.actor, service_principal_id, template_id=template_id)
        body = job_object(reports.report(work, job))
    path = f"servicePrincipals/{service_principal_id}/synchronization/jobs/{job.id}"
    context = f"{_context(service_principal_id)}/jobs/$entity"
    return created(request, body, context=context, path=path)


def get_job(request: GraphRequest) -> Answer:
    """Return one job with its status."""
    with request.read() as reading:
        service_principal_id = configuration_of(request, reading)
        report = reports.report_job(
            reading, request.actor, service_principal_id, object_key(request, "job")
        )
    return entity(job_object(report), context=f"{_context(service_principal_id)}/jobs/$entity")


def change_job(request: GraphRequest) -> Answer:
    """Change job settings; the schedule is fixed (CTS-044)."""
    given: dict[str, Any] = CHANGED_JOB.read(request.body)
    with request.write() as work:
        jobs.change_settings(
            work,
            request.actor,
            configuration_of(request, work),
            object_key(request, "job"),
            given.get("settings") or {},
        )
    return no_content()


def delete_job(request: GraphRequest) -> Answer:
    """Delete the job; target users stay."""
    with request.write() as work:
        service_principal_id = configuration_of(request, work)
        jobs.delete_job(work, request.actor, service_principal_id, object_key(request, "job"))
    return no_content()


def start_job(request: GraphRequest) -> Answer:
    """Start or go on."""
    with request.write() as work:
        service_principal_id = configuration_of(request, work)
        jobs.start_job(work, request.actor, service_principal_id, object_key(request, "job"))
    return no_content()


def pause_job(request: GraphRequest) -> Answer:
    """Pause; the state is kept."""
    with request.write() as work:
        service_principal_id = configuration_of(request, work)
        jobs.pause_job(work, request.actor, service_principal_id, object_key(request, "job"))
    return no_content()


def restart_job(request: GraphRequest) -> Answer:
    """Restart with the criteria of the body."""
    scope = read_reset_scope(request.body)
    with request.write() as work:
        jobs.restart_job(
            work,
            request.actor,
            configuration_of(request, work),
            object_key(request, "job"),
            jobs.DEFAULT_RESET if scope is None else scope,
        )
    return no_content()


def provision_on_demand(request: GraphRequest) -> Answer:
    """Provision the users that the body names, all or none, and tell every step."""
    subjects = read_on_demand(request.body)
    with request.write(is_fleeting=True) as work:
        on_demand.count_request(work, request.actor)
    with request.write() as work:
        service_principal_id = configuration_of(request, work)
        runs = [
            on_demand.provision_on_demand(
                work,
                request.actor,
                service_principal_id,
                object_key(request, "job"),
                rule_id=asked.rule_id,
                object_id=asked.object_id,
                object_type=asked.object_type,
                may_cross_clouds=request.services.may_cross_clouds,
            )
            for asked in subjects
        ]
    return entity(on_demand_object(runs), context="microsoft.graph.stringKeyStringValuePair")


def _context(service_principal_id: str) -> str:
    return f"servicePrincipals('{service_principal_id}')/synchronization"


ROUTES = (
    Route(method="GET", pattern=ROOT, endpoint=get_synchronization, permissions=READ),
    Route(method="PUT", pattern=f"{ROOT}/secrets", endpoint=save_secrets, permissions=WRITE),
    Route(method="GET", pattern=f"{ROOT}/jobs", endpoint=list_jobs, permissions=READ),
    Route(method="POST", pattern=f"{ROOT}/jobs", endpoint=create_job, permissions=WRITE),
    Route(
        method="POST",
        pattern=f"{ROOT}/jobs/validateCredentials",
        endpoint=validate_credentials,
        permissions=WRITE,
        reads=True,
    ),
    Route(method="GET", pattern=JOB, endpoint=get_job, permissions=READ),
    Route(method="PATCH", pattern=JOB, endpoint=change_job, permissions=WRITE),
    Route(method="DELETE", pattern=JOB, endpoint=delete_job, permissions=WRITE),
    Route(method="POST", pattern=f"{JOB}/start", endpoint=start_job, permissions=WRITE),
    Route(method="POST", pattern=f"{JOB}/pause", endpoint=pause_job, permissions=WRITE),
    Route(method="POST", pattern=f"{JOB}/restart", endpoint=restart_job, permissions=WRITE),
    Route(
        method="POST",
        pattern=f"{JOB}/validateCredentials",
        endpoint=validate_credentials,
        permissions=WRITE,
        reads=True,
    ),
    Route(
        method="POST",
        pattern=f"{JOB}/provisionOnDemand",
        endpoint=provision_on_demand,
        permissions=WRITE,
    ),
    NotBuiltRoute(method="POST", pattern=f"{ROOT}/acquireAccessToken"),
)
