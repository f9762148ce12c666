"""The options by which every command finds its installation."""

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

from tenantry.runtime.settings import Settings
from tenantry.runtime.settings_sources import read_settings

Arguments = ParamSpec("Arguments")
Returned = TypeVar("Returned")
Command = Callable[Concatenate[Settings, Arguments], Returned]

_PLACE = {
    "data": click.option(
        "--data",
        type=click.Path(file_okay=False),
        help="Folder of the installation.  [default: .tenantry]",
    ),
    "database": click.option(
        "--database", metavar="URL", help="The database, if it is not a file in that folder."
    ),
}
_PORTS = {
    "port": click.option(
        "--port", type=int, help="Port for https; 0 picks a free one.  [default: 8443]"
    ),
    "http_port": click.option(
        "--http-port", type=int, help="Port for plain http; 0 picks a free one.  [default: 8080]"
    ),
}
_ASSIGNMENTS = click.option(
    "--set",
    "assignments",
    multiple=True,
    metavar="NAME=VALUE",
    help="Any setting, such as licensing=enforce; may be repeated.",
)


def installation_options(command: Command[Arguments, Returned]) -> Callable[..., Returned]:
    """Add `--data`, `--database` and `--set` to *command*, which gets the settings first.

    Whoever mistypes the folder is told that a new one was made.
    """

    @wraps(command)
    def telling(
        settings: Settings, /, *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Returned:
        was_made = settings.is_made
        try:
            return command(settings, *arguments, **named)
        finally:
            if settings.is_made and not was_made:
                message = (
                    f"Made a new installation in `{settings.folder}`; `--data` chooses another"
                    " folder."
                )
                click.echo(message, err=True)

    return _with_settings(telling, _PLACE)


def serving_options(command: Command[Arguments, Returned]) -> Callable[..., Returned]:
    """Add those and `--port` and `--http-port` to *command*, which gets the settings first."""
    return _with_settings(command, {**_PLACE, **_PORTS})


def _with_settings(
    command: Command[Arguments, Returned], options: dict[str, Callable[..., Any]]
) -> Callable[..., Returned]:
    @wraps(command)
    def decorated(*arguments: Any, assignments: tuple[str, ...], **named: Any) -> Returned:  # noqa: ANN401  # click's
        settings = read_settings(
            directory=Path.cwd(),
            environment=os.environ,
            assignments=assignments,
            options={name: named.pop(name) for name in options},
        )
        return command(settings, *arguments, **named)

    shown: Callable[..., Returned] = decorated
    for option in reversed([*options.values(), _ASSIGNMENTS]):
        shown = option(shown)
    return shown
