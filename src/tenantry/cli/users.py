"""`tenantry users`: what the operator does for one person."""

import click
import msgspec

from tenantry.actor import operator
from tenantry.cli.installation import installation_options
from tenantry.cli.output import Columns, OutputForm, output_option, print_row
from tenantry.cli.tenant_choice import Tenants
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tenantry.signin.authentication.operations.codes import give_codes


class SeedRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """A seed as the command line tells it, once."""

    id: str
    secret: str
    uri: str


_COLUMNS: Columns[SeedRow] = {"Secret": lambda row: row.secret, "Address": lambda row: row.uri}


@click.group()
def users() -> None:
    """Help one person."""


@users.command()
@click.argument("user")
@click.option("--tenant", required=True, help="Id, domain or display name of the tenant.")
@output_option
@installation_options
def totp(settings: Settings, /, output: OutputForm, user: str, tenant: str) -> None:
    """Register one-time codes for USER and show their secret, which is never shown again.

    USER is an id or a sign-in name.  Scripts and CI compute codes from the secret, and
    authenticator apps take it too; people with an app of their own register it themselves.
    """
    with open_services(settings) as services, services.database.write() as work:
        chosen = Tenants(work).get(tenant)
        seed = give_codes(work, operator(chosen["id"]), user, secret_box=services.secret_box)
    print_row(output, SeedRow(id=seed.id, secret=seed.secret, uri=seed.uri), _COLUMNS)
