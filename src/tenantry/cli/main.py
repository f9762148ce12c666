"""The command `tenantry`: its subcommands, and how their faults are told."""

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import version

import click

from tenantry.cli.command_group import CommandGroup
from tenantry.cli.exit_codes import MEANINGS, ExitCode, exit_code_of
from tenantry.errors import TenantryError

_COMMANDS: Mapping[str, str] = {
    "lab": "tenantry.cli.lab:lab",
    "serve": "tenantry.cli.serve:serve",
    "worker": "tenantry.cli.serve:worker",
    "web": "tenantry.cli.serve:web",
    "tenants": "tenantry.cli.tenants:tenants",
    "users": "tenantry.cli.users:users",
    "applications": "tenantry.cli.applications:applications",
    "keys": "tenantry.cli.keys:keys",
    "licences": "tenantry.cli.licences:licences",
    "invite": "tenantry.cli.invite:invite",
    "import": "tenantry.cli.imports:import_",
    "expression": "tenantry.cli.expressions:expression",
    "sync": "tenantry.cli.sync:sync",
    "report": "tenantry.cli.reports:report",
    "explain": "tenantry.cli.explain:explain",
    "replay": "tenantry.cli.replay:replay",
    "audit": "tenantry.cli.audit:audit",
    "topology": "tenantry.cli.topology:topology",
    "request": "tenantry.cli.request:request",
    "operator-token": "tenantry.cli.operator_token:operator_token",
    "version": "tenantry.cli.version:version",
}

_EXIT_CODES = "\n".join(f"{code.value}  {meaning}" for code, meaning in MEANINGS.items())


class _Commands(CommandGroup):
    """Loads a command when it is called, so that none waits for the imports of the others."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[name].partition(":")
        command = getattr(import_module(module), attribute)
        return command if isinstance(command, click.Command) else None

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except TenantryError as fault:
            click.echo(f"Error: {fault.message}", err=True)
            context.exit(exit_code_of(fault))
        except OSError as fault:
            if fault.filename is None:  # a broken pipe, which click ends quietly
                raise
            click.echo(f"Error: `{fault.filename}`: {fault.strerror}", err=True)
            context.exit(ExitCode.FAULT)


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=f"\b\nExit codes:\n{_EXIT_CODES}",
)
@click.version_option(version("tenantry"), message="tenantry %(version)s")
def main() -> None:
    """Host many isolated tenants that share their people.

    Tenantry is a multitenant identity directory: it synchronizes people between tenants and
    speaks Microsoft Graph and OpenID Connect.  Begin with `tenantry lab`.
    """
