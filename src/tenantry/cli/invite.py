"""`tenantry invite`: guests of a file, as Entra's bulk invitation takes it."""

from functools import partial
from pathlib import Path

import click

from tenantry.actor import operator
from tenantry.cli.exit_codes import ExitCode
from tenantry.cli.installation import installation_options
from tenantry.cli.output import Columns, OutputForm, output_option, print_json, print_rows
from tenantry.cli.tenant_choice import Tenants, tenant_option
from tenantry.collaboration.inviting import LetterRequest
from tenantry.collaboration.operations.inviting_in_bulk import invite_all
from tenantry.intake.invitation_template import read_invitations
from tenantry.native.bulk_invitations import BulkInvitation, InvitedObject, shown
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tenantry.signin.operations.foreign_discovery import discover_foreign_home

_COLUMNS: Columns[InvitedObject] = {
    "address": lambda row: row.email_address,
    "status": lambda row: row.status,
    "accept at": lambda row: row.invite_redeem_url,
}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@tenant_option
@click.option("--language", default="", help="Language of the mails, such as de-DE.  [English]")
@click.option("--copy", default="", metavar="ADDRESS", help="Who gets a copy of each mail.")
@output_option
@installation_options
def invite(
    settings: Settings,
    /,
    output: OutputForm,
    file: Path,
    *,
    tenant: str,
    language: str,
    copy: str,
) -> None:
    """Invite the people of FILE into a tenant.

    FILE is the CSV template of Entra's bulk invitation: inviteeEmail, inviteRedirectURL,
    sendEmail and customizedMessageBody.  Rows that cannot be taken are listed with their line
    and the reason, and the exit code is 6; the others are invited.
    """
    letter = LetterRequest(copies=(copy,) if copy else (), language=language)
    sheet = read_invitations(file.read_bytes(), letter)
    with open_services(settings) as services:
        with services.database.read() as reading:
            chosen = Tenants(reading).get(tenant)
        actor = operator(chosen["id"])
        outcome = invite_all(
            services.database,
            actor,
            sheet,
            origin=settings.public_url,
            discover_home=partial(discover_foreign_home, services.provider),
        )
    _tell(output, shown(outcome), file.name, chosen["display_name"])
    if outcome.bad_rows:
        click.get_current_context().exit(ExitCode.BAD_ROWS)


def _tell(output: OutputForm, result: BulkInvitation, name: str, tenant: str) -> None:
    if output is OutputForm.JSON:
        print_json(result)
        return
    for row in result.left_out:
        subject = f"{row.email_address}: " if row.email_address else ""
        click.echo(f"{name}:{row.line}: left out: {subject}{row.reason}", err=True)
    print_rows(output, result.invited, _COLUMNS, nothing=f"nobody is invited into {tenant}")
