"""What an importer hands over: the people of a file, and what the file could not tell."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

FileFormat = Literal["csv", "ldif", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedUser:
    """One person of a file, valid for `users` but for the verified domain.

    ``properties`` has the columns of the users table that the file gives, never an empty value:
    text, except `account_enabled` and `force_change_password` (bool), `other_mails` (list of
    text) and `extensions` (name → value).  `user_principal_name`, `display_name`,
    `mail_nickname` and `account_enabled` are always there; the id never is.
    """

    line: int  # as in `Problem`
    own_key: str  # what a manager_key of the same file refers to
    manager_key: str | None = None  # an own_key of the file, or a person the directory may know
    properties: dict[str, object]
    password: str | None = field(default=None, repr=False)

    @property
    def user_principal_name(self) -> str:
        """The sign-in name, in the file's spelling."""
        return str(self.properties.get("user_principal_name", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in the file that an administrator should know of."""

    line: int  # counted from 1 (in a JSON collection: of the element); 0 is the whole file
    reason: str
    subject: str  # sign-in name, distinguished name, property or file; "" when none is known
    left_out: bool  # whether a person is missing from the records because of it


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReading:
    """Everything one file says."""

    records: list[ImportedUser]  # in file order, no two with one sign-in name or key
    problems: list[Problem]  # in the order they were found
    skipped: Counter[str]  # kind of entry that is rightly no person to import → how many
