"""A group of commands, whose help tells each in a whole sentence."""

import click

_LONGEST_SENTENCE = 200


class CommandGroup(click.Group):
    """Wraps what a command does where the line ends; click would cut it off."""

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the section of the commands."""
        named = ((name, self.get_command(context, name)) for name in self.list_commands(context))
        rows = [
            (name, command.get_short_help_str(_LONGEST_SENTENCE))
            for name, command in named
            if command is not None and not command.hidden
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
