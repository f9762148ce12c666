"""`tenantry import`: take people, or a policy, out of other systems' files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from tenantry.actor import operator
from tenantry.cli.command_group import CommandGroup
from tenantry.cli.exit_codes import ExitCode
from tenantry.cli.installation import installation_options
from tenantry.cli.output import OutputForm, output_option, print_json
from tenantry.cli.policy_imports import policy
from tenantry.cli.tenant_choice import Tenants, tenant_option
from tenantry.intake import importing
from tenantry.intake.importing import ImportReport, import_users
from tenantry.intake.reading import read_users
from tenantry.intake.records import FileFormat, Problem
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings

_LONG = 2 * importing.CHUNK  # people from which on a progress bar is worth it
_PROBLEMS_SHOWN = 50


class ProblemRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Something in the file that an administrator should know of."""

    line: int
    subject: str
    reason: str
    left_out: bool


class ImportResult(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What became of the file, as programs are told.  ``problems`` are all of them."""

    written: bool
    created: int
    updated: int
    unchanged: int
    managers_set: int
    left_out: int
    skipped: dict[str, int]
    problems: list[ProblemRow]


@click.group("import", cls=CommandGroup)
def import_() -> None:
    """Take people, or a policy, out of other systems' files."""


import_.add_command(policy)


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@tenant_option
@click.option(
    "--format",
    "file_format",
    type=click.Choice(get_args(FileFormat)),
    help="Form of the file, where it cannot be told from the content.",
)
@click.option("--domain", help="Domain for all sign-in names, in place of those in the file.")
@click.option("--all-or-nothing", is_flag=True, help="Write nothing if a row is left out.")
@output_option
@installation_options
def users(
    settings: Settings,
    /,
    output: OutputForm,
    file: Path,
    tenant: str,
    *,
    file_format: FileFormat | None,
    domain: str | None,
    all_or_nothing: bool,
) -> None:
    """Import the people of FILE into a tenant.

    FILE is the CSV template of Entra's bulk creation, LDIF of inetOrgPerson entries, or the JSON
    of a Graph collection of users.  Who exists already, by sign-in name, is brought up to date;
    passwords are set for new people only.  Rows that cannot be taken are listed with their line
    and the reason, and the exit code is 6.
    """
    with open_services(settings) as services:
        with services.database.read() as reading:
            chosen = Tenants(reading).get(tenant)
        found = read_users(
            file.read_bytes(),
            name=file.name,
            file_format=file_format,
            default_domain=domain or chosen["initial_domain"],
            upn_domain=domain,
        )
        with _progress(len(found.records)) as progress:
            report = import_users(
                services.database,
                operator(chosen["id"]),
                found,
                hashing=services.hashing,
                all_or_nothing=all_or_nothing,
                on_progress=progress,
            )
    _tell(output, report, file.name, chosen["display_name"])
    if report.left_out:
        click.get_current_context().exit(ExitCode.BAD_ROWS)


@contextmanager
def _progress(people: int) -> Iterator[importing.Progress]:
    """Give what an import calls with its progress; there is a bar if it takes long enough."""
    columns = (TextColumn("importing"), BarColumn(), MofNCompleteColumn(), TextColumn("people"))
    shown = Console(stderr=True)
    with Progress(*columns, console=shown, transient=True, disable=people < _LONG) as bar:
        task = bar.add_task("importing", total=people)
        yield lambda done: bar.advance(task, done)


def _tell(output: OutputForm, report: ImportReport, name: str, tenant: str) -> None:
    result = ImportResult(
        written=report.written,
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        managers_set=report.managers_set,
        left_out=report.left_out,
        skipped=dict(report.skipped),
        problems=[_row(problem) for problem in sorted(report.problems, key=_line_of)],
    )
    if output is OutputForm.JSON:
        print_json(result)
        return
    for problem in result.problems[:_PROBLEMS_SHOWN]:
        click.echo(_line(name, problem), err=True)
    if len(result.problems) > _PROBLEMS_SHOWN:
        more = len(result.problems) - _PROBLEMS_SHOWN
        click.echo(f"and {more:,} more; `--output json` lists them all", err=True)
    click.echo(_summary(result, tenant))


def _row(problem: Problem) -> ProblemRow:
    return ProblemRow(
        line=problem.line,
        subject=problem.subject,
        reason=problem.reason,
        left_out=problem.left_out,
    )


def _line_of(problem: Problem) -> int:
    return problem.line


def _line(name: str, problem: ProblemRow) -> str:
    place = f"{name}:{problem.line}" if problem.line else name
    kind = "left out" if problem.left_out else "warning"
    subject = f"{problem.subject}: " if problem.subject else ""
    return f"{place}: {kind}: {subject}{problem.reason}"


def _summary(result: ImportResult, tenant: str) -> str:
    counts = {
        "created": result.created,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "managers set": result.managers_set,
        "left out": result.left_out,
        **{f"skipped ({kind})": count for kind, count in result.skipped.items()},
    }
    told = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
    if not result.written:
        return f"Nothing was written into {tenant}, as asked for.  Found: {told}"
    return f"{tenant}: {told or 'the file has nobody to import'}"
