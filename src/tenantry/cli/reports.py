"""`tenantry report`: who would need a licence, how many guests came, who visits whom."""

import click
import msgspec

from tenantry.actor import operator
from tenantry.cli.activity_report import cross_tenant
from tenantry.cli.command_group import CommandGroup
from tenantry.cli.installation import installation_options
from tenantry.cli.output import Columns, OutputForm, output_option, print_json, print_rows
from tenantry.cli.tenant_choice import Tenants
from tenantry.directory.operations.active_guests import count_active_guests
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tenantry.sync.operations.licences import LicenceReport, report_licences

_PEOPLE_SHOWN = 50


class UnlicensedRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Somebody in scope of a job without a licence."""

    job_id: str
    user_id: str
    display_name: str
    user_principal_name: str


class FeatureRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Something in use that takes Entra ID P1; ``place`` is its job or partner."""

    feature: str
    description: str
    place: str | None


class LicenceRows(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """The report as programs are told it."""

    is_licensed: bool
    in_scope: int
    unread: dict[str, str]
    features: list[FeatureRow]
    people: list[UnlicensedRow]


class GuestsRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """How many guests came from one tenant."""

    home_tenant_id: str
    home_tenant_name: str | None
    guests: int


_FEATURE_COLUMNS: Columns[FeatureRow] = {
    "In use": lambda row: row.description,
    "For": lambda row: row.place or "all other tenants",
}
_PEOPLE_COLUMNS: Columns[UnlicensedRow] = {
    "Name": lambda row: row.display_name,
    "Sign-in name": lambda row: row.user_principal_name,
    "Job": lambda row: row.job_id,
}
_GUEST_COLUMNS: Columns[GuestsRow] = {
    "From": lambda row: row.home_tenant_name or row.home_tenant_id,
    "Guests": lambda row: f"{row.guests:,}",
}


@click.group(cls=CommandGroup)
def report() -> None:
    """Report who would need a licence, how many guests came in, and who visits whom.

    A TENANT is an id, a domain or a display name.
    """


report.add_command(cross_tenant)


@report.command("licences")
@click.argument("tenant")
@output_option
@installation_options
def licences_(settings: Settings, tenant: str, output: OutputForm) -> None:
    """Show what of a tenant takes Entra ID P1, and who in scope of its jobs has no licence."""
    with open_services(settings) as services, services.database.read() as reading:
        chosen = Tenants(reading).get(tenant)
        told = report_licences(
            reading, operator(chosen["id"]), may_cross_clouds=settings.sync_cross_cloud
        )
    rows = _rows(told)
    if output is OutputForm.JSON:
        print_json(rows)
    else:
        _print(rows, chosen["display_name"])


@report.command()
@click.argument("tenant")
@click.option("--month", help="The month, such as 2026-11.  [default: the one under way]")
@output_option
@installation_options
def mau(settings: Settings, tenant: str, month: str | None, output: OutputForm) -> None:
    """Show how many guests came into a tenant in a calendar month."""
    with open_services(settings) as services, services.database.read() as reading:
        chosen = Tenants(reading).get(tenant)
        counted_in, counted = count_active_guests(reading, operator(chosen["id"]), month)
    rows = [GuestsRow(**each) for each in counted]
    total = sum(row.guests for row in rows)
    if output is OutputForm.JSON:
        print_json({"month": str(counted_in), "monthlyActiveUsers": total, "byHomeTenant": rows})
        return
    click.echo(f"{chosen['display_name']}, {counted_in}: {total:,} monthly active users")
    print_rows(output, rows, _GUEST_COLUMNS, nothing="No guest signed in.")


def _rows(told: LicenceReport) -> LicenceRows:
    return LicenceRows(
        is_licensed=told.is_licensed,
        in_scope=told.in_scope,
        unread=dict(told.unread),
        features=[
            FeatureRow(
                feature=each.feature.name.lower(),
                description=each.feature.value,
                place=each.place,
            )
            for each in told.features
        ],
        people=[
            UnlicensedRow(
                job_id=each.job_id,
                user_id=each.user_id,
                display_name=each.display_name,
                user_principal_name=each.user_principal_name,
            )
            for each in told.people
        ],
    )


def _print(rows: LicenceRows, tenant: str) -> None:
    has = "has" if rows.is_licensed else "does not have"
    click.echo(f"{tenant} {has} Entra ID P1.  These take it, or what they name:")
    print_rows(OutputForm.TABLE, rows.features, _FEATURE_COLUMNS, nothing="Nothing.")
    counted = f"{len(rows.people):,} of {rows.in_scope:,}"
    click.echo(f"\n{counted} people in scope have no licence, each counted once a job.")
    shown = rows.people[:_PEOPLE_SHOWN]
    if shown:
        print_rows(OutputForm.TABLE, shown, _PEOPLE_COLUMNS, nothing="")
    if len(rows.people) > len(shown):
        more = len(rows.people) - len(shown)
        click.echo(f"and {more:,} more; `--output json` lists them all")
    for job_id, reason in rows.unread.items():
        click.echo(f"The scope of {job_id} cannot be told: {reason}")
