"""Surroundings: what a chunk is planned in.

A cycle plans in the database as it stands; a plan plans on top of what it would have changed
so far, and a cycle that applies a plan gives new users the ids that the plan gave them.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from tenantry.identifiers import new_ids
from tenantry.sync.job_rules import JobRules
from tenantry.sync.subject import Subject


class Surroundings(Protocol):
    """What a chunk is planned in, where that is not just the database as it stands."""

    def as_found(self, rules: JobRules, subjects: Sequence[Subject], /) -> list[Subject]:
        """Return *subjects* with the links and managers that they find."""

    def holders(self, name_keys: Sequence[str], found: Mapping[str, str], /) -> Mapping[str, str]:
        """Return folded name → target user that holds it; *found* is what the target says."""

    def claimed(self, addresses: Sequence[str], /) -> Mapping[str, str]:
        """Return folded address → target user that got it, where the target does not say so."""

    def target_ids(self, source_ids: Sequence[str], /) -> Sequence[str]:
        """Return the ids that new target users get."""


class AsItStands:
    """The database as it stands."""

    def as_found(self, _rules: JobRules, subjects: Sequence[Subject], /) -> list[Subject]:
        """Return *subjects* as they were read."""
        return list(subjects)

    def holders(self, _keys: Sequence[str], found: Mapping[str, str], /) -> Mapping[str, str]:
        """Return *found*."""
        return found

    def claimed(self, _addresses: Sequence[str], /) -> Mapping[str, str]:
        """Return nothing: the target says who has an address."""
        return {}

    def target_ids(self, source_ids: Sequence[str], /) -> Sequence[str]:
        """Return new ids."""
        return new_ids(len(source_ids))


AS_IT_STANDS = AsItStands()
