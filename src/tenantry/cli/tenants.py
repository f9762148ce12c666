"""`tenantry tenants`: the tenants of the installation."""

from typing import Any

import click
import msgspec

from tenantry.actor import operator
from tenantry.cli.command_group import CommandGroup
from tenantry.cli.installation import installation_options
from tenantry.cli.output import Columns, OutputForm, output_option, print_row, print_rows
from tenantry.cli.tenant_choice import Tenants
from tenantry.cli.tenant_removal import remove, removed, restore
from tenantry.directory.operations.tenants import create_tenant, get_tenant
from tenantry.directory.operations.users import count_users
from tenantry.directory.values import Record
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import Reading


class TenantRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One tenant as the command line tells it."""

    id: str
    display_name: str
    initial_domain: str
    verified_domains: list[str]
    cloud: str
    country_letter_code: str | None
    kind: str
    region: str
    users: int
    created_at: str


_COLUMNS: Columns[TenantRow] = {
    "Id": lambda row: row.id,
    "Name": lambda row: row.display_name,
    "Domains": lambda row: ", ".join(row.verified_domains),
    "Country": lambda row: row.country_letter_code or "",
    "Kind": lambda row: row.kind,
    "Users": lambda row: f"{row.users:,}",
}
_TOLD_AS_THEY_ARE = (
    "id",
    "display_name",
    "initial_domain",
    "cloud",
    "country_letter_code",
    "kind",
    "region",
    "created_at",
)


@click.group(cls=CommandGroup)
def tenants() -> None:
    """List, show, create and remove tenants.

    A TENANT is an id, a domain or a display name.
    """


for _command in (remove, removed, restore):
    tenants.add_command(_command)


@tenants.command("list")
@output_option
@installation_options
def list_(settings: Settings, /, output: OutputForm) -> None:
    """List the tenants of the installation."""
    with open_services(settings) as services, services.database.read() as reading:
        rows = [_row(reading, record["id"]) for record in Tenants(reading).records]
    print_rows(output, rows, _COLUMNS, nothing="No tenants.")


@tenants.command()
@click.argument("tenant")
@output_option
@installation_options
def show(settings: Settings, tenant: str, output: OutputForm) -> None:
    """Show one tenant."""
    with open_services(settings) as services, services.database.read() as reading:
        row = _row(reading, Tenants(reading).get(tenant)["id"])
    print_row(output, row, _COLUMNS)


@tenants.command()
@click.argument("display_name")
@click.option(
    "--domain", "initial_domain", required=True, help="Initial domain, such as contoso.example."
)
@click.option("--verified-domain", multiple=True, help="A further domain; may be repeated.")
@click.option("--country", "country_letter_code", help="Country, in two capital letters.")
@click.option("--kind", help="workforce (the default) or external.")
@click.option("--cloud", help="commercial (the default), usgov or china.")
@click.option("--region", help="Where its content is kept; cannot be changed later.")
@output_option
@installation_options
def create(
    settings: Settings,
    /,
    output: OutputForm,
    display_name: str,
    verified_domain: tuple[str, ...],
    **chosen: str | None,
) -> None:
    """Create a tenant."""
    values = {"display_name": display_name, **chosen}
    given = {name: value for name, value in values.items() if value is not None}
    with open_services(settings) as services:
        with services.database.write() as work:
            tenant = create_tenant(work, operator(""), given, verified_domains=verified_domain)
        with services.database.read() as reading:
            row = _row(reading, tenant["id"])
    print_row(output, row, _COLUMNS)


def _row(reading: Reading, tenant_id: str) -> TenantRow:
    actor = operator(tenant_id)
    tenant: Record = get_tenant(reading, actor)
    verified = [each["name"] for each in tenant["domains"] if each["is_verified"]]
    told: dict[str, Any] = {name: tenant[name] for name in _TOLD_AS_THEY_ARE}
    return TenantRow(
        **told, verified_domains=verified, users=count_users(reading, actor, PageQuery())
    )
