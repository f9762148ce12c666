"""Items of delta queries (contract §1.11)."""

from collections.abc import Collection

from tenantry.graph.wire.annotations import JsonObject, typed

_GONE_FOR_GOOD, _RESTORABLE = "deleted", "changed"


def removed_object(object_id: str, *, is_purged: bool) -> JsonObject:
    """Return the item of an object that is gone, for good or into the recycle bin."""
    reason = _GONE_FOR_GOOD if is_purged else _RESTORABLE
    return {"id": object_id, "@removed": {"reason": reason}}


def related_object(kind: str, object_id: str, *, is_related: bool) -> JsonObject:
    """Return an entry of `members@delta` and the like; an ended relation is always `deleted`."""
    item = typed(kind, {"id": object_id})
    return item if is_related else {**item, "@removed": {"reason": _GONE_FOR_GOOD}}


def present(item: JsonObject, changed: Collection[str]) -> JsonObject:
    """Return *item* without the properties that have no value, unless they lost it just now."""
    return {
        name: value for name, value in item.items() if value not in (None, []) or name in changed
    }
