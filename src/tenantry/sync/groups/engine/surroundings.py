"""Surroundings: what groups are decided in.

A cycle decides in the database as it stands; a plan on top of what it would have changed so far,
and a cycle that applies a plan gives new groups the ids that the plan gave them.
"""

from typing import Protocol

from tenantry.identifiers import new_id
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.connection import Connection
from tenantry.sync.groups.engine.members import LinkedMembers
from tenantry.sync.stores import group_source


class GroupSurroundings(Protocol):
    """What groups are decided in, where that is not just the database as it stands."""

    def linked_members(
        self, reading: Reading, connection: Connection, source_id: str, /
    ) -> LinkedMembers:
        """Return the linked members of a source group."""

    def target_id(self, source_id: str, /) -> str:
        """Return the id that the new group of the target gets."""


class GroupsAsTheyStand:
    """The database as it stands."""

    def linked_members(
        self, reading: Reading, connection: Connection, source_id: str, /
    ) -> LinkedMembers:
        """Return what the database says."""
        key = (connection.job.tenant_id, connection.job.id)
        return LinkedMembers(states=group_source.list_linked_members(reading, *key, source_id))

    def target_id(self, _source_id: str, /) -> str:
        """Return a new id."""
        return new_id()


AS_THEY_STAND = GroupsAsTheyStand()
