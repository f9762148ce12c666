"""`tenantry explain`: may this person use that application of another tenant, and why?"""

from collections.abc import Mapping
from typing import get_args

import click
import msgspec
from rich.text import Text

from tenantry.access.inheritance import Mode
from tenantry.access.operations.explaining import (
    AccessQuestion,
    DeviceKind,
    Explanation,
    MultifactorPlace,
    explain as decide,
)
from tenantry.actor import operator
from tenantry.cli.installation import installation_options
from tenantry.cli.output import Columns, OutputForm, console, output_option, print_json, print_rows
from tenantry.cli.tenant_choice import Tenants
from tenantry.cli.user_choice import require_person
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings


class FindingRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What one setting says, in the words of the API."""

    stage: str
    side: str
    source: str | None
    setting: str | None
    outcome: str
    flip: str | None
    name: str | None
    control: str | None
    would_be: str | None


def _saying(row: FindingRow) -> str:
    """Return the setting with the configuration it is in, or the policy with what it asks."""
    if row.name is not None:
        return f"{row.name}: {row.control}" if row.control else row.name
    return f"{row.source}: {row.setting}" if row.source else str(row.setting)


_STYLES: Mapping[str, str] = {
    "blocked": "bold red",
    "challenged": "yellow",
    "prompted": "yellow",
    "reportOnly": "dim",
}
_COLUMNS: Columns[FindingRow] = {
    "Stage": lambda row: row.stage,
    "Side": lambda row: row.side,
    "Says": _saying,
    "Outcome": lambda row: Text(row.outcome, style=_STYLES.get(row.outcome, "green")),
    "To turn it around": lambda row: row.flip or "no setting would",
}


@click.command()
@click.option("--user", required=True, help="Who, by id or sign-in name in the home tenant.")
@click.option("--home", required=True, help="The tenant that manages the user.")
@click.option("--resource", required=True, help="The tenant that holds the application.")
@click.option("--app", "application_id", required=True, help="The application's (client) id.")
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.COLLABORATION.value,
    show_default=True,
    help="The way to work in the other tenant.",
)
@click.option(
    "--mfa",
    type=click.Choice(get_args(MultifactorPlace)),
    default="none",
    show_default=True,
    help="Where multifactor authentication was done.",
)
@click.option(
    "--device",
    type=click.Choice(get_args(DeviceKind)),
    default="none",
    show_default=True,
    help="What the home tenant says of the device.",
)
@click.option("--ip", "ip_address", default="", help="The address that the person comes from.")
@output_option
@installation_options
def explain(
    settings: Settings,
    /,
    output: OutputForm,
    mfa: MultifactorPlace,
    device: DeviceKind,
    **asked: str,
) -> None:
    """Say who may come in across tenants, and why.

    Prints what every setting of both tenants says about it, in the order in which they are
    asked, and the smallest change that would turn each around.  A tenant is an id, a domain or
    a display name.
    """
    with open_services(settings) as services, services.database.read() as reading:
        tenants = Tenants(reading)
        home = tenants.get(asked["home"])
        question = AccessQuestion(
            user=require_person(reading, home, asked["user"])["id"],
            home_tenant_id=home["id"],
            resource_tenant_id=tenants.get(asked["resource"])["id"],
            application_id=asked["application_id"],
            mode=Mode(asked["mode"]),
            mfa=mfa,
            device=device,
            ip_address=asked["ip_address"],
        )
        explanation = decide(reading, operator(""), question)
    _print(output, explanation)


def _print(output: OutputForm, explanation: Explanation) -> None:
    decision = explanation.outcome.value
    rows = [
        FindingRow(
            stage=told.stage.value,
            side=told.side.value,
            source=told.source.value if told.source else None,
            setting=told.setting,
            outcome=told.outcome.value,
            flip=told.flip,
            name=told.name,
            control=told.control,
            would_be=told.would_be.value if told.would_be else None,
        )
        for told in explanation.findings
    ]
    if output is OutputForm.JSON:
        told = {"decision": decision, "consentPrompt": explanation.consent_prompt}
        challenges = [
            {"kind": each.kind.value, "tenantId": each.tenant_id} for each in explanation.challenges
        ]
        print_json({**told, "challenges": challenges, "findings": rows})
        return
    prompt = ", after a consent prompt" if explanation.consent_prompt else ""
    console().print(
        Text.assemble("Access is ", (decision + prompt, _STYLES.get(decision, "green")))
    )
    print_rows(output, rows, _COLUMNS, nothing="No setting applies.")
