"""`tenantry tenants remove`, `removed` and `restore`."""

import click

from tenantry.actor import operator
from tenantry.cli.installation import installation_options
from tenantry.cli.output import Columns, OutputForm, output_option, print_row, print_rows
from tenantry.cli.tenant_choice import Tenants
from tenantry.directory.operations.tenant_removal import list_removed_tenants, restore_tenant
from tenantry.errors import NotFoundError
from tenantry.native.deleted_tenants import DeletedTenant, deleted_tenant
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tenantry.sync.operations.tenant_removal import remove_tenant

_COLUMNS: Columns[DeletedTenant] = {
    "Id": lambda row: row.id,
    "Name": lambda row: row.display_name,
    "Domain": lambda row: row.initial_domain,
    "Removed": lambda row: row.deleted_date_time,
    "Restorable until": lambda row: row.restorable_until_date_time,
}


@click.command()
@click.argument("tenant")
@click.option("--yes", is_flag=True, help="Do not ask for the name once more.")
@output_option
@installation_options
def remove(settings: Settings, /, output: OutputForm, tenant: str, *, yes: bool) -> None:
    """Remove a tenant: nobody signs in from it or to it, and its synchronizations stop.

    It can be restored for 30 days; a worker then erases all of it.
    """
    with open_services(settings) as services:
        with services.database.read() as reading:
            found = Tenants(reading).get(tenant)
        if not yes:
            _confirm(found["display_name"])
        with services.database.write() as work:
            removed = remove_tenant(work, operator(""), found["id"])
    print_row(output, deleted_tenant(removed), _COLUMNS)


@click.command()
@output_option
@installation_options
def removed(settings: Settings, /, output: OutputForm) -> None:
    """List the removed tenants that can be restored."""
    with open_services(settings) as services, services.database.read() as reading:
        rows = [deleted_tenant(each) for each in list_removed_tenants(reading, operator(""))]
    print_rows(output, rows, _COLUMNS, nothing="No removed tenants.")


@click.command()
@click.argument("tenant_id")
@installation_options
def restore(settings: Settings, tenant_id: str) -> None:
    """Give a removed tenant back, by its id; its synchronizations stay paused."""
    with open_services(settings) as services, services.database.write() as work:
        try:
            restored = restore_tenant(work, operator(""), tenant_id)
        except NotFoundError as fault:
            message = f"no removed tenant `{tenant_id}`; `tenantry tenants removed` lists their ids"
            raise NotFoundError(message, object_id=tenant_id) from fault
    click.echo(f"`{restored['display_name']}` is back; start its synchronizations when ready.")


def _confirm(display_name: str) -> None:
    typed = click.prompt(f"Type the name of the tenant to remove it ({display_name})")
    if typed != display_name:
        raise click.UsageError("that is not its name; nothing was removed")
