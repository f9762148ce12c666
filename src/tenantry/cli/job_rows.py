"""Synchronization jobs as the command line tells them."""

from collections.abc import Sequence

import click
import msgspec
from rich.text import Text

from tenantry.cli.job_choice import JobChoice, list_chosen, short_id
from tenantry.cli.output import OutputForm, console, print_json
from tenantry.cli.tenant_choice import Tenants
from tenantry.storage.database import Database
from tenantry.sync.jobs import Counts, Job, QuarantineReason, ScheduleState, StatusCode
from tenantry.sync.operations.reports import JobReport


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
    users_per_second: float | None  # of the cycle under way
    seconds_left: float | None
    imported: int
    exported: int
    escrowed: int
    last_cycle_ended: str | None
    last_cycle_state: str | None
    last_error: str | None


def list_rows(database: Database, choice: JobChoice) -> Sequence[JobRow]:
    """Return the chosen jobs as they are now."""
    with database.read() as reading:
        tenants = Tenants(reading)
        return [_row(each, tenants) for each in list_chosen(reading, choice)]


def _row(each: JobReport, tenants: Tenants) -> JobRow:
    job, pace = each.job, each.pace
    last = job.last_execution
    counts = job.cycle_counts or (last.counts if last else Counts())
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
        users_per_second=pace.users_per_second if pace else None,
        seconds_left=pace.seconds_left if pace else None,
        imported=counts.imported,
        exported=counts.exported,
        escrowed=counts.escrowed,
        last_cycle_ended=last.ended_at if last else None,
        last_cycle_state=last.state.value if last else None,
        last_error=_error_of(job),
    )


def _error_of(job: Job) -> str | None:
    """Return what holds the job back, or made its last cycle fail."""
    last = job.last_execution
    fault = (job.quarantine.fault if job.quarantine else None) or (last.fault if last else None)
    if fault is not None:
        return f"{fault.code}: {fault.message}"
    if job.schedule_state is ScheduleState.DISABLED and last and last.counts.given_up:
        return (
            f"{last.counts.given_up} given up after 28 days of attempts, so the job was disabled;"
            " the provisioning log tells why: correct it, then restart the job"
        )
    return None


_HELD = QuarantineReason.TOO_MANY_DELETES.value
_WHAT_TO_DO = (
    "`tenantry sync staged` shows whom; `tenantry sync restart` once the cause is corrected, or"
    " with `--force-deletes` to let them go"
)
_STYLES = {
    StatusCode.ACTIVE.value: "green",
    StatusCode.NOT_RUN.value: "yellow",
    StatusCode.PAUSED.value: "yellow",
    StatusCode.QUARANTINE.value: "red",
}


def print_jobs(output: OutputForm, rows: Sequence[JobRow]) -> None:
    """Print jobs as a JSON array, or for people: two lines each, a third for its error."""
    if output is OutputForm.JSON:
        print_json(rows)
        return
    if not rows:
        click.echo("No jobs.")
    shown = console()
    for row in rows:
        shown.print(_headline(row), soft_wrap=True)
        shown.print(f"    {_counts(row)}", soft_wrap=True)
        if row.last_error:
            shown.print(Text(f"    {row.last_error}", style="red"), soft_wrap=True)
            if row.last_error.startswith(_HELD):
                shown.print(Text(f"    {_WHAT_TO_DO}", style="dim"), soft_wrap=True)


def print_progress(rows: Sequence[JobRow]) -> None:
    """Print, for people, how far those jobs are that are in a cycle, and how fast."""
    shown = console()
    for row in rows:
        if row.in_cycle:
            told = f"{row.source} \N{RIGHTWARDS ARROW} {row.target}  {_cycle(row)}"
            shown.print(Text(told, style="bold"), soft_wrap=True)


def _headline(row: JobRow) -> Text:
    return Text.assemble(
        (f"{row.source} \N{RIGHTWARDS ARROW} {row.target}", "bold"),
        "  ",
        (row.status, _STYLES.get(row.status, "")),
        f", {row.run_mode}  ",
        (short_id(row.job_id), "dim"),
    )


def _counts(row: JobRow) -> str:
    counts = f"{row.imported:,} imported, {row.exported:,} exported, {row.escrowed:,} escrowed"
    return f"{row.linked:,} linked; {_cycle(row)}: {counts}"


def _cycle(row: JobRow) -> str:
    if row.in_cycle:
        done = "" if row.progress is None else f", {row.progress:.0%} done"
        rate = "" if row.users_per_second is None else f", {row.users_per_second:,.0f} users/s"
        left = "" if row.seconds_left is None else f", {_duration(row.seconds_left)} left"
        return f"in a cycle{done}{rate}{left}"
    if row.last_cycle_ended is None:
        return "no cycle yet"
    return f"last cycle {row.last_cycle_ended[:19].replace('T', ' ')}"


def _duration(seconds: float) -> str:
    """Return a duration in the two units that people need of it."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
