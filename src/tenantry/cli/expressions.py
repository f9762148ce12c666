"""`tenantry expression`: try an expression of an attribute mapping on real users."""

from collections.abc import Callable, Sequence

import click
import msgspec
from rich.text import Text

from tenantry.actor import operator
from tenantry.cli.command_group import CommandGroup
from tenantry.cli.exit_codes import ExitCode, exit_code_of
from tenantry.cli.installation import installation_options
from tenantry.cli.job_choice import get_job_between
from tenantry.cli.output import Columns, OutputForm, output_option, print_json, print_rows
from tenantry.cli.tenant_choice import Tenants, tenant_option
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tenantry.sync.expression import ExpressionError, NoFlow, Step, Value
from tenantry.sync.operations.expressions import Trial, try_expression

_EXAMPLES = """\
  tenantry expression test 'ToLower(Left([givenName], 3))' --tenant contoso.test
  tenantry expression test 'Join(", ", [surname], [givenName])' --tenant contoso.test \\
      --user ana@contoso.test"""
_NOT_REACHED = "not reached"
_SHORT_NOTE = 20  # characters, so many that fit a column of a table


class StepRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What one part of the expression gave.  ``note`` says why there is no value."""

    expression: str
    depth: int
    value: Value
    note: str


class TrialRow(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What the expression gave for one user, and every part of it in the order of the text."""

    id: str
    user_principal_name: str
    failed: bool
    flows: bool
    value: Value
    note: str
    steps: list[StepRow]


@click.group(cls=CommandGroup)
def expression() -> None:
    """Try expressions of attribute mappings.

    docs/expressions.md describes the language and every function.
    """


@expression.command(epilog=f"\b\nExamples:\n{_EXAMPLES}")
@click.argument("text", metavar="EXPRESSION")
@tenant_option
@click.option("--user", help="Id or sign-in name of one user.  [default: all users]")
@click.option("--limit", type=click.IntRange(min=1), help="Stop after so many users.")
@click.option("--target", metavar="TENANT", help="Show app roles of the job into this tenant.")
@output_option
@installation_options
def test(
    settings: Settings,
    /,
    output: OutputForm,
    text: str,
    *,
    tenant: str,
    user: str | None,
    limit: int | None,
    target: str | None,
) -> None:
    """Evaluate EXPRESSION for one user of a tenant, or for all of them.

    Every part of the expression is shown with its value, and nothing is written.  Now(), Guid()
    and RandomString() give another value each time.  [appRoleAssignments] holds the roles that
    users have at a job's configuration: name its target tenant to see them.

    The exit code is 1 if the expression has no result for some user, and 2 if it is malformed;
    then the faulty place is marked.
    """
    with open_services(settings) as services, services.database.read() as reading:
        actor = operator(Tenants(reading).get(tenant)["id"])
        job = None if target is None else get_job_between(reading, tenant, target)
        try:
            trials = list(try_expression(reading, actor, text, user=user, limit=limit, job=job))
        except ExpressionError as fault:
            click.echo(f"Error: {fault.message}\n\n{fault.excerpt}", err=True)
            click.get_current_context().exit(exit_code_of(fault))
    rows = [_row(trial) for trial in trials]
    if output is OutputForm.JSON:
        print_json(rows)
    elif user is not None:
        _print_parts(rows[0])
    else:
        _print_users(rows)
    if any(row.failed for row in rows):
        click.get_current_context().exit(ExitCode.FAULT)


def _row(trial: Trial) -> TrialRow:
    steps = [_step_row(step) for step in trial.steps]
    whole = trial.steps[0]
    return TrialRow(
        id=trial.user_id,
        user_principal_name=trial.user_principal_name,
        failed=bool(whole.fault),
        flows=not whole.fault and whole.value is not None and not isinstance(whole.value, NoFlow),
        value=steps[0].value,
        note=steps[0].note,
        steps=steps,
    )


def _step_row(step: Step) -> StepRow:
    note = step.fault if step.reached else _NOT_REACHED
    if isinstance(step.value, NoFlow):
        note = step.value.warning or "does not flow"
    value = None if isinstance(step.value, NoFlow) else step.value
    return StepRow(expression=step.text, depth=step.depth, value=value, note=note)


def _print_parts(row: TrialRow) -> None:
    """Print a line for each part of the expression, indented as it is nested."""
    columns: Columns[StepRow] = {
        "Expression": lambda step: "  " * step.depth + step.expression,
        "Value": _shown,
    }
    click.echo(f"{row.user_principal_name}\n")
    print_rows(OutputForm.TABLE, row.steps, columns, nothing="")


def _print_users(rows: Sequence[TrialRow]) -> None:
    """Print a line for each user, with a numbered column for each part of the expression."""
    if not rows:
        click.echo("No users.")
        return
    places, notes = _places(rows[0].steps), _Notes()
    columns: Columns[TrialRow] = {"User": lambda row: row.user_principal_name}
    for number, (text, place) in enumerate(places.items()):
        title = str(number) if number else "Result"
        click.echo(f"{title:>6}  {text}")
        columns = {**columns, title: notes.column(place)}
    click.echo()
    print_rows(OutputForm.TABLE, rows, columns, nothing="")
    notes.print()


class _Notes:
    """Long notes of a table of users: each is told once below, and in the table by its number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def column(self, place: int) -> Callable[[TrialRow], Text]:
        """Return what the step at *place* shows in the table."""
        return lambda row: self._shown(row.steps[place])

    def print(self) -> None:
        """Print the notes that the table showed by their number."""
        for note, number in self._numbers.items():
            click.echo(f"\nnote {number}: {note}")

    def _shown(self, step: StepRow) -> Text:
        if len(step.note) <= _SHORT_NOTE:
            return _shown(step)
        number = self._numbers.setdefault(step.note, len(self._numbers) + 1)
        return Text(f"note {number}", style="yellow")


def _places(steps: Sequence[StepRow]) -> dict[str, int]:
    """Return text → place of the parts, each text once."""
    places: dict[str, int] = {}
    for place, step in enumerate(steps):
        places.setdefault(step.expression, place)
    return places


def _shown(step: StepRow) -> Text:
    if step.note:
        return Text(step.note, style="dim" if step.note == _NOT_REACHED else "yellow")
    if step.value is None:
        return Text("null", style="dim")
    values = step.value if isinstance(step.value, list | tuple) else [step.value]
    return Text(", ".join(f'"{each}"' if isinstance(each, str) else str(each) for each in values))
