"""`tenantry operator-token`: a new token for `/tenantry/v1.0`."""

import click

from tenantry.cli.installation import installation_options
from tenantry.cli.output import OutputForm, output_option, print_json
from tenantry.native.operator_token import issue_operator_token
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings


@click.command("operator-token")
@output_option
@installation_options
def operator_token(settings: Settings, /, output: OutputForm) -> None:
    """Print a new operator token; the former one ends.

    The holder of the token may do everything in the installation, over `/tenantry/v1.0`.
    Only its hash is kept, so it is shown this once.
    """
    with open_services(settings) as services, services.database.write() as work:
        token = issue_operator_token(work)
    if output is OutputForm.JSON:
        print_json({"token": token})
    else:
        click.echo(token)
