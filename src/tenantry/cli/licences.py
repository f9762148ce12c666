"""`tenantry licences`: what a tenant has of which SKU."""

import click
import msgspec

from tenantry.actor import operator
from tenantry.cli.command_group import CommandGroup
from tenantry.cli.installation import installation_options
from tenantry.cli.output import Columns, OutputForm, output_option, print_row, print_rows
from tenantry.cli.tenant_choice import Tenants
from tenantry.directory.operations.licences import list_skus, set_units
from tenantry.directory.skus import SKUS
from tenantry.directory.values import Record
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings


class SkuRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One SKU as the command line tells it."""

    sku_id: str
    sku_part_number: str
    enabled_units: int
    consumed_units: int


_COLUMNS: Columns[SkuRow] = {
    "SKU": lambda row: row.sku_part_number,
    "Id": lambda row: row.sku_id,
    "Units": lambda row: f"{row.enabled_units:,}",
    "Assigned": lambda row: f"{row.consumed_units:,}",
}


@click.group(cls=CommandGroup)
def licences() -> None:
    """List and change what a tenant has of which SKU.

    A TENANT is an id, a domain or a display name; its administrators assign the units to users
    through Microsoft Graph.
    """


@licences.command("list")
@click.argument("tenant")
@output_option
@installation_options
def list_(settings: Settings, tenant: str, output: OutputForm) -> None:
    """List the SKUs of a tenant."""
    with open_services(settings) as services, services.database.read() as reading:
        chosen = Tenants(reading).get(tenant)
        rows = [_row(sku) for sku in list_skus(reading, operator(chosen["id"]))]
    print_rows(output, rows, _COLUMNS, nothing=f"{chosen['display_name']} has no licences.")


@licences.command("set")
@click.argument("tenant")
@click.argument("sku")
@click.argument("units", type=click.IntRange(min=0))
@output_option
@installation_options
def set_(settings: Settings, tenant: str, sku: str, units: int, output: OutputForm) -> None:
    """Let a tenant have so many UNITS of a SKU, such as AAD_PREMIUM; 0 takes it away."""
    with open_services(settings) as services, services.database.write() as work:
        chosen = Tenants(work).get(tenant)
        row = _row(set_units(work, operator(chosen["id"]), sku, units))
    print_row(output, row, _COLUMNS)


def _row(sku: Record) -> SkuRow:
    return SkuRow(
        sku_id=sku["sku_id"],
        sku_part_number=SKUS[sku["sku_id"]].part_number,
        enabled_units=sku["enabled_units"],
        consumed_units=sku["consumed_units"],
    )
