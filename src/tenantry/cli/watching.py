"""The provisioning log as it grows, on the terminal."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count
from time import sleep

import click
import msgspec
from rich.text import Text

from tenantry.audit.store import NEWEST_FIRST, list_provisioning_events
from tenantry.cli.job_choice import JobChoice, list_chosen
from tenantry.cli.job_rows import list_rows, print_progress
from tenantry.cli.output import OutputForm, console
from tenantry.cli.tenant_choice import Tenants
from tenantry.directory.values import Record
from tenantry.identifiers import new_id
from tenantry.storage.database import Database
from tenantry.storage.filters.fields import Operator, make_field
from tenantry.storage.filters.tree import Comparison
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.jobs import Job

_ASK_EVERY_SECONDS = 0.5
_PROGRESS_EVERY_ROUNDS = 10
_PAGE = 500
_CHANGES_SHOWN = 5
_SUBJECTS = ("source_user_principal_name", "source_name", "source_id")
_JOB_ID = make_field("jobId")
_STYLES = {"success": "green", "failure": "red", "warning": "yellow", "skipped": "dim"}


class EventRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One entry of the log as `sync watch` tells it.

    ``subject`` is the sign-in name, or the name of what has none; ``changed`` are names of
    properties.
    """

    id: str
    activity_at: str
    job_id: str
    source: str
    target: str
    action: str
    status: str
    subject: str
    source_id: str
    target_id: str | None
    changed: Sequence[str]
    reason: str | None


def watch_log(
    database: Database, choice: JobChoice, output: OutputForm, *, last: int, once: bool
) -> None:
    """Print the *last* entries of the chosen jobs, then new ones as they come, unless *once*.

    People are also told now and then how far and how fast cycles are that are under way.
    """
    log = _Log(database, choice)
    _print(output, log.list_last(last))
    with suppress(KeyboardInterrupt):
        for rounds in count():
            if output is not OutputForm.JSON and rounds % _PROGRESS_EVERY_ROUNDS == 0:
                print_progress(list_rows(database, choice))
            if once:
                return
            sleep(_ASK_EVERY_SECONDS)
            _print(output, log.list_new())


class _Log:
    """The log of the chosen jobs, read on from where it was read last.

    One job's entries are committed in the order of their ids, so each job has a place of its
    own; jobs that come into being meanwhile are followed too.
    """

    def __init__(self, database: Database, choice: JobChoice) -> None:
        self._database = database
        self._choice = choice
        self._began = new_id()
        self._places: dict[str, str] = {}  # job id → id of the last entry that was read

    def list_last(self, count: int) -> list[EventRow]:
        """Return the newest *count* entries, the oldest of them first."""
        query = PageQuery(orderings=NEWEST_FIRST, limit=count)
        rows = self._list(lambda _job: query)
        return rows[len(rows) - min(count, len(rows)) :]

    def list_new(self) -> list[EventRow]:
        """Return the entries that came since the last call."""
        return self._list(
            lambda job: PageQuery(after=(self._places.get(job.id, self._began),), limit=_PAGE)
        )

    def _list(self, query_of: Callable[[Job], PageQuery]) -> list[EventRow]:
        with self._database.read() as reading:
            tenants = Tenants(reading)
            rows = [
                _row(record, tenants)
                for chosen in list_chosen(reading, self._choice)
                for record in self._read(reading, chosen.job, query_of(chosen.job))
            ]
        return sorted(rows, key=lambda row: row.id)

    def _read(self, reading: Reading, job: Job, query: PageQuery) -> Sequence[Record]:
        of_job = replace(query, condition=Comparison(_JOB_ID, Operator.EQ, job.id))
        records = list_provisioning_events(reading, job.tenant_id, of_job).records
        ids = [self._places.get(job.id, self._began), *(record["id"] for record in records)]
        self._places[job.id] = max(ids)
        return records


def _row(record: Record, tenants: Tenants) -> EventRow:
    return EventRow(
        id=record["id"],
        activity_at=record["activity_at"],
        job_id=record["job_id"],
        source=tenants.name_of(record["tenant_id"]),
        target=tenants.name_of(record["target_tenant_id"]),
        action=record["action"],
        status=record["status"],
        subject=record["source_user_principal_name"]
        or record["source_name"]
        or record["source_id"],
        source_id=record["source_id"],
        target_id=record["target_id"],
        changed=[change[0] for change in record["modified_properties"] or ()],
        reason=record["reason"],
    )


def _print(output: OutputForm, rows: Sequence[EventRow]) -> None:
    if output is OutputForm.JSON:
        for row in rows:
            click.echo(msgspec.json.encode(row))
        return
    shown = console()
    for row in rows:
        shown.print(_line(row), soft_wrap=True)


def _changes(row: EventRow) -> str:
    """Return what an update changed; a new user has every property, which tells nothing."""
    if row.action != "update":
        return ""
    more = len(row.changed) - _CHANGES_SHOWN
    shown = [*row.changed[:_CHANGES_SHOWN], *([f"and {more} more"] if more > 0 else [])]
    return ", ".join(shown)


def _line(row: EventRow) -> Text:
    told = row.reason or _changes(row)
    return Text.assemble(
        (row.activity_at[11:23], "dim"),
        f"  {row.source} \N{RIGHTWARDS ARROW} {row.target}  ",
        (f"{row.action:<7}{row.status:<8}", _STYLES.get(row.status, "")),
        f"  {row.subject}",
        (f"  {told}" if told else "", "dim"),
    )
