"""`tenantry version`: what is installed, for a report of a fault."""

import platform
from importlib import metadata

import click

from tenantry.cli.output import OutputForm, output_option, print_json

_PARTS = ("tenantry", "sqlalchemy", "starlette", "uvicorn")


@click.command()
@output_option
def version(output: OutputForm) -> None:
    """Print the versions of Tenantry and of what it runs on."""
    versions = {
        **{name: metadata.version(name) for name in _PARTS},
        "python": platform.python_version(),
        "system": platform.platform(),
    }
    if output is OutputForm.JSON:
        print_json(versions)
    else:
        for name, found in versions.items():
            click.echo(f"{name} {found}")
