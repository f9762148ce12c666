"""Where settings come from: defaults, two files, the environment, `--set` and options.

The files are both called `tenantry.toml`: one in the installation's folder, which only says what
belongs to this installation, and one in the current directory.  A later source wins over an
earlier one, setting by setting.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tenantry.errors import InvalidValueError
from tenantry.runtime.setting_descriptions import (
    ENVIRONMENT_PREFIX,
    SETTINGS,
    environment_variable,
    parse_value,
)
from tenantry.runtime.settings import Settings
from tenantry.storage.encryption import SECRET_KEY_VARIABLE

FILE_NAME = "tenantry.toml"

_Given = tuple[str, str, object]
"""Where the value stands, in words; the setting's name; the value as it stands there."""


def read_settings(
    *,
    directory: Path,
    environment: Mapping[str, str],
    assignments: Iterable[str] = (),
    options: Mapping[str, object] | None = None,
) -> Settings:
    """Return the settings for a command that is called in *directory*.

    *assignments* are the `name=value` of `--set`; *options* are settings by name that have a
    command line option of their own, `None` where the option was not given.
    """
    given = _parsed(
        [
            *_from_file(directory / FILE_NAME),
            *_from_environment(environment),
            *_from_assignments(assignments),
            *_from_options(options or {}),
        ]
    )
    folder = directory / Settings(**given).folder
    return Settings(**{**_parsed(_from_file(folder / FILE_NAME)), **given})


def _parsed(given: Iterable[_Given]) -> dict[str, Any]:
    """Return the attributes of `Settings` that *given* sets, the last one of each."""
    return {
        SETTINGS[name].attribute: parsed
        for source, name, value in given
        for parsed in [parse_value(name, value, source=source)]
    }


def _from_file(path: Path) -> Iterator[_Given]:
    if not path.is_file():
        return
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InvalidValueError(FILE_NAME, f"`{path}` is not valid TOML: {fault}") from fault
    for name, value in _flattened(content):
        yield f"`{path}`", name, value


def _flattened(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _from_environment(environment: Mapping[str, str]) -> Iterator[_Given]:
    names = {environment_variable(name): name for name in SETTINGS}
    for variable, value in environment.items():
        if variable.startswith(ENVIRONMENT_PREFIX) and variable != SECRET_KEY_VARIABLE:
            written = variable.removeprefix(ENVIRONMENT_PREFIX).lower()
            yield f"the environment variable `{variable}`", names.get(variable, written), value


def _from_assignments(assignments: Iterable[str]) -> Iterator[_Given]:
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals:
            message = f"`--set {assignment}` has no value; write `--set name=value`"
            raise InvalidValueError(name, message)
        yield "`--set`", name.strip(), value.strip()


def _from_options(options: Mapping[str, object]) -> Iterator[_Given]:
    for name, value in options.items():
        if value is not None:
            yield f"`--{name.replace('_', '-')}`", name, value
