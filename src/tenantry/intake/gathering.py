"""The reading while a file is read: people come in one by one and are judged here."""

from collections import Counter
from collections.abc import Iterable

from tenantry.intake.properties import find_faults, is_external, nickname_of, printable
from tenantry.intake.records import ImportedUser, ImportReading, Problem

EXTERNAL_USER = "external user"
EXAMPLE_ROW = "example row"
REFERRAL = "referral"
NOT_A_PERSON = "not a person"
OTHER_CHANGE = "change other than add"
SEARCH_RESULT = "search result"


class Gathering:
    """What was found in a file so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.reading = ImportReading(records=[], problems=[], skipped=Counter())
        self._lines_of_names: dict[str, int] = {}
        self._lines_of_keys: dict[str, int] = {}

    def skip(self, kind: str) -> None:
        """Count an entry that is rightly no person to import."""
        self.reading.skipped[kind] += 1

    def warn(self, line: int, reason: str, subject: str = "") -> None:
        """Report something that leaves nobody out."""
        self._report(line, reason, subject, left_out=False)

    def leave_out(self, line: int, reason: str, subject: str = "") -> None:
        """Report something for which a person is missing."""
        self._report(line, reason, subject, left_out=True)

    def add(self, user: ImportedUser, faults: Iterable[str] = ()) -> None:
        """Take *user* in, with the documented defaults, or say why not.

        *faults* are what the reader itself has found.
        """
        name = user.user_principal_name
        if is_external(name):
            self.skip(EXTERNAL_USER)
            return
        user.properties.setdefault("account_enabled", True)
        if nickname := nickname_of(name):
            user.properties.setdefault("mail_nickname", nickname)
        faults = [*faults, *find_faults(user.properties), *self._repetitions(user)]
        for fault in faults:
            self.leave_out(user.line, fault, name or user.own_key)
        if not faults:
            self._lines_of_names[name.lower()] = user.line
            self._lines_of_keys[user.own_key] = user.line
            self.reading.records.append(user)

    def _repetitions(self, user: ImportedUser) -> list[str]:
        line = self._lines_of_names.get(user.user_principal_name.lower())
        if line is not None:
            return [f"lines {line} and {user.line} have one sign-in name; the first is kept"]
        line = self._lines_of_keys.get(user.own_key)
        if line is not None:
            return [f"lines {line} and {user.line} have one name `{user.own_key}`"]
        return []

    def _report(self, line: int, reason: str, subject: str, *, left_out: bool) -> None:
        problem = Problem(
            line=line, reason=printable(reason), subject=printable(subject), left_out=left_out
        )
        self.reading.problems.append(problem)
