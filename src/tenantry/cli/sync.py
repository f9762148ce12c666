"""`tenantry sync`: look at synchronization jobs, and steer them."""

from collections.abc import Callable
from functools import partial

import click

from tenantry.actor import Actor, operator
from tenantry.cli.command_group import CommandGroup
from tenantry.cli.installation import installation_options
from tenantry.cli.job_choice import JobChoice, job_options, list_chosen, require_choice
from tenantry.cli.job_rows import list_rows, print_jobs
from tenantry.cli.output import OutputForm, output_option
from tenantry.cli.sync_plan import apply, plan, plans
from tenantry.cli.sync_run import run
from tenantry.cli.sync_staged import staged
from tenantry.cli.watching import watch_log
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.operations.jobs import (
    DEFAULT_RESET,
    ResetScope,
    pause_job,
    restart_job,
    start_job,
)


@click.group(cls=CommandGroup)
def sync() -> None:
    """Look at synchronization jobs, and steer them.

    JOB is the end of a job's id, as `status` shows it; a TENANT is an id, a domain or a
    display name.
    """


for command in (run, staged, plan, plans, apply):
    sync.add_command(command)


@sync.command()
@job_options
@output_option
@installation_options
def status(settings: Settings, /, choice: JobChoice, output: OutputForm) -> None:
    """Show jobs with progress, counts and the last error."""
    with open_services(settings) as services:
        rows = list_rows(services.database, choice)
    print_jobs(output, rows)


@sync.command()
@job_options
@click.option(
    "--last", type=click.IntRange(min=0), default=10, show_default=True, help="Begin with so many."
)
@click.option("--once", is_flag=True, help="Stop after these instead of following the log.")
@output_option
@installation_options
def watch(
    settings: Settings, /, choice: JobChoice, output: OutputForm, *, last: int, once: bool
) -> None:
    """Follow the provisioning log, until Ctrl-C; as JSON, one entry per line."""
    with open_services(settings) as services:
        watch_log(services.database, choice, output, last=last, once=once)


@sync.command()
@job_options
@output_option
@installation_options
def start(settings: Settings, /, choice: JobChoice, output: OutputForm) -> None:
    """Start jobs, or let them go on; quarantine is lifted."""
    _change(settings, choice, output, start_job)


@sync.command()
@job_options
@output_option
@installation_options
def pause(settings: Settings, /, choice: JobChoice, output: OutputForm) -> None:
    """Pause jobs; a running cycle stops at its next chunk and goes on at the next start."""
    _change(settings, choice, output, pause_job)


@sync.command()
@job_options
@click.option(
    "--force-deletes",
    is_flag=True,
    help="Instead carry out the removals that the deletion guard holds.",
)
@output_option
@installation_options
def restart(
    settings: Settings, /, choice: JobChoice, output: OutputForm, *, force_deletes: bool
) -> None:
    """Let jobs look at everybody again, escrows and quarantine forgotten."""
    scope = ResetScope.FORCE_DELETES if force_deletes else DEFAULT_RESET
    _change(settings, choice, output, partial(restart_job, scope=scope))


def _change(
    settings: Settings,
    choice: JobChoice,
    output: OutputForm,
    change: Callable[[UnitOfWork, Actor, str, str], None],
) -> None:
    """Call *change* for each chosen job, all in one transaction, and show the jobs."""
    require_choice(choice)
    with open_services(settings) as services:
        with services.database.write() as work:
            for each in list_chosen(work, choice):
                job = each.job
                change(work, operator(job.tenant_id), job.service_principal_id, job.id)
        rows = list_rows(services.database, choice)
    print_jobs(output, rows)
