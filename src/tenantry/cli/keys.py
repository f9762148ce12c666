"""`tenantry keys`: the keys that sign a tenant's tokens."""

import click

from tenantry.cli.command_group import CommandGroup
from tenantry.cli.installation import installation_options
from tenantry.cli.output import Columns, OutputForm, output_option, print_rows
from tenantry.cli.tenant_choice import Tenants, tenant_option
from tenantry.native.signing_keys import SigningKeyObject, key_objects, read_lead
from tenantry.runtime.services import Services, open_services
from tenantry.runtime.settings import Settings
from tenantry.signin.operations import rotating

_COLUMNS: Columns[SigningKeyObject] = {
    "Key": lambda row: row.kid,
    "State": lambda row: row.state,
    "Made": lambda row: row.created_date_time,
    "Signs from": lambda row: row.signs_from_date_time,
}


@click.group(cls=CommandGroup)
def keys() -> None:
    """List, rotate and revoke the keys that sign a tenant's tokens."""


@keys.command("list")
@tenant_option
@output_option
@installation_options
def list_(settings: Settings, /, output: OutputForm, tenant: str) -> None:
    """List the keys that are published."""
    with open_services(settings) as services:
        _print(services, output, _tenant_id(services, tenant))


@keys.command()
@tenant_option
@click.option(
    "--lead",
    default="PT24H",
    show_default=True,
    metavar="DURATION",
    help="How long it is published before it signs.",
)
@output_option
@installation_options
def rotate(settings: Settings, /, output: OutputForm, tenant: str, lead: str) -> None:
    """Publish a new key; it signs once clients had the time to fetch it."""
    with open_services(settings) as services:
        tenant_id = _tenant_id(services, tenant)
        secret_box = services.secret_box
        rotating.rotate(services.database, secret_box, tenant_id, lead=read_lead(lead))
        _print(services, output, tenant_id)


@keys.command()
@tenant_option
@click.option("--kid", help="The key to retire.  [default: all of them]")
@output_option
@installation_options
def revoke(settings: Settings, /, output: OutputForm, tenant: str, kid: str | None) -> None:
    """Retire keys at once: what they signed is refused, and a new key signs.

    For a key that somebody else may have; everybody has to sign in or ask for a token again.
    """
    with open_services(settings) as services:
        tenant_id = _tenant_id(services, tenant)
        rotating.revoke(services.database, services.secret_box, tenant_id, kid=kid)
        _print(services, output, tenant_id)


def _print(services: Services, output: OutputForm, tenant_id: str) -> None:
    rows = key_objects(*rotating.list_standing(services.database, tenant_id))
    print_rows(output, rows, _COLUMNS, nothing="No keys yet; the first token makes one.")


def _tenant_id(services: Services, tenant: str) -> str:
    with services.database.read() as reading:
        return str(Tenants(reading).get(tenant)["id"])
