"""What changed since a place in the feed, object by object, for delta queries (contract §1.11)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tenantry.actor import Actor
from tenantry.directory import rights
from tenantry.directory.operations.lookups import STORES
from tenantry.directory.operations.managers import MANAGER
from tenantry.directory.operations.visibility import listed_properties, require_no_guest
from tenantry.directory.values import Record
from tenantry.errors import ExpiredTokenError
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading

_READ = {
    "group": rights.GROUPS_READ,
    "application": rights.APPLICATIONS_READ,
    "servicePrincipal": rights.APPLICATIONS_READ,
    "device": rights.DEVICES_READ,
}
_WHOLE = frozenset({feed.CREATED, feed.RESTORED})
_MEMBERS = {feed.MEMBER_ADDED: True, feed.MEMBER_REMOVED: False}


@dataclass(slots=True, kw_only=True)
class ObjectChange:
    """What happened to one object.

    ``is_whole`` says that it is new or back, so that every property counts as changed;
    ``members`` maps ids to whether they are members after all; ``former_managers`` are those
    that the user had in between.  ``record`` is what the object
    is now, None if it is gone; then ``is_purged`` says whether for good.
    """

    object_id: str
    properties: set[str] = field(default_factory=set)
    members: dict[str, bool] = field(default_factory=dict)
    former_managers: set[str] = field(default_factory=set)
    is_whole: bool = False
    record: Record | None = None
    is_purged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """Changes up to ``watermark``; ``is_last`` if there are none after it."""

    changes: list[ObjectChange]
    watermark: int
    is_last: bool


def require_changes(actor: Actor, kind: str) -> None:
    """Raise `NotPermittedError` unless the actor may follow objects of *kind*."""
    if kind == "user":
        listed_properties(actor, PageQuery())
    else:
        actor.require(*_READ[kind])
        require_no_guest(actor)


def newest_watermark(reading: Reading, actor: Actor) -> int:
    """Return the place after everything that has happened."""
    return feed.position(reading.connection, actor.tenant_id)


def list_all(reading: Reading, actor: Actor, kind: str, query: PageQuery) -> Page:
    """Return a page of the objects as they are now, which is how following them begins."""
    require_changes(actor, kind)
    return STORES[kind].list_page(reading, actor.tenant_id, query)


def list_changes(
    reading: Reading, actor: Actor, kind: str, watermark: int, *, limit: int
) -> ChangePage:
    """Return the objects of *kind* that at most *limit* entries after *watermark* are about.

    Raises `ExpiredTokenError` if the feed does not reach back, or never was, there.
    """
    require_changes(actor, kind)
    newest = _check_reach(reading, actor.tenant_id, watermark)
    entries = feed.since(reading.connection, actor.tenant_id, watermark, until=newest, limit=limit)
    changes = _by_object(entry for entry in entries if entry.object_type == kind)
    store = STORES[kind]
    records = store.list_by_ids(reading, actor.tenant_id, changes)
    existing = store.list_existing(reading, actor.tenant_id, changes)
    for change in changes.values():
        change.record = records.get(change.object_id)
        change.is_purged = change.object_id not in existing
    reached = entries[-1].sequence if entries else newest
    return ChangePage(changes=list(changes.values()), watermark=reached, is_last=reached >= newest)


def find_types(reading: Reading, actor: Actor, object_ids: Iterable[str]) -> dict[str, str]:
    """Return id → object type for those of *object_ids* that exist, deleted ones included."""
    wanted = set(object_ids)
    return {
        object_id: kind
        for kind, store in STORES.items()
        for object_id in store.list_existing(reading, actor.tenant_id, wanted)
    }


def _check_reach(reading: Reading, tenant_id: str, watermark: int) -> int:
    newest = feed.position(reading.connection, tenant_id)
    oldest = feed.oldest(reading.connection, tenant_id)
    if watermark > newest or watermark < oldest - 1:
        raise ExpiredTokenError
    return newest


def _by_object(entries: Iterable[feed.Change]) -> dict[str, ObjectChange]:
    changes: dict[str, ObjectChange] = {}
    for entry in entries:
        change = changes.setdefault(entry.object_id, ObjectChange(object_id=entry.object_id))
        change.properties.update(entry.properties)
        change.is_whole = change.is_whole or entry.kind in _WHOLE
        if MANAGER in entry.properties and entry.related_id:
            change.former_managers.add(entry.related_id)
        if entry.kind in _MEMBERS and entry.related_id:
            change.members[entry.related_id] = _MEMBERS[entry.kind]
    return changes
