"""`tenantry replay`: whose access would change if a draft were the policy?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.text import Text

from tenantry.access.decisions import SideName
from tenantry.access.operations.replaying import ChangedAccess, ReplayQuestion, replay as decide
from tenantry.actor import Actor, operator
from tenantry.audit.stores.visits import Period
from tenantry.cli.installation import installation_options
from tenantry.cli.output import Columns, OutputForm, console, output_option, print_json, print_rows
from tenantry.cli.tenant_choice import Tenants
from tenantry.clock import add_seconds
from tenantry.errors import InvalidValueError
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tenantry.storage.unit_of_work import Reading

_DAY_SECONDS = 24 * 3600.0


class ReplayRow(msgspec.Struct, rename="camel", kw_only=True):
    """Somebody whose access to an application would change; ``signIns`` is how often they came."""

    user_principal_name: str | None
    user_id: str
    home_tenant_id: str
    resource_tenant_id: str
    application_id: str
    application_name: str | None
    before: str
    after: str
    setting: str | None
    sign_ins: int
    last_seen: str


_STYLES = {"allowed": "green", "blocked": "bold red"}
_COLUMNS: Columns[ReplayRow] = {
    "Who": lambda row: row.user_principal_name or row.user_id,
    "Application": lambda row: row.application_name or row.application_id,
    "Now": lambda row: Text(row.before, style=_STYLES.get(row.before, "yellow")),
    "By the draft": lambda row: Text(row.after, style=_STYLES.get(row.after, "yellow")),
    "Because of": lambda row: row.setting or "",
    "Sign-ins": lambda row: f"{row.sign_ins:,}",
    "Last": lambda row: row.last_seen[:19],
}


@click.command()
@click.option("--tenant", required=True, help="The tenant that the draft is of.")
@click.option(
    "--draft",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON with `default`, `partner` or both, each as one would PATCH it.",
)
@click.option(
    "--side",
    type=click.Choice([each.value for each in SideName]),
    default=SideName.RESOURCE.value,
    show_default=True,
    help="Visits to the tenant (resource), or of its people elsewhere (home).",
)
@click.option("--partner", help="Only visits from or to this tenant.  [default: all]")
@click.option("--days", type=click.IntRange(1, 3650), default=30, show_default=True)
@output_option
@installation_options
def replay(
    settings: Settings,
    /,
    *,
    tenant: str,
    file: Path,
    side: str,
    partner: str | None,
    days: int,
    output: OutputForm,
) -> None:
    """Decide the sign-ins of the last days again by a draft policy.

    Prints whose access would change, and which setting of the draft decides so.  Nothing is
    written.
    """
    drafts = _draft(file)
    with open_services(settings) as services, services.database.read() as reading:
        tenants = Tenants(reading)
        question = ReplayQuestion(
            side=SideName(side),
            period=Period(
                since=add_seconds(reading.instant, -days * _DAY_SECONDS), until=reading.instant
            ),
            drafts=drafts,
            other_tenant_id=tenants.get(partner)["id"] if partner else None,
        )
        told = _Told()
        for each in _all_pages(reading, operator(tenants.get(tenant)["id"]), question, told):
            told.add(each)
    told.print(output)


class _Told:
    """What is told: each access once, however often it was used."""

    def __init__(self) -> None:
        self.decided = self.undecided = 0
        self._rows: dict[tuple[str, ...], ReplayRow] = {}

    def add(self, changed: ChangedAccess) -> None:
        """Take in a sign-in that would end otherwise."""
        row, ends = changed.sign_in, (changed.before.value, changed.after.value)
        key = (row["user_id"], row["app_id"], row["home_tenant_id"], row["resource_tenant_id"])
        shown = self._rows.setdefault((*key, *ends), _row(changed))
        shown.sign_ins += 1
        shown.last_seen = max(shown.last_seen, row["created_at"])

    def print(self, output: OutputForm) -> None:
        """Print everything."""
        rows = list(self._rows.values())
        if output is OutputForm.JSON:
            print_json({"decided": self.decided, "undecided": self.undecided, "changed": rows})
            return
        gone = f", {self.undecided:,} of people who are gone" if self.undecided else ""
        console().print(f"{self.decided:,} sign-ins were decided again{gone}.")
        print_rows(output, rows, _COLUMNS, nothing="The draft changes nobody's access.")


def _all_pages(
    reading: Reading, actor: Actor, question: ReplayQuestion, told: _Told
) -> Iterator[ChangedAccess]:
    while True:
        page = decide(reading, actor, question)
        told.decided += page.decided
        told.undecided += page.undecided
        yield from page.changed
        if page.following is None:
            return
        question = ReplayQuestion(
            side=question.side,
            period=question.period,
            drafts=question.drafts,
            other_tenant_id=question.other_tenant_id,
            after=page.following,
        )


def _row(changed: ChangedAccess) -> ReplayRow:
    row = changed.sign_in
    return ReplayRow(
        user_principal_name=row["user_principal_name"],
        user_id=row["user_id"],
        home_tenant_id=row["home_tenant_id"],
        resource_tenant_id=row["resource_tenant_id"],
        application_id=row["app_id"],
        application_name=row["app_display_name"],
        before=changed.before.value,
        after=changed.after.value,
        setting=next((each.setting for each in changed.findings), None),
        sign_ins=0,
        last_seen=row["created_at"],
    )


def _draft(file: Path) -> dict[str, dict[str, Any]]:
    try:
        found = msgspec.json.decode(file.read_bytes(), type=dict[str, dict[str, Any]])
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        message = f"`{file}` is no draft: {fault}; write JSON with `default` or `partner`"
        raise InvalidValueError("draft", message) from fault
    unknown = [name for name in found if name not in {"default", "partner"}]
    if unknown:
        message = f"`{unknown[0]}` in `{file}` is unknown; known are `default` and `partner`"
        raise InvalidValueError(unknown[0], message)
    return found
