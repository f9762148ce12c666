"""Layouts: where each attribute of a source user stands in the tuple that rules read.

The engine reads columns; what is derived from them (`netId`, `IsSoftDeleted`, lists and
extension attributes) is appended, so that a compiled mapping or filter only indexes a tuple.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from tenantry.identifiers import net_id
from tenantry.sync.attributes import (
    APP_ROLES,
    SOURCE_ATTRIBUTES,
    TARGET_ATTRIBUTES,
    is_extension_name,
)
from tenantry.sync.expression import INPUTS, Inputs

Row = tuple[Any, ...]
"""A source user's values, in the order of a layout."""

_ALWAYS = (
    "id",
    "user_principal_name",
    "display_name",
    "account_enabled",
    "user_type",
    "alternative_security_id",
    "deleted_at",
    "manager_id",
    "mail",
    "extensions",
)
ID, NAME, DISPLAY_NAME, ACCOUNT_ENABLED, USER_TYPE, IDENTITY, DELETED_AT, MANAGER, MAIL = range(9)
_EXTENSIONS = 9
_DERIVED = frozenset({"netId", "IsSoftDeleted", "alternativeSecurityIds", APP_ROLES})


class SourceLayout:
    """Columns to read for the attributes a job uses, and the place of each attribute.

    ``columns`` are read in this order, followed by the entitlement, whose place is
    ``entitled``; ``positions`` are the places of attributes in a completed row, and of the
    `INPUTS` where a mapping *needs_inputs*.  App roles are no column: ``reads_app_roles`` asks
    for them.
    """

    def __init__(self, used: Iterable[str], *, needs_inputs: bool = False) -> None:
        wanted = set(used)
        self.reads_app_roles = APP_ROLES in wanted
        names = sorted(wanted - {APP_ROLES})
        stored = {name: SOURCE_ATTRIBUTES[name].column for name in names if _is_stored(name)}
        self.columns = tuple(dict.fromkeys((*_ALWAYS, *stored.values())))
        self.entitled = len(self.columns)
        places = {name: self.columns.index(column) for name, column in stored.items()}
        self._derivations: list[Callable[[Row], Any]] = []
        self.positions: dict[str, int] = {}
        for name in names:
            if name in places and not SOURCE_ATTRIBUTES[name].multivalued:
                self.positions[name] = places[name]
            else:
                self.positions[name] = self.entitled + 1 + len(self._derivations)
                self._derivations.append(_derivation(name, places.get(name, 0)))
        end = self.entitled + 1 + len(self._derivations)
        if self.reads_app_roles:
            self.positions[APP_ROLES] = end
        self._needs_inputs = needs_inputs
        if needs_inputs:
            self.positions[INPUTS] = end + self.reads_app_roles

    def complete(self, row: Row, inputs: Inputs, app_roles: Mapping[str, Sequence[str]]) -> Row:
        """Return *row* as read, with the derived attributes appended and last the inputs.

        *app_roles* are user id → names of roles, where the layout ``reads_app_roles``.
        """
        completed = row + tuple([derive(row) for derive in self._derivations])
        if self.reads_app_roles:
            completed = (*completed, app_roles.get(row[ID]))
        return (*completed, inputs.for_user(row[ID])) if self._needs_inputs else completed


def _is_stored(name: str) -> bool:
    return name in SOURCE_ATTRIBUTES and name not in _DERIVED


def _derivation(name: str, place: int) -> Callable[[Row], Any]:
    if name == "netId":
        return lambda row: net_id(row[ID])
    if name == "IsSoftDeleted":
        return lambda row: row[DELETED_AT] is not None
    if name == "alternativeSecurityIds":
        return lambda row: row[IDENTITY] or "None"
    if is_extension_name(name):
        return lambda row: _decoded(row[_EXTENSIONS], {}).get(name)
    return lambda row: _decoded(row[place], None)


def _decoded(stored: str | None, empty: Any) -> Any:  # noqa: ANN401  # JSON of any shape
    return msgspec.json.decode(stored) if stored else empty


_FIRST_FOUND = ("manager_id", "left_at", "on_premises_sync_enabled")
FOUND_VALUES = 1 + len(_FIRST_FOUND)
"""Where the attributes begin in what was found of a target user, after `deleted_at` and those."""

MASTERED = FOUND_VALUES - 1
"""Where it says whether the user is mastered on premises."""


def found_of(deleted_at: str | None, values: Row) -> Row:
    """Return what was found of an object that is not a user, which has only its *values*."""
    return (deleted_at, *([None] * len(_FIRST_FOUND)), *values)


class TargetLayout:
    """Columns to read of a target user so that it can be compared with mapped values.

    ``align`` turns the columns as read into the manager's id, when the user left, whether it is
    mastered on premises, and one value per target attribute, in their order.
    """

    def __init__(self, targets: Sequence[str]) -> None:
        columns = [
            "extensions" if is_extension_name(name) else TARGET_ATTRIBUTES[name].column
            for name in targets
        ]
        self.columns = tuple(dict.fromkeys((*_FIRST_FOUND, *columns)))
        self._places = [self.columns.index(column) for column in columns]
        self._targets = tuple(targets)

    def align(self, read: Row) -> Row:
        """Return what every user is asked for, and the value of each attribute."""
        return (
            *read[: len(_FIRST_FOUND)],
            *[
                self._value(name, read[place])
                for name, place in zip(self._targets, self._places, strict=True)
            ],
        )

    @staticmethod
    def _value(name: str, stored: Any) -> Any:  # noqa: ANN401  # any column
        if name == "IsSoftDeleted":
            return stored is not None
        return _decoded(stored, {}).get(name) if is_extension_name(name) else stored
