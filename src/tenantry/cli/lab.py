"""`tenantry lab`: a world to try everything on."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from tenantry.cli.installation import serving_options
from tenantry.cli.output import OutputForm, console, output_option, print_json
from tenantry.lab.preparing import LabWish
from tenantry.lab.presets import FEWEST_PEOPLE, PRESETS
from tenantry.lab.running import run_lab
from tenantry.lab.staffing import Progress
from tenantry.lab.summary import LabSummary
from tenantry.lab.telling import Suggestion, Telling, TerminalTelling
from tenantry.runtime.logs import configure_logs
from tenantry.runtime.settings import Settings


@click.command()
@click.option(
    "--preset",
    type=click.Choice(list(PRESETS)),
    help="merger: three companies that synchronize; pair: two tenants, nothing between them.",
)
@click.option(
    "--people",
    type=click.IntRange(min=FEWEST_PEOPLE),
    help="People in all.  [default: "
    + ", ".join(f"{each.people} in {name}" for name, each in PRESETS.items())
    + "]",
)
@click.option("--reset", is_flag=True, help="Throw away what a lab left there, and begin anew.")
@click.option("--once", is_flag=True, help="Stop after the first synchronizations.")
@output_option
@serving_options
def lab(
    settings: Settings,
    /,
    output: OutputForm,
    preset: str | None,
    people: int | None,
    *,
    reset: bool,
    once: bool,
) -> None:
    """Run a lab: tenants with people in them, synchronized, ready to be called.

    Everything is in the folder `--data` and is there again the next time.  `lab.json` in it says
    where the lab answers and who can sign in; it appears when the lab answers.
    """
    configure_logs(settings.log_level, settings.log_format)
    wish = LabWish(preset=preset, people=people, reset=reset)
    telling: Telling = (
        _JsonTelling()
        if output is OutputForm.JSON
        else TerminalTelling(console(), _program(), _place(settings))
    )
    run_lab(settings, wish, telling, once=once)


def _program() -> str:
    """Return how this command was called, as it can be called again from here."""
    called = Path(sys.argv[0]).absolute()
    if called.name == "__main__.py":
        return f"{sys.executable} -m tenantry"
    if shutil.which(called.name) == str(called):
        return called.name
    here = Path.cwd()
    return str(called.relative_to(here) if called.is_relative_to(here) else called)


def _place(settings: Settings) -> Sequence[str]:
    """Return the options by which other commands find the lab; none where it is by itself."""
    return [] if settings.folder == Settings().folder else ["--data", str(settings.folder)]


class _JsonTelling:
    """Tells a program: one JSON object, when the lab answers."""

    def began(self, preset: str, folder: Path) -> None:
        """Say nothing."""

    @contextmanager
    def preparing(self, _people: int) -> Iterator[Progress]:
        """Say nothing."""
        yield lambda _done: None

    @contextmanager
    def synchronizing(self) -> Iterator[Progress]:
        """Say nothing."""
        yield lambda _linked: None

    def told(self, summary: LabSummary, _suggestions: Sequence[Suggestion], *, stays: bool) -> None:
        """Print the summary."""
        del stays
        print_json(summary)
