"""`tenantry sync run`: a cycle now, or one person with every step."""

from collections.abc import Sequence
from time import sleep

import click
import msgspec

from tenantry.actor import operator
from tenantry.cli.installation import installation_options
from tenantry.cli.job_choice import JobChoice, job_options, list_chosen, require_choice
from tenantry.cli.job_rows import list_rows, print_jobs
from tenantry.cli.output import Columns, OutputForm, output_option, print_json, print_rows
from tenantry.cli.tenant_choice import Tenants
from tenantry.cli.user_choice import require_person
from tenantry.clock import monotonic_ms
from tenantry.errors import ConflictError, InvalidValueError, UnavailableError
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tenantry.storage.database import Database
from tenantry.sync.jobs import Job
from tenantry.sync.operations.jobs import run_job
from tenantry.sync.operations.on_demand import provision_on_demand
from tenantry.sync.operations.schemas import read_schema
from tenantry.sync.provisioning_log import Event, Step

_ASK_EVERY_SECONDS = 0.1

_STEP_COLUMNS: Columns[Step] = {
    "Step": lambda step: step.name,
    "Status": lambda step: step.status,
    "What happened": lambda step: step.description,
    "Details": lambda step: "\n".join(f"{name}: {value}" for name, value in step.details.items()),
}


class OnDemandRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What became of one person."""

    subject: str
    action: str
    status: str
    error_code: str | None
    reason: str | None
    source_id: str
    target_id: str | None
    steps: list[Step]


@click.command()
@job_options
@click.option(
    "--user",
    "users",
    multiple=True,
    help="Only this person of the source, by sign-in name or id; may be repeated.",
)
@click.option("--timeout", default=60.0, show_default=True, help="Seconds to wait for cycles.")
@output_option
@installation_options
def run(
    settings: Settings,
    /,
    choice: JobChoice,
    output: OutputForm,
    *,
    users: tuple[str, ...],
    timeout: float,
) -> None:
    """Run a cycle of jobs now, or provision some people.

    Cycles are run by the worker of `tenantry serve` or `tenantry lab`, and waited for.  People
    are provisioned by this command itself, whatever the state of the job, all of them or none,
    and every step is shown; as JSON, several people are an array.
    """
    require_choice(choice)
    with open_services(settings) as services:
        if not users:
            _run_cycles(services.database, choice, timeout)
            rows = list_rows(services.database, choice)
            print_jobs(output, rows)
        else:
            _tell(output, _provision(services.database, choice, users, settings))


def _run_cycles(database: Database, choice: JobChoice, timeout: float) -> None:
    """Let a worker run a cycle of each chosen job, and wait until all of them are over."""
    with database.write() as work:
        jobs = [each.job for each in list_chosen(work, choice)]
        for job in jobs:
            if not job.is_running:
                message = f"job `{job.id}` is not running; `tenantry sync start` starts it"
                raise ConflictError(message)
            run_job(work, operator(job.tenant_id), job.service_principal_id, job.id)
    before = {job.id: _last_cycle(job) for job in jobs}
    until = monotonic_ms() + timeout * 1000
    while any(before[job_id] == cycle for job_id, cycle in _last_cycles(database, choice)):
        if monotonic_ms() > until:
            message = (
                f"no worker ran the cycles within {timeout:g} seconds; is `tenantry serve`,"
                " `tenantry lab` or `tenantry worker` running?"
            )
            raise UnavailableError(message)
        sleep(_ASK_EVERY_SECONDS)


def _last_cycles(database: Database, choice: JobChoice) -> list[tuple[str, str | None]]:
    with database.read() as reading:
        jobs = [each.job for each in list_chosen(reading, choice)]
    return [(job.id, _last_cycle(job)) for job in jobs]


def _last_cycle(job: Job) -> str | None:
    return job.last_execution.cycle_id if job.last_execution else None


def _provision(
    database: Database, choice: JobChoice, users: Sequence[str], settings: Settings
) -> list[Event]:
    """Provision *users* by the one job that is chosen, all of them or none."""
    with database.write() as work:
        jobs = [each.job for each in list_chosen(work, choice)]
        if len(jobs) != 1:
            message = (
                f"{len(jobs)} jobs are chosen, and a person is provisioned by one; name it as"
                " `tenantry sync status` shows it"
            )
            raise InvalidValueError("job", message)
        [job] = jobs
        actor = operator(job.tenant_id)
        source = Tenants(work).get(job.tenant_id)
        _, schema = read_schema(work, actor, job.service_principal_id, job.id)
        return [
            provision_on_demand(
                work,
                actor,
                job.service_principal_id,
                job.id,
                rule_id=schema.rule_id,
                object_id=require_person(work, source, user)["id"],
                object_type="User",
                may_cross_clouds=settings.sync_cross_cloud,
            ).event
            for user in users
        ]


def _tell(output: OutputForm, events: Sequence[Event]) -> None:
    rows = [_row(event) for event in events]
    if output is OutputForm.JSON:
        print_json(rows[0] if len(rows) == 1 else rows)
        return
    for row in rows:
        who = f"{row.subject}: " if len(rows) > 1 else ""
        told = " ".join(filter(None, (row.action, row.status, row.error_code, row.reason)))
        click.echo(f"{who}{told}")
        print_rows(output, row.steps, _STEP_COLUMNS, nothing="No steps.")


def _row(event: Event) -> OnDemandRow:
    return OnDemandRow(
        subject=event.source_user_principal_name or event.source_id,
        action=event.action,
        status=event.status,
        error_code=event.error_code,
        reason=event.reason,
        source_id=event.source_id,
        target_id=event.target_id,
        steps=list(event.steps or ()),
    )
