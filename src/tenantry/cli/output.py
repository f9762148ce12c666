"""What commands print: tables for people, JSON for programs."""

import sys
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import TypeVar

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

_WIDTH_WITHOUT_TERMINAL = 160

Row = TypeVar("Row")
Command = TypeVar("Command", bound=Callable[..., object])


class OutputForm(Enum):
    """The forms that `--output` offers."""

    TABLE = "table"
    JSON = "json"


def output_option(command: Command) -> Command:
    """Add `--output` to *command*, as the argument `output`."""
    return click.option(
        "--output",
        type=click.Choice([each.value for each in OutputForm]),
        default=OutputForm.TABLE.value,
        show_default=True,
        callback=lambda _context, _option, value: OutputForm(value),
        help="Print a table for people or JSON for programs.",
    )(command)


def console() -> Console:
    """Return the console of standard output; wide where no terminal limits it."""
    width = None if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL
    return Console(width=width, highlight=False, markup=False)


def print_json(value: object) -> None:
    """Print *value* as JSON."""
    encoded = msgspec.json.encode(value)
    click.echo(msgspec.json.format(encoded, indent=2).decode())


Columns = Mapping[str, Callable[[Row], str | Text]]
"""Title → text of a row, in the order of the table."""


def print_rows(
    output: OutputForm, rows: Sequence[Row], columns: Columns[Row], *, nothing: str
) -> None:
    """Print *rows* as a table or a JSON array; *nothing* is the sentence for an empty table."""
    if output is OutputForm.JSON:
        print_json(rows)
    elif not rows:
        click.echo(nothing)
    else:
        _print_table(rows, columns)


def print_row(output: OutputForm, row: Row, columns: Columns[Row]) -> None:
    """Print one *row* as a table or a JSON object."""
    if output is OutputForm.JSON:
        print_json(row)
    else:
        _print_table([row], columns)


def _print_table(rows: Sequence[Row], columns: Columns[Row]) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in columns:
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(text_of(row) for text_of in columns.values()))
    console().print(table)
