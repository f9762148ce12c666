"""`tenantry audit`: whether the logs are what was sealed, and how far they are exported."""

from collections.abc import Sequence
from typing import Any

import click
import msgspec
from rich.text import Text

from tenantry.audit.chain import Head, parse_head
from tenantry.audit.logs import Log
from tenantry.audit.operations.verifying import Break, Verdict, verify as verify_log
from tenantry.audit.stores.seals import find_ends
from tenantry.audit.stores.watermarks import list_places
from tenantry.cli.command_group import CommandGroup
from tenantry.cli.exit_codes import ExitCode
from tenantry.cli.installation import installation_options
from tenantry.cli.output import Columns, OutputForm, output_option, print_rows
from tenantry.cli.tenant_choice import Tenants
from tenantry.errors import InvalidValueError
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings


class HeadRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """The head of one log of a tenant."""

    tenant_id: str
    tenant: str
    head: str


class VerdictRow(HeadRow, rename="camel", frozen=True, kw_only=True):
    """What verifying one log of a tenant found; ``broken`` is null where it is whole."""

    log: str
    seals: int
    entries: int
    unsealed: int
    broken: str | None
    sequence: int | None
    sealed_at: str | None
    first_id: str | None
    last_id: str | None


class ExportRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """How far a destination is behind a log of a tenant, in transactions."""

    tenant_id: str
    tenant: str
    destination: str
    log: str
    behind: int
    failed_attempts: int
    last_error: str | None


_EXPORTS: Columns[ExportRow] = {
    "Tenant": lambda row: row.tenant,
    "Destination": lambda row: row.destination,
    "Log": lambda row: row.log,
    "Behind": lambda row: f"{row.behind:,}",
    "Waits because": lambda row: Text(row.last_error or "", style="yellow"),
}
_HEADS: Columns[HeadRow] = {
    "Tenant": lambda row: row.tenant,
    "Head": lambda row: row.head,
}
_VERDICTS: Columns[VerdictRow] = {
    "Tenant": lambda row: row.tenant,
    "Log": lambda row: row.log,
    "Entries": lambda row: f"{row.entries:,}",
    "Unsealed": lambda row: f"{row.unsealed:,}",
    "Found": lambda row: (
        Text(_told(row), style="bold red") if row.broken else Text("whole", style="green")
    ),
}


@click.group(cls=CommandGroup)
def audit() -> None:
    """Verify that logs are what was sealed, and look after their export.

    Every transaction seals what it logs by a hash that all seals before it are part of.  The
    newest one is the head; whoever keeps a head elsewhere can prove later that nothing up to it
    was changed.
    """


@audit.command()
@click.option("--tenant", help="One tenant, by id, domain or display name.  [default: all]")
@output_option
@installation_options
def head(settings: Settings, /, tenant: str | None, output: OutputForm) -> None:
    """Print the heads of the logs, to be kept elsewhere."""
    with open_services(settings) as services, services.database.read() as reading:
        rows = [
            HeadRow(tenant_id=each["id"], tenant=each["display_name"], head=str(ends.head))
            for each in _chosen(Tenants(reading), tenant)
            for log in Log
            if (ends := find_ends(reading, each["id"], log)) is not None
        ]
    print_rows(output, rows, _HEADS, nothing="Nothing was logged yet.")


@audit.command()
@click.option("--tenant", help="One tenant, by id, domain or display name.  [default: all]")
@click.option(
    "--head",
    "heads",
    multiple=True,
    help="A head of that tenant that was kept elsewhere; may be repeated.",
)
@output_option
@installation_options
def verify(
    settings: Settings, /, tenant: str | None, heads: Sequence[str], output: OutputForm
) -> None:
    """Compare every log with its seals; exit with 10 where one is not what was sealed."""
    if heads and tenant is None:
        raise InvalidValueError("head", "`--head` is of one tenant; name it with `--tenant`")
    pinned = [parse_head(each) for each in heads]
    with open_services(settings) as services, services.database.read() as reading:
        rows = [
            _row(each, verify_log(reading, each["id"], log, pin))
            for each in _chosen(Tenants(reading), tenant)
            for log in Log
            for pin in _pins(log, pinned)
        ]
    print_rows(output, rows, _VERDICTS, nothing="No tenants.")
    if any(row.broken for row in rows):
        click.get_current_context().exit(ExitCode.BROKEN_LOG)


@audit.command()
@click.option("--tenant", help="One tenant, by id, domain or display name.  [default: all]")
@output_option
@installation_options
def exports(settings: Settings, /, tenant: str | None, output: OutputForm) -> None:
    """Show how far each destination has taken the logs, and why one waits."""
    with open_services(settings) as services, services.database.read() as reading:
        rows = [
            ExportRow(
                tenant_id=each["id"],
                tenant=each["display_name"],
                destination=place.destination,
                log=place.log.value,
                behind=place.behind,
                failed_attempts=place.attempts,
                last_error=place.last_error,
            )
            for each in _chosen(Tenants(reading), tenant)
            for place in list_places(reading, each["id"])
        ]
    print_rows(output, rows, _EXPORTS, nothing="Nothing is exported.")


def _pins(log: Log, pinned: Sequence[Head]) -> Sequence[Head | None]:
    return [each for each in pinned if each.log is log] or [None]


def _chosen(tenants: Tenants, tenant: str | None) -> Sequence[dict[str, Any]]:
    return tenants.records if tenant is None else [tenants.get(tenant)]


def _row(tenant: dict[str, Any], verdict: Verdict) -> VerdictRow:
    broken = verdict.broken or Break(reason="")
    return VerdictRow(
        tenant_id=tenant["id"],
        tenant=tenant["display_name"],
        head=str(verdict.head) if verdict.head else "",
        log=verdict.log.value,
        seals=verdict.seals,
        entries=verdict.entries,
        unsealed=verdict.unsealed,
        broken=broken.reason or None,
        sequence=broken.sequence,
        sealed_at=broken.sealed_at,
        first_id=broken.first_id,
        last_id=broken.last_id,
    )


def _told(row: VerdictRow) -> str:
    place = f" at {row.sequence}" if row.sequence is not None else ""
    ids = dict.fromkeys(each for each in (row.first_id, row.last_id) if each)
    entries = f" ({' to '.join(ids)}, {row.sealed_at})" if ids else ""
    return f"{row.broken}{place}{entries}"
