"""What earlier chunks of a plan would have changed, for the chunks after them.

A cycle finds its own earlier chunks in the database; a plan writes nothing there, so this
corrects what is read: names that are taken or given up, users that came or went, and
target users that were left to another source user.
"""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from tenantry.storage.database import Database
from tenantry.sync.engine.chunks import heirs_of
from tenantry.sync.engine.surroundings import AsItStands
from tenantry.sync.job_rules import JobRules
from tenantry.sync.planning import PlannedChange
from tenantry.sync.plans.engine.inheritance import Inheriting
from tenantry.sync.stores import plan_outlook
from tenantry.sync.subject import Subject


class Foreseen(AsItStands):
    """The stored entries of one plan, as the next chunk has to see them."""

    def __init__(self, database: Database, tenant_id: str, plan_id: str) -> None:
        self._database = database
        self._plan = (tenant_id, plan_id)
        self._heirs: set[str] = set()
        self._inheriting = Inheriting(self._heirs)
        self.is_empty = True  # no entry is stored, so that nothing needs to be asked

    def unseen(self, source_ids: Sequence[str]) -> list[str]:
        """Return the users whose target an earlier chunk does not change.

        A cycle that comes across a user again finds nothing to do.
        """
        if self.is_empty:
            return list(source_ids)
        with self._database.read() as reading:
            exported = plan_outlook.find_exported(reading, *self._plan, source_ids)
        return [source_id for source_id in source_ids if source_id not in exported]

    def bequeath(self, changes: Sequence[PlannedChange]) -> list[str]:
        """Note whom the *changes* leave a target user, and return them."""
        heirs = heirs_of(changes)
        self._heirs.update(heirs)
        return heirs

    def as_found(self, rules: JobRules, subjects: Sequence[Subject], /) -> list[Subject]:
        """Return *subjects* with the links and managers that they would find."""
        return self._with_managers(rules, self._inheriting.as_found(rules, subjects))

    def _with_managers(self, rules: JobRules, subjects: Sequence[Subject]) -> list[Subject]:
        place = rules.manager
        if self.is_empty or place is None:
            return list(subjects)
        managers = {
            subject.source_id: str(subject.row[place])
            for subject in subjects
            if subject.row is not None and subject.row[place] is not None
        }
        moved = self.moved(set(managers.values()))
        return [
            msgspec.structs.replace(subject, manager=moved[managers[subject.source_id]])
            if managers.get(subject.source_id) in moved
            else subject
            for subject in subjects
        ]

    def holders(self, name_keys: Sequence[str], found: Mapping[str, str], /) -> Mapping[str, str]:
        """Return folded name → target user that holds it; *found* is what the target says."""
        if self.is_empty:
            return found
        with self._database.read() as reading:
            freed = plan_outlook.find_freed(reading, *self._plan, name_keys)
            taken = plan_outlook.find_taken(reading, *self._plan, name_keys)
        return {key: holder for key, holder in found.items() if key not in freed} | taken

    def claimed(self, addresses: Sequence[str], /) -> Mapping[str, str]:
        """Return folded address → target user that gets it in an earlier chunk."""
        if self.is_empty:
            return {}
        with self._database.read() as reading:
            return plan_outlook.find_claimed(reading, *self._plan, addresses)

    def moved(self, source_ids: Collection[str]) -> dict[str, str | None]:
        """Return source id → live target user, None for one that went, of those that moved."""
        if self.is_empty:
            return {}
        with self._database.read() as reading:
            return plan_outlook.find_moved(reading, *self._plan, list(source_ids))
