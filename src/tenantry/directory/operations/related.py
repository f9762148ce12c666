"""Pages of objects that are related to one another, each record with its `object_type`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tenantry.actor import Actor, ActorKind
from tenantry.directory import rights
from tenantry.directory.operations.lookups import STORES
from tenantry.directory.operations.visibility import (
    require_no_guest,
    require_visible_user,
    shown,
    visible_member_properties,
)
from tenantry.directory.relations import Relation
from tenantry.directory.stores import relations as store
from tenantry.directory.stores.relations import Reference
from tenantry.directory.values import Record
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """The objects of ``kinds`` related to one; ``backwards``, those that it is related to."""

    relation: Relation
    object_id: str
    kinds: Sequence[str]
    backwards: bool = False


def page_of(reading: Reading, actor: Actor, related: Related, query: PageQuery) -> Page:
    """Return a page of the *related* objects, by id, for an actor who may see them."""
    list_next = store.list_bearers if related.backwards else store.list_related
    references = list_next(
        reading,
        actor.tenant_id,
        related.relation,
        related.object_id,
        related.kinds,
        after=str(query.after[-1]) if query.after else "",
        limit=query.limit + 1,
    )
    return page_of_references(reading, actor, references, related.kinds, query.limit)


def count_of(reading: Reading, actor: Actor, related: Related) -> int:
    """Return how many *related* objects there are, for an actor who may know."""
    count = store.count_bearers if related.backwards else store.count_related
    return count(reading, actor.tenant_id, related.relation, related.object_id, related.kinds)


def require_person(reading: Reading, actor: Actor, key: str) -> str:
    """Return the id of the user of whom the caller may see what belongs to them."""
    user, _ = require_visible_user(reading, actor, key)
    if actor.kind is not ActorKind.USER or user["id"] != actor.actor_id:
        actor.require(*rights.USERS_READ)
        require_no_guest(actor)
    return str(user["id"])


def page_of_references(
    reading: Reading,
    actor: Actor,
    references: Sequence[Reference],
    kinds: Collection[str],
    limit: int,
) -> Page:
    """Return the first *limit* objects that *references* name, each of one of the *kinds*.

    There is a next page where more references are given.
    """
    kept = references[:limit]
    found: dict[str, Record] = {}
    for kind in kinds:
        visible = visible_member_properties(actor, kind)
        ids = [object_id for of_kind, object_id in kept if of_kind == kind]
        for object_id, record in STORES[kind].list_by_ids(reading, actor.tenant_id, ids).items():
            found[object_id] = {**shown(record, visible), "object_type": kind}
    return Page(
        records=[found[object_id] for _, object_id in kept],
        next=(kept[-1][1],) if len(references) > limit else None,
    )
