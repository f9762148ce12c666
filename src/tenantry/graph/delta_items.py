"""Items of a page of a delta query, made of records and of what changed (contract §1.11)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tenantry.actor import Actor
from tenantry.directory.operations.changes import ObjectChange, find_types
from tenantry.directory.operations.memberships import list_member_references
from tenantry.graph.items import show
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.delta import present, related_object, removed_object
from tenantry.graph.wire.entities import Entity
from tenantry.graph.wire.showing import Record
from tenantry.storage.unit_of_work import Reading

_MANAGER = "manager_id"
_ANY_TYPE = "directoryObject"
_MEMBERS_OF_ONE = 1000  # members that a group which came back tells at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """What a delta query follows: the properties ``names`` of ``entity``, and a relationship."""

    entity: Entity
    names: tuple[str, ...]
    relationship: str | None

    def changed(self, columns: Iterable[str]) -> set[str]:
        """Return the tracked properties that a change of *columns* changes."""
        changed = frozenset(columns)
        return {name for name in self.names if not changed.isdisjoint(self.entity.columns([name]))}


def whole_items(
    reading: Reading, actor: Actor, tracking: Tracking, records: Sequence[Record]
) -> list[JsonObject]:
    """Return objects as the first round tells them: every property that has a value."""
    shown = show(reading, actor, tracking.entity, records, tracking.names)
    items = [present(item, ()) for item in shown]
    if tracking.relationship != "manager":
        return items
    return [
        {**item, **_manager(record, frozenset())}
        for item, record in zip(items, records, strict=True)
    ]


def group_item(
    reading: Reading,
    actor: Actor,
    tracking: Tracking,
    record: Record,
    references: Sequence[tuple[str, str]],
) -> JsonObject:
    """Return a group with some of its members, given by type and id."""
    [item] = whole_items(reading, actor, tracking, [record])
    if not references:
        return item
    members = [related_object(kind, member_id, is_related=True) for kind, member_id in references]
    return {**item, "members@delta": members}


def changed_items(
    reading: Reading,
    actor: Actor,
    tracking: Tracking,
    changes: Sequence[ObjectChange],
    *,
    is_minimal: bool,
) -> list[JsonObject]:
    """Return the objects of *changes* that changed in what is tracked, and those that are gone.

    *is_minimal* leaves out the properties that did not change.
    """
    types = find_types(reading, actor, {key for change in changes for key in change.members})
    items = []
    for change in changes:
        if change.record is None:
            items.append(removed_object(change.object_id, is_purged=change.is_purged))
            continue
        changed = tracking.changed(change.properties)
        relation = _relation(reading, actor, tracking, change, types)
        if not (change.is_whole or changed or relation):
            continue
        names = tracking.names
        if is_minimal and not change.is_whole:
            names = tuple(name for name in names if name == "id" or name in changed)
        [item] = show(reading, actor, tracking.entity, [change.record], names)
        items.append({**present(item, changed), **relation})
    return items


def _relation(
    reading: Reading,
    actor: Actor,
    tracking: Tracking,
    change: ObjectChange,
    types: dict[str, str],
) -> JsonObject:
    """Return the tracked relationship as far as it changed; empty if it did not."""
    if change.record is None or tracking.relationship is None:
        return {}
    if tracking.relationship == "manager":
        is_told = change.is_whole or _MANAGER in change.properties
        return _manager(change.record, change.former_managers) if is_told else {}
    members = dict(change.members)
    if change.is_whole:
        references = list_member_references(
            reading, actor, change.object_id, after="", limit=_MEMBERS_OF_ONE
        )
        members.update((member_id, True) for _, member_id in references)
        types = {**types, **{member_id: kind for kind, member_id in references}}
    told = [
        related_object(types.get(member_id, _ANY_TYPE), member_id, is_related=is_member)
        for member_id, is_member in members.items()
    ]
    return {"members@delta": told} if told else {}


def _manager(user: Record, former: Iterable[str]) -> JsonObject:
    """Return `manager@delta`: who is the manager now, and who is so no more."""
    current = user[_MANAGER]
    told = [related_object("user", current, is_related=True)] if current else []
    told += [related_object("user", one, is_related=False) for one in former if one != current]
    return {"manager@delta": told} if told else {}
