"""`tenantry request`: ask the running lab something, as an application would."""

from http import HTTPStatus

import click
import msgspec

from tenantry.cli.exit_codes import exit_code_of_status
from tenantry.cli.installation import installation_options
from tenantry.cli.output import OutputForm, output_option, print_json
from tenantry.lab.requesting import Answered, read_lab_file, send
from tenantry.runtime.settings import Settings


class ExchangeRow(msgspec.Struct, frozen=True):
    """The answer, as programs are told."""

    status: int
    body: msgspec.Raw | None


@click.command()
@click.argument("path")
@click.option("--tenant", help="Id, domain or display name.  [default: the lab's first]")
@click.option("--method", default="GET", show_default=True, help="GET, POST, PATCH, PUT, DELETE.")
@click.option("--body", metavar="JSON", help="What to send.")
@output_option
@installation_options
def request(
    settings: Settings,
    /,
    output: OutputForm,
    path: str,
    *,
    tenant: str | None,
    method: str,
    body: str | None,
) -> None:
    """Ask the running lab for PATH, with a token of the tenant's application.

    PATH is one of Microsoft Graph, such as '/users?$top=3', or one under /tenantry/v1.0, which
    is asked for with the operator's token.  The JSON of the answer is printed; with
    `--output json` beside its status.
    """
    answered = send(read_lab_file(settings.folder), tenant, method.upper(), path, body)
    if output is OutputForm.JSON:
        print_json(ExchangeRow(answered.status, msgspec.Raw(answered.body or b"null")))
    else:
        click.echo(_shown(answered))
    click.get_current_context().exit(exit_code_of_status(answered.status))


def _shown(answered: Answered) -> str:
    if not answered.body:
        return f"{answered.status} {HTTPStatus(answered.status).phrase}"
    try:
        return msgspec.json.format(answered.body, indent=2).decode()
    except msgspec.DecodeError:
        return answered.body.decode(errors="replace")
