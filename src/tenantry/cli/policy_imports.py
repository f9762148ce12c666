"""`tenantry import policy`: a tenant's cross-tenant access policy, out of exports of Graph."""

from pathlib import Path
from typing import Any

import click
import msgspec
from rich.text import Text

from tenantry.actor import operator
from tenantry.cli.exit_codes import ExitCode
from tenantry.cli.installation import installation_options
from tenantry.cli.output import Columns, OutputForm, output_option, print_json, print_rows
from tenantry.cli.tenant_choice import Tenants, tenant_option
from tenantry.intake.policy_importing import PlannedSetting, PolicyPlan, import_policy, plan_policy
from tenantry.intake.policy_json import read_policy
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings


class SettingRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """One property that changes; ``partner`` is null for the policy's own."""

    partner: str | None
    setting: str
    before: Any
    after: Any


class PolicyProblemRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Something that cannot be taken."""

    file: str
    path: str
    reason: str


class PolicyResult(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What an import would change, or changed."""

    applied: bool
    changes: list[SettingRow]
    new_partners: list[str]
    problems: list[PolicyProblemRow]


_CHANGES_SHOWN = 200
_COLUMNS: Columns[SettingRow] = {
    "Partner": lambda row: row.partner or Text("all tenants", style="dim"),
    "Setting": lambda row: row.setting,
    "Before": lambda row: _short(row.before),
    "After": lambda row: _short(row.after),
}


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@tenant_option
@click.option("--yes", is_flag=True, help="Import without asking.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@output_option
@installation_options
def policy(
    settings: Settings,
    /,
    output: OutputForm,
    files: tuple[Path, ...],
    tenant: str,
    *,
    yes: bool,
    dry_run: bool,
) -> None:
    """Import the cross-tenant access policy of FILES into a tenant.

    FILES are what Graph answers: `…/crossTenantAccessPolicy/default`, `…/partners`, or both
    under `default` and `partners` of one object.  Shows what would change and asks; partners
    that no file names stay.  Partners need not be tenants of this installation.  Where
    something cannot be taken nothing is, and the exit code is 6.
    """
    export = read_policy([(file.name, file.read_bytes()) for file in files])
    with open_services(settings) as services:
        with services.database.read() as reading:
            chosen = Tenants(reading).get(tenant)
            actor = operator(chosen["id"])
            plan = plan_policy(reading, actor, export)
        if output is OutputForm.TABLE:
            _tell(plan)
        is_change = bool(plan.changes or plan.new_partners) and not dry_run and not plan.problems
        if is_change:
            if not yes:
                click.confirm(f"Import this into {chosen['display_name']}?", abort=True, err=True)
            with services.database.write() as work:
                plan = import_policy(work, actor, export)
    if output is OutputForm.JSON:
        print_json(_result(plan, applied=is_change))
    elif is_change:
        click.echo(f"Imported {len(plan.changes):,} settings into {chosen['display_name']}.")
    if plan.problems:
        click.get_current_context().exit(ExitCode.BAD_ROWS)


def _tell(plan: PolicyPlan) -> None:
    for problem in plan.problems:
        click.echo(f"{problem.file}: {problem.path}: {problem.reason}", err=True)
    rows = [_row(change) for change in plan.changes[:_CHANGES_SHOWN]]
    if rows or not plan.problems:
        print_rows(OutputForm.TABLE, rows, _COLUMNS, nothing="The tenant says all of it already.")
    if len(plan.changes) > len(rows):
        more = len(plan.changes) - len(rows)
        click.echo(f"and {more:,} more; `--output json` lists them all")
    if plan.new_partners:
        click.echo(f"{len(plan.new_partners):,} partners are new.")


def _result(plan: PolicyPlan, *, applied: bool) -> PolicyResult:
    return PolicyResult(
        applied=applied,
        changes=[_row(change) for change in plan.changes],
        new_partners=list(plan.new_partners),
        problems=[
            PolicyProblemRow(file=each.file, path=each.path, reason=each.reason)
            for each in plan.problems
        ],
    )


def _row(change: PlannedSetting) -> SettingRow:
    return SettingRow(
        partner=change.place, setting=change.name, before=change.before, after=change.after
    )


def _short(value: object) -> str:
    """Return a value in one line, lists of targets by their names."""
    match value:
        case {"accessType": access_type, "targets": list() as targets}:
            return f"{access_type} {', '.join(str(each.get('target')) for each in targets)}"
        case dict():
            told = (f"{name}: {_short(member)}" for name, member in value.items())
            return "; ".join(told)
        case None:
            return "inherited"
        case bool():
            return str(value).lower()
        case _:
            return str(value)
