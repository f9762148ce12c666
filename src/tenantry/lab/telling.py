"""What the lab says on the terminal: progress while it works, then what there is to try."""

import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from tenantry.lab.staffing import Progress as OnProgress
from tenantry.lab.summary import LabSummary, SynchronizationSummary
from tenantry.native import lab_mail

_ARROW = "\N{RIGHTWARDS ARROW}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A command to copy.  ``purpose`` says what it shows; ``words`` follow `tenantry`."""

    purpose: str
    words: Sequence[str]


class Telling(Protocol):
    """What hears of the lab's progress."""

    def began(self, preset: str, folder: Path) -> None:
        """Say what is coming."""

    def preparing(self, people: int) -> AbstractContextManager[OnProgress]:
        """Give what is called with the number of people that were written since the last call."""

    def synchronizing(self) -> AbstractContextManager[OnProgress]:
        """Give what is called with the number of people that are linked so far."""

    def told(self, summary: LabSummary, suggestions: Sequence[Suggestion], *, stays: bool) -> None:
        """Tell what there is; *stays* says whether the lab goes on."""


class TerminalTelling:
    """Tells a person.

    *program* is how `tenantry` is called from here, *options* are those by which a command
    finds this lab.
    """

    def __init__(self, console: Console, program: str, options: Sequence[str]) -> None:
        self._console = console
        self._program = program
        self._options = options

    def began(self, preset: str, folder: Path) -> None:
        """Say what is coming."""
        said = Text.assemble(("Tenantry lab", "bold"), f" `{preset}` in {folder}")
        self._console.print(said, soft_wrap=True)

    @contextmanager
    def preparing(self, people: int) -> Iterator[OnProgress]:
        """Show how many of *people* are written."""
        with self._progress("preparing", MofNCompleteColumn(), TextColumn("people")) as bar:
            task = bar.add_task("preparing", total=people)
            yield lambda done: bar.advance(task, done)

    @contextmanager
    def synchronizing(self) -> Iterator[OnProgress]:
        """Show how many people are linked so far."""
        counted = TextColumn("{task.completed:,.0f} people linked")
        with self._progress("synchronizing", counted) as bar:
            task = bar.add_task("synchronizing", total=None)
            yield lambda linked: bar.update(task, completed=linked)

    def told(self, summary: LabSummary, suggestions: Sequence[Suggestion], *, stays: bool) -> None:
        """Tell what there is, where it answers and what to try."""
        self._tell_tenants(summary)
        if summary.synchronizations:
            self._tell_synchronizations(summary.synchronizations)
        self._tell_addresses(summary)
        self._tell_suggestions(suggestions, stays=stays)

    def _progress(self, what: str, *columns: TextColumn | MofNCompleteColumn) -> Progress:
        return Progress(
            SpinnerColumn(),
            TextColumn(what),
            BarColumn(),
            *columns,
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )

    def _tell_tenants(self, summary: LabSummary) -> None:
        took = summary.prepared_milliseconds
        how = "as it was left" if took is None else f"made in {took:,} ms"
        table = _table(f"Tenants, {how}", "Tenant", "Domain")
        for column in ("People", "From others", "Groups"):
            table.add_column(column, justify="right")
        for tenant in summary.tenants:
            table.add_row(
                tenant.display_name,
                tenant.initial_domain,
                f"{tenant.people:,}",
                f"{tenant.external:,}",
                f"{tenant.groups:,}",
            )
        self._console.print(table)

    def _tell_synchronizations(self, synchronizations: Sequence[SynchronizationSummary]) -> None:
        table = _table("Synchronizations, continuous", "From", "", "Into", "Status")
        for column in ("People", "Milliseconds"):
            table.add_column(column, justify="right")
        for each in synchronizations:
            milliseconds = "" if each.milliseconds is None else f"{each.milliseconds:,}"
            status = Text(each.status, style="red" if each.error else "green")
            people = f"{each.people:,}"
            table.add_row(each.source, _ARROW, each.target, status, people, milliseconds)
        self._console.print(table)
        for each in synchronizations:
            if each.error:
                self._console.print(f"{each.source} {_ARROW} {each.target}: {each.error}")

    def _tell_addresses(self, summary: LabSummary) -> None:
        table = _table("Serving")
        table.show_header = False
        table.add_column(style="dim")
        table.add_column(overflow="fold")
        table.add_row("Graph", summary.graph)
        table.add_row("Sign-in", f"{summary.authority}/{{tenant}}/v2.0")
        table.add_row("Plain http", f"{summary.http}/v1.0")
        table.add_row("Mail", f"{summary.http}{lab_mail.PATH}")
        table.add_row("Trust", summary.ca_file)
        table.add_row("Credentials", summary.lab_file)
        self._console.print(table)

    def _tell_suggestions(self, suggestions: Sequence[Suggestion], *, stays: bool) -> None:
        where = ", in another terminal" if stays else ""
        self._console.print(Text.assemble(("\nTry next", "bold"), where))
        for number, each in enumerate(suggestions, start=1):
            self._console.print(f"{number}. {each.purpose}", style="dim", soft_wrap=True)
            words = " ".join(map(_quoted, [*each.words, *self._options]))
            self._console.print(Text(f"   {self._program} {words}"), soft_wrap=True)
        if stays:
            self._console.print("\nCtrl-C stops the lab; what is in it is there the next time.")


def _quoted(word: str) -> str:
    """Return *word* as a shell takes it, in double quotes if it has single ones."""
    if "'" not in word:
        return shlex.quote(word)
    return '"' + re.sub(r'([\\"$`])', r"\\\1", word) + '"'


def _table(title: str, *columns: str) -> Table:
    table = Table(*columns, title=f"\n{title}", title_justify="left", title_style="bold", box=None)
    table.pad_edge = False
    table.header_style = "dim"
    return table
