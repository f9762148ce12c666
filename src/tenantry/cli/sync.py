"""`tenantry sync`: look at synchronization jobs, and steer them."""

from collections.abc import Callable, Sequence

import click
import msgspec
from rich.text import Text

from tenantry.actor import Actor, operator
from tenantry.cli.installation import installation_options
from tenantry.cli.job_choice import JobChoice, job_options, list_chosen, require_choice, short_id
from tenantry.cli.output import OutputForm, output_option, print_rows
from tenantry.cli.tenant_choice import Tenants
from tenantry.cli.watching import watch_log
from tenantry.runtime.services import Services, open_services
from tenantry.runtime.settings import Settings
from tenantry.storage.unit_of_work import UnitOfWork
from tenantry.sync.jobs import Counts, StatusCode
from tenantry.sync.operations.jobs import JobReport, pause_job, restart_job, start_job


class JobRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One job as `sync status` tells it.  Counts are of the cycle under way, or of the last."""

    job_id: str
    service_principal_id: str
    source: str
    source_tenant_id: str
    target: str
    target_tenant_id: str | None
    status: str
    run_mode: str
    linked: int
    in_cycle: bool
    progress: float | None  # share of the initial cycle that is done, 0 to 1
    imported: int
    exported: int
    escrowed: int
    last_cycle_ended: str | None
    last_cycle_state: str | None
    last_error: str | None


@click.group()
def sync() -> None:
    """Look at synchronization jobs, and steer them.

    JOB is the end of a job's id, as `status` shows it; a TENANT is an id, a domain or a
    display name.
    """


@sync.command()
@job_options
@output_option
@installation_options
def status(settings: Settings, /, choice: JobChoice, output: OutputForm) -> None:
    """Show jobs with progress, counts and the last error."""
    with open_services(settings) as services:
        rows = _rows(services, choice)
    columns: dict[str, Callable[[JobRow], str | Text]] = {
        "Job": lambda row: short_id(row.job_id),
        "Source": lambda row: row.source,
        "Target": lambda row: row.target,
        "Mode": lambda row: row.run_mode,
        "Status": _status,
        "Linked": lambda row: f"{row.linked:,}",
        "Imported": lambda row: f"{row.imported:,}",
        "Exported": lambda row: f"{row.exported:,}",
        "Escrowed": lambda row: f"{row.escrowed:,}",
        "Last cycle": lambda row: (row.last_cycle_ended or "never").removesuffix("Z")[:19],
        "Last error": lambda row: row.last_error or "none",
    }
    print_rows(output, rows, columns, nothing="No jobs.")


@sync.command()
@job_options
@click.option("--last", default=10, show_default=True, help="Entries to begin with.")
@click.option("--once", is_flag=True, help="Stop after these instead of following the log.")
@output_option
@installation_options
def watch(
    settings: Settings, choice: JobChoice, output: OutputForm, *, last: int, once: bool
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
@output_option
@installation_options
def restart(settings: Settings, /, choice: JobChoice, output: OutputForm) -> None:
    """Let jobs look at everybody again, escrows and quarantine forgotten."""
    _change(settings, choice, output, restart_job)


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
        rows = _rows(services, choice)
    columns: dict[str, Callable[[JobRow], str | Text]] = {
        "Job": lambda row: short_id(row.job_id),
        "Source": lambda row: row.source,
        "Target": lambda row: row.target,
        "Status": _status,
    }
    print_rows(output, rows, columns, nothing="No such jobs.")


def _rows(services: Services, choice: JobChoice) -> Sequence[JobRow]:
    with services.database.read() as reading:
        tenants = Tenants(reading)
        return [_row(each, tenants) for each in list_chosen(reading, choice)]


def _row(each: JobReport, tenants: Tenants) -> JobRow:
    job = each.job
    last = job.last_execution
    counts = job.cycle_counts or (last.counts if last else Counts())
    fault = (job.quarantine.fault if job.quarantine else None) or (last.fault if last else None)
    return JobRow(
        job_id=job.id,
        service_principal_id=job.service_principal_id,
        source=tenants.name_of(job.tenant_id),
        source_tenant_id=job.tenant_id,
        target=tenants.name_of(job.target_tenant_id),
        target_tenant_id=job.target_tenant_id,
        status=job.status_code.value,
        run_mode=job.run_mode.value,
        linked=each.linked,
        in_cycle=job.cycle_id is not None,
        progress=min(1.0, counts.imported / each.entitled) if each.entitled else None,
        imported=counts.imported,
        exported=counts.exported,
        escrowed=counts.escrowed,
        last_cycle_ended=last.ended_at if last else None,
        last_cycle_state=last.state.value if last else None,
        last_error=f"{fault.code}: {fault.message}" if fault else None,
    )


_COLOURS = {
    StatusCode.ACTIVE.value: "green",
    StatusCode.NOT_RUN.value: "yellow",
    StatusCode.PAUSED.value: "yellow",
    StatusCode.QUARANTINE.value: "red",
}


def _status(row: JobRow) -> Text:
    text = row.status
    if row.in_cycle:
        text += " (in a cycle)" if row.progress is None else f" ({row.progress:.0%})"
    return Text(text, style=_COLOURS.get(row.status, ""))
