"""One entry of the directory audit, before it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tenantry.audit.activities import Activity

Modification = tuple[str, Any, Any]
"""Name of a property, its old value, its new value: JSON values, None for no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditTarget:
    """The object that was changed.  ``type`` is the wire's, such as `User` or `Policy`."""

    type: str
    id: str
    name: str | None = None
    user_principal_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """What was done to what.  Who did it and when is known to the writer (`store.add`)."""

    activity: Activity
    target: AuditTarget
    modified: tuple[Modification, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    result: str = "success"
    result_reason: str | None = None


def modifications(
    changes: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> tuple[Modification, ...]:
    """Return a modification for each of *changes*, with the old values of *before*."""
    old = before or {}
    return tuple((name, old.get(name), value) for name, value in changes.items())


def modifications_of(stored: object) -> list[Modification]:
    """Return the modifications that an entry keeps as JSON.

    An object is what a new object was given, name → value; a list holds modifications.
    """
    if isinstance(stored, Mapping):
        return [(name, None, value) for name, value in stored.items()]
    if not isinstance(stored, list):
        return []
    return [(str(name), old, new) for name, old, new in stored]
