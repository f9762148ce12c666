"""`tenantry sync staged`: who would be removed from the target, and why."""

from collections.abc import Iterator, Sequence

import click
import msgspec

from tenantry.actor import operator
from tenantry.cli.installation import installation_options
from tenantry.cli.job_choice import JobChoice, job_options, list_chosen, short_id
from tenantry.cli.output import Columns, OutputForm, output_option, print_rows
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.guard import CAUSES
from tenantry.sync.jobs import Job
from tenantry.sync.operations.staged_deletes import list_staged_deletes

_AT_ONCE = 1000


class StagedRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Somebody, or a group, whose removal waits."""

    job_id: str
    object_type: str
    source_id: str
    target_id: str
    display_name: str | None
    user_principal_name: str | None
    action: str
    cause: str
    description: str
    staged_date_time: str
    held_date_time: str | None


_COLUMNS: Columns[StagedRow] = {
    "Job": lambda row: short_id(row.job_id),
    "Type": lambda row: row.object_type,
    "Who": lambda row: row.display_name or row.source_id,
    "Sign-in name": lambda row: row.user_principal_name or "",
    "Would be": lambda row: f"{row.action}d",
    "Because": lambda row: row.description,
    "Since": lambda row: row.staged_date_time[:19].replace("T", " "),
}


@click.command()
@job_options
@output_option
@installation_options
def staged(settings: Settings, /, choice: JobChoice, output: OutputForm) -> None:
    """Show whose removal the deletion guard holds, and why.

    `tenantry sync restart --force-deletes` lets them go; after the cause is corrected,
    `tenantry sync restart` looks at everybody again.
    """
    with open_services(settings) as services:
        rows = _list_rows(services.database, choice)
    print_rows(output, rows, _COLUMNS, nothing="Nobody's removal waits.")


def _list_rows(database: Database, choice: JobChoice) -> Sequence[StagedRow]:
    with database.read() as reading:
        jobs = [each.job for each in list_chosen(reading, choice)]
        return [row for job in jobs for row in _rows_of(reading, job)]


def _rows_of(reading: Reading, job: Job) -> Iterator[StagedRow]:
    after: str | None = ""
    while after is not None:
        page = list_staged_deletes(
            reading,
            operator(job.tenant_id),
            job.service_principal_id,
            job.id,
            after=after,
            limit=_AT_ONCE,
        )
        for row in page.rows:
            yield StagedRow(
                job_id=job.id,
                object_type=row["object_type"],
                source_id=row["source_id"],
                target_id=row["target_id"],
                display_name=row["source_name"],
                user_principal_name=row["source_user_principal_name"],
                action=row["action"],
                cause=row["cause"],
                description=CAUSES.get(row["cause"], row["cause"]),
                staged_date_time=row["staged_at"],
                held_date_time=row["held_at"],
            )
        after = page.following
