"""Properties of applications that are kept among their settings, not in columns of their own."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from tenantry.graph.wire import checks
from tenantry.graph.wire.application_types import complete, stored, stored_list
from tenantry.graph.wire.bodies import Check, Property
from tenantry.graph.wire.entities import EntityProperty, declare


def kept(
    declaration: str,
    default: str = "",
    advanced: str = "",
    *,
    column: str,
    show: Callable[[Any], object] = lambda value: value,
    check: Check[object] | None = None,
) -> EntityProperty:
    """Return a property that is kept in the settings as *column*; *show* makes what is shown."""
    declared = declare(
        declaration, default, advanced, column="settings", json_path=(column,), columns=(column,)
    )
    return replace(
        declared,
        read=lambda record: show(record.get(column)),
        write=Property(column, check) if check else None,
    )


def kept_text(declaration: str, column: str) -> EntityProperty:
    """Return a writable text that is kept among the settings."""
    return kept(declaration, column=column, check=checks.text)


def kept_texts(
    declaration: str, column: str, default: str = "", advanced: str = ""
) -> EntityProperty:
    """Return a writable collection of texts that is kept among the settings."""
    return kept(
        declaration,
        default,
        advanced,
        column=column,
        show=lambda value: value or [],
        check=checks.list_of(checks.text),
    )


def kept_structure(declaration: str, column: str, kind: type[msgspec.Struct]) -> EntityProperty:
    """Return a writable complex value of *kind*, shown with every member."""
    return kept(
        declaration, column=column, show=lambda value: complete(kind, value), check=stored(kind)
    )


def kept_structures(
    declaration: str, column: str, kind: type[msgspec.Struct], *, writable: bool = True
) -> EntityProperty:
    """Return a collection of complex values of *kind*, each shown with every member."""
    return kept(
        declaration,
        column=column,
        show=lambda value: [complete(kind, one) for one in value or ()],
        check=stored_list(kind) if writable else None,
    )
