"""Edits: one change of one setting, as it is told to people."""

from dataclasses import dataclass
from typing import Literal

Change = Literal["add", "remove", "set"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change of one setting.  ``values`` are what is added, removed or set."""

    change: Change
    path: str
    values: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the change for people."""
        values = ", ".join(f"`{value}`" for value in self.values)
        if self.change == "set":
            return f"set `{self.path}` to {values}"
        preposition = "to" if self.change == "add" else "from"
        return f"{self.change} {values} {preposition} `{self.path}`"
