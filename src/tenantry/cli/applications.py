"""`tenantry applications`: the first applications, which make everything else."""

import click
import msgspec

from tenantry.actor import operator
from tenantry.cli.command_group import CommandGroup
from tenantry.cli.installation import installation_options
from tenantry.cli.output import Columns, OutputForm, output_option, print_row
from tenantry.cli.tenant_choice import Tenants, tenant_option
from tenantry.directory.operations.founding import add_automation
from tenantry.directory.permissions import ROLE_ID_OF
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings


class ApplicationRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """An application with its secret, which is told once."""

    tenant_id: str
    client_id: str
    client_secret: str


_COLUMNS: Columns[ApplicationRow] = {
    "Tenant": lambda row: row.tenant_id,
    "Client id": lambda row: row.client_id,
    "Client secret": lambda row: row.client_secret,
}


@click.group(cls=CommandGroup)
def applications() -> None:
    """Make the first applications of a tenant."""


@applications.command()
@click.argument("display_name")
@tenant_option
@click.option(
    "--permission",
    "permissions",
    multiple=True,
    help="Application permission of Microsoft Graph, such as User.Read.All; may be repeated.",
)
@click.option("--all-permissions", is_flag=True, help="Every one of them.")
@output_option
@installation_options
def create(  # one argument for each option
    settings: Settings,
    /,
    output: OutputForm,
    display_name: str,
    *,
    tenant: str,
    permissions: tuple[str, ...],
    all_permissions: bool,
) -> None:
    """Create an application that calls Microsoft Graph for itself.

    It gets a secret, shown this once, and is granted the permissions at once.
    """
    granted = tuple(ROLE_ID_OF) if all_permissions else permissions
    with open_services(settings) as services, services.database.write() as work:
        actor = operator(Tenants(work).get(tenant)["id"])
        made = add_automation(work, actor, display_name, granted)
    row = ApplicationRow(
        tenant_id=actor.tenant_id, client_id=made.client_id, client_secret=made.secret
    )
    print_row(output, row, _COLUMNS)
