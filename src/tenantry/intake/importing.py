"""Import: what a file says, written into a tenant.

People are made or changed in chunks, each in one transaction; managers follow when everybody
exists.  A second import of the same file finds nothing to write.  Passwords count when a person
is made and never again: whoever changed theirs keeps it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tenantry.actor import Actor
from tenantry.directory.operations.lookups import find_user, require_user
from tenantry.directory.operations.managers import set_manager
from tenantry.directory.operations.password_hashing import NO_PASSWORD, PasswordHashing
from tenantry.directory.operations.users import create_user, update_user
from tenantry.directory.values import Record
from tenantry.errors import AlreadyExistsError, InvalidValueError
from tenantry.intake.managers import find_manager_links
from tenantry.intake.records import ImportedUser, ImportReading, Problem
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading, UnitOfWork

CHUNK = 500

_AT_CREATION_ONLY = frozenset({"force_change_password"})

Progress = Callable[[int], None]
"""Called with the number of people that were done since the last call."""

_Hashes = Mapping[str, str | InvalidValueError]
"""Own key → hash of the password, or why it cannot be one."""


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """What became of a file.  ``written`` is false where all was to be nothing.

    The counts are of people; then of what was found, not of what was written.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    managers_set: int = 0
    problems: list[Problem] = field(default_factory=list)
    skipped: Mapping[str, int] = field(default_factory=dict)
    written: bool = True

    @property
    def left_out(self) -> int:
        """How many rows of the file are missing in the tenant."""
        return len({problem.line for problem in self.problems if problem.left_out})


class _UndoneError(Exception):
    """Ends the transaction of an import that is to be all or nothing."""


def import_users(
    database: Database,
    actor: Actor,
    reading: ImportReading,
    *,
    hashing: PasswordHashing,
    all_or_nothing: bool = False,
    on_progress: Progress = lambda _: None,
) -> ImportReport:
    """Write the people of *reading* into the actor's tenant and say what became of them.

    A person who cannot be written is a problem of the report, and the others go in; with
    *all_or_nothing* they all do in one transaction, or nobody.
    """
    run = _Import(database, actor, reading, hashing, on_progress)
    if not all_or_nothing:
        for records in _chunks(reading.records):
            hashes = run.hash_passwords(records)
            with database.write() as work:
                run.write_people(work, records, hashes)
        with database.read() as view:
            people = run.find_managers(view)
        for records in _chunks(people):
            with database.write() as work:
                run.write_managers(work, records)
    else:
        _import_all_or_nothing(database, run)
    return run.report


def _import_all_or_nothing(database: Database, run: "_Import") -> None:
    hashes = run.hash_passwords(run.records)
    try:
        with database.write() as work:
            run.write_people(work, run.records, hashes)
            run.write_managers(work, run.find_managers(work))
            run.require_everybody()
    except _UndoneError:
        run.report.written = False


class _Import:
    """One import under way."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        reading: ImportReading,
        hashing: PasswordHashing,
        on_progress: Progress,
    ) -> None:
        self._database = database
        self._actor = actor
        self._hashing = hashing
        self._on_progress = on_progress
        self._ids: dict[str, str] = {}  # own key → user id, of everybody who is written
        self._links: dict[str, str] = {}  # own key → key of the manager
        self.records = reading.records
        self.report = ImportReport(problems=list(reading.problems), skipped=reading.skipped)

    def hash_passwords(self, records: Sequence[ImportedUser]) -> _Hashes:
        """Return the hashes for those of *records* who are new and have a password.

        Outside of transactions: hashing takes its time on purpose.
        """
        with self._database.read() as reading:
            new = [each for each in records if each.password and not self._exists(reading, each)]
        with ThreadPoolExecutor() as threads:
            hashes = threads.map(self._hash, new)
        return {record.own_key: each for record, each in zip(new, hashes, strict=True)}

    def write_people(
        self, work: UnitOfWork, records: Sequence[ImportedUser], hashes: _Hashes
    ) -> None:
        """Make or change each of *records*."""
        for record in records:
            try:
                self._write(work, record, hashes.get(record.own_key, NO_PASSWORD))
            except (AlreadyExistsError, InvalidValueError) as fault:
                self._report(record, fault.message, left_out=True)
        self._on_progress(len(records))

    def find_managers(self, reading: Reading) -> Sequence[ImportedUser]:
        """Return everybody whose manager is known; problems tell of the others."""
        written = [record for record in self.records if record.own_key in self._ids]
        wanted = {record.manager_key for record in written if record.manager_key}
        for key in wanted - self._ids.keys():
            user = find_user(reading, self._actor.tenant_id, key)
            if user is not None:
                self._ids[key] = user["id"]
        found = find_manager_links(written, known=self._ids)
        self.report.problems += found.problems
        self._links = found.links
        return [record for record in written if record.own_key in found.links]

    def write_managers(self, work: UnitOfWork, records: Sequence[ImportedUser]) -> None:
        """Set the manager of each of *records*.

        Where two change places, one link closes a circle until the other is written: what is
        refused is tried once more when the rest is done.
        """
        refused = [record for record in records if self._refusal(work, record)]
        for record in refused:
            reason = self._refusal(work, record)
            if reason:
                self._report(record, reason, left_out=False)

    def require_everybody(self) -> None:
        """Raise `_UndoneError` if somebody is left out."""
        if self.report.left_out:
            raise _UndoneError

    def _refusal(self, work: UnitOfWork, record: ImportedUser) -> str:
        """Set the manager of *record*; return why it is refused, or nothing."""
        user = require_user(work, self._actor.tenant_id, self._ids[record.own_key])
        manager_id = self._ids[self._links[record.own_key]]
        if user["manager_id"] == manager_id:
            return ""
        try:
            set_manager(work, self._actor, user["id"], manager_id)
        except InvalidValueError as fault:
            return fault.message
        self.report.managers_set += 1
        return ""

    def _write(
        self, work: UnitOfWork, record: ImportedUser, password_hash: str | InvalidValueError
    ) -> None:
        if isinstance(password_hash, InvalidValueError):
            raise password_hash
        user = find_user(work, self._actor.tenant_id, record.user_principal_name)
        if user is None:
            values = {**record.properties, "password_hash": password_hash}
            user = create_user(work, self._actor, values)
            self.report.created += 1
        elif self._has_news(work, user, record):
            self.report.updated += 1
        else:
            self.report.unchanged += 1
        self._ids[record.own_key] = user["id"]

    def _has_news(self, work: UnitOfWork, user: Record, record: ImportedUser) -> bool:
        values = {
            name: value
            for name, value in record.properties.items()
            if name not in _AT_CREATION_ONLY
        }
        return update_user(work, self._actor, user["id"], values)

    def _hash(self, record: ImportedUser) -> str | InvalidValueError:
        """Return the hash of the password, or why it cannot be one."""
        try:
            return self._hashing.hash(record.password or "")
        except InvalidValueError as fault:
            return fault

    def _exists(self, reading: Reading, record: ImportedUser) -> bool:
        return find_user(reading, self._actor.tenant_id, record.user_principal_name) is not None

    def _report(self, record: ImportedUser, reason: str, *, left_out: bool) -> None:
        problem = Problem(
            line=record.line,
            reason=reason,
            subject=record.user_principal_name,
            left_out=left_out,
        )
        self.report.problems.append(problem)


def _chunks(records: Sequence[ImportedUser]) -> Iterator[Sequence[ImportedUser]]:
    for start in range(0, len(records), CHUNK):
        yield records[start : start + CHUNK]
