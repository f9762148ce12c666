"""`tenantry sync plan`, `plans` and `apply`: see what a cycle would do, then let it do that."""

from collections.abc import Sequence
from dataclasses import replace
from time import sleep

import click

from tenantry.actor import operator
from tenantry.cli.exit_codes import ExitCode
from tenantry.cli.installation import installation_options
from tenantry.cli.job_choice import JobChoice, job_options, list_chosen, require_choice
from tenantry.cli.output import Columns, OutputForm, output_option, print_rows
from tenantry.cli.plan_telling import PlanRow, ToldPlan, summary_of, tell_plans
from tenantry.cli.tenant_choice import Tenants
from tenantry.clock import monotonic_ms
from tenantry.errors import NotFoundError, UnavailableError
from tenantry.identifiers import is_id
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tenantry.storage.database import Database
from tenantry.sync.jobs import Job
from tenantry.sync.operations.plans import apply_plan, get_plan, list_plans, make_plan
from tenantry.sync.plans.plan import Plan, PlanState

_ASK_EVERY_SECONDS = 0.1
_COLUMNS: Columns[PlanRow] = {
    "Plan": lambda row: row.plan_id,
    "Job": lambda row: f"{row.source} \N{RIGHTWARDS ARROW} {row.target}",
    "State": lambda row: row.state,
    "Made": lambda row: row.made_at[:19].replace("T", " "),
    "Create": lambda row: f"{row.counts['create']:,}",
    "Update": lambda row: f"{row.counts['update']:,}",
    "Delete": lambda row: f"{row.counts['delete']:,}",
    "Hold": lambda row: f"{row.counts['stage']:,}",
    "Escrow": lambda row: f"{row.counts['escrow']:,}",
    "Why stopped": lambda row: row.reason or "",
}

_limit_option = click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="Show so many changes of each kind; JSON has all.",
)


@click.command()
@job_options
@_limit_option
@click.option(
    "--detailed-exit-code", is_flag=True, help="Exit with 9 if there are changes, with 0 if none."
)
@output_option
@installation_options
def plan(
    settings: Settings,
    /,
    choice: JobChoice,
    output: OutputForm,
    *,
    limit: int,
    detailed_exit_code: bool,
) -> None:
    """Show what the next cycle of jobs would do, and why; nothing is changed.

    `+` is created or restored, `~` updated, `-` deleted, `!` cannot proceed.  The plan is kept
    for seven days; `apply` does exactly what it shows, or nothing if the world has moved.
    """
    require_choice(choice)
    with open_services(settings) as services:
        told = _make(services.database, settings, choice)
        tell_plans(services.database, output, told, limit=limit)
    if output is OutputForm.TABLE:
        for each in told:
            click.echo(_next_step(each.plan))
    if detailed_exit_code and any(each.plan.counts.changes for each in told):
        click.get_current_context().exit(ExitCode.CHANGES)


@click.command()
@job_options
@output_option
@installation_options
def plans(settings: Settings, /, choice: JobChoice, output: OutputForm) -> None:
    """List the plans of jobs, the newest of each job first."""
    with open_services(settings) as services, services.database.read() as reading:
        tenants = Tenants(reading)
        rows = [
            _told(tenants, job, found).row()
            for job in [each.job for each in list_chosen(reading, choice)]
            for found in list_plans(
                reading, operator(job.tenant_id), job.service_principal_id, job.id
            )
        ]
    print_rows(output, rows, _COLUMNS, nothing="No plans.")


@click.command()
@job_options
@_limit_option
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option("--timeout", default=60.0, show_default=True, help="Seconds to wait for cycles.")
@output_option
@installation_options
def apply(
    settings: Settings,
    /,
    choice: JobChoice,
    output: OutputForm,
    *,
    limit: int,
    yes: bool,
    timeout: float,
) -> None:
    """Do what a plan shows: JOB may be the id of a plan, too.

    For jobs a plan is made, shown and asked about first; of a plan its counts are
    shown.  The cycles are run by the worker of `tenantry serve` or `tenantry lab`, and waited
    for; a paused job runs this one cycle and stays paused.
    """
    require_choice(choice)
    with open_services(settings) as services:
        database = services.database
        told = _find(database, choice)
        if not told:
            told = _make(database, settings, choice)
            if output is OutputForm.TABLE:
                tell_plans(database, output, told, limit=limit)
        elif output is OutputForm.TABLE and not yes:
            _tell_summaries(told)
        if not yes:
            click.confirm("Do this?", abort=True, err=True)
        jobs = [_apply(database, settings, each) for each in told]
        done = _wait(database, told, jobs, timeout)
    _tell_applied(output, done)


def _tell_summaries(told: Sequence[ToldPlan]) -> None:
    for each in told:
        job = f"{each.source} \N{RIGHTWARDS ARROW} {each.target}"
        click.echo(
            f"{job}, planned {each.plan.made_at[:19].replace('T', ' ')}.  {summary_of(each.plan)}"
        )


def _make(database: Database, settings: Settings, choice: JobChoice) -> list[ToldPlan]:
    with database.read() as reading:
        jobs, tenants = [each.job for each in list_chosen(reading, choice)], Tenants(reading)
    return [_told(tenants, job, _made(database, settings, job)) for job in jobs]


def _made(database: Database, settings: Settings, job: Job) -> Plan:
    return make_plan(
        database,
        operator(job.tenant_id),
        job.service_principal_id,
        job.id,
        may_cross_clouds=settings.sync_cross_cloud,
    )


def _next_step(plan: Plan) -> str:
    if not plan.counts.changes:
        return "Nothing would change."
    return f"Nothing was changed.  To do this: tenantry sync apply {plan.id}"


def _find(database: Database, choice: JobChoice) -> list[ToldPlan]:
    """Return the plans whose ids were given, none where jobs were."""
    wanted = [each.lower() for each in choice.job_ids if is_id(each)]
    if not wanted:
        return []
    of_jobs = tuple(each for each in choice.job_ids if not is_id(each))
    with database.read() as reading:
        tenants = Tenants(reading)
        found = {
            plan.id: _told(tenants, job, plan)
            for job in [each.job for each in list_chosen(reading, replace(choice, job_ids=of_jobs))]
            for plan in list_plans(
                reading, operator(job.tenant_id), job.service_principal_id, job.id
            )
        }
    unknown = [plan_id for plan_id in wanted if plan_id not in found]
    if unknown:
        message = f"no plan `{unknown[0]}`; `tenantry sync plans` lists the plans"
        raise NotFoundError(message, object_id=unknown[0])
    return [found[plan_id] for plan_id in wanted]


def _told(tenants: Tenants, job: Job, plan: Plan) -> ToldPlan:
    return ToldPlan(plan, tenants.name_of(job.tenant_id), tenants.name_of(job.target_tenant_id))


def _apply(database: Database, settings: Settings, told: ToldPlan) -> str:
    """Let the job apply the plan; return the id of its configuration."""
    plan = told.plan
    actor = operator(plan.tenant_id)
    with database.write() as work:
        choice = JobChoice(job_ids=(plan.job_id,), source=None, target=None, all_jobs=False)
        [chosen] = list_chosen(work, choice)
        configuration = chosen.job.service_principal_id
        apply_plan(
            work,
            actor,
            configuration,
            plan.job_id,
            plan.id,
            may_cross_clouds=settings.sync_cross_cloud,
        )
    return configuration


def _wait(
    database: Database, told: Sequence[ToldPlan], configurations: Sequence[str], timeout: float
) -> list[ToldPlan]:
    """Return the plans as they are once all are applied or stopped."""
    until = monotonic_ms() + timeout * 1000
    while True:
        with database.read() as reading:
            now = [
                ToldPlan(
                    get_plan(
                        reading,
                        operator(each.plan.tenant_id),
                        configuration,
                        each.plan.job_id,
                        each.plan.id,
                    ),
                    each.source,
                    each.target,
                )
                for each, configuration in zip(told, configurations, strict=True)
            ]
        if not any(each.plan.state is PlanState.APPLYING for each in now):
            return now
        if monotonic_ms() > until:
            message = (
                f"no worker applied the plan within {timeout:g} seconds; is `tenantry serve`,"
                " `tenantry lab` or `tenantry worker` running?"
            )
            raise UnavailableError(message)
        sleep(_ASK_EVERY_SECONDS)


def _tell_applied(output: OutputForm, done: Sequence[ToldPlan]) -> None:
    if output is OutputForm.JSON:
        print_rows(output, [each.row() for each in done], _COLUMNS, nothing="")
    else:
        for each in done:
            state = each.plan.state.value
            reason = f" ({each.plan.reason})" if each.plan.reason else ""
            job = f"{each.source} \N{RIGHTWARDS ARROW} {each.target}"
            click.echo(f"{job}: {state}{reason}.  {summary_of(each.plan)}")
    if any(each.plan.state is PlanState.STOPPED for each in done):
        click.get_current_context().exit(ExitCode.REFUSED)
