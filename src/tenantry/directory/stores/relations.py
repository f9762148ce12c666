"""Who owns which object, and whose devices are whose.

Relations of deleted objects are kept, for their restoration, and not seen.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, insert, or_, select

from tenantry.directory.relations import Bearer, Relation
from tenantry.directory.stores.objects import (
    APPLICATIONS,
    DEVICES,
    GROUPS,
    SERVICE_PRINCIPALS,
    USERS,
)
from tenantry.storage.tables import relations
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_relations = relations.c
_TABLES = {
    store.object_type: store.table
    for store in (USERS, GROUPS, APPLICATIONS, SERVICE_PRINCIPALS, DEVICES)
}

Reference = tuple[str, str]
"""Object type and id."""


def find_type(
    reading: Reading, tenant_id: str, relation: Relation, object_id: str, related_id: str
) -> str | None:
    """Return the type of the related object, None if it is not so related."""
    query = select(_relations.related_type).where(*_one(tenant_id, relation, object_id, related_id))
    return reading.connection.execute(query).scalar()


def add(
    work: UnitOfWork, tenant_id: str, relation: Relation, bearer: Bearer, related: Bearer
) -> None:
    """Relate *related* to *bearer*, to which it is not yet so related."""
    row = {
        "tenant_id": tenant_id,
        "relation": relation.value,
        "object_id": bearer.id,
        "object_type": bearer.object_type,
        "related_id": related.id,
        "related_type": related.object_type,
    }
    work.connection.execute(insert(relations), row)


def remove(
    work: UnitOfWork, tenant_id: str, relation: Relation, object_id: str, related_id: str
) -> None:
    """End a relation."""
    conditions = _one(tenant_id, relation, object_id, related_id)
    work.connection.execute(delete(relations).where(*conditions))


def remove_all_of(work: UnitOfWork, tenant_id: str, object_id: str) -> None:
    """End every relation of the object, on either side."""
    work.connection.execute(
        delete(relations).where(
            _relations.tenant_id == tenant_id,
            or_(_relations.object_id == object_id, _relations.related_id == object_id),
        )
    )


def list_object_ids(
    reading: Reading, tenant_id: str, relation: Relation, related_id: str
) -> frozenset[str]:
    """Return the ids of all that the object is so related to, deleted ones included."""
    query = select(_relations.object_id).where(
        _relations.tenant_id == tenant_id,
        _relations.relation == relation.value,
        _relations.related_id == related_id,
    )
    return frozenset(reading.connection.execute(query).scalars())


def list_related(
    reading: Reading,
    tenant_id: str,
    relation: Relation,
    object_id: str,
    kinds: Collection[str],
    *,
    after: str,
    limit: int,
) -> list[Reference]:
    """Return the next *limit* live objects of *kinds* related to the object, by their ids."""
    query = _related(tenant_id, relation, object_id, kinds)
    query = query.where(_relations.related_id > after).order_by(_relations.related_id)
    return [(row[0], row[1]) for row in reading.connection.execute(query.limit(limit))]


def count_related(
    reading: Reading, tenant_id: str, relation: Relation, object_id: str, kinds: Collection[str]
) -> int:
    """Return how many live objects of *kinds* are related to the object."""
    query = _related(tenant_id, relation, object_id, kinds)
    return _count(reading, query)


def list_bearers(
    reading: Reading,
    tenant_id: str,
    relation: Relation,
    related_id: str,
    kinds: Collection[str],
    *,
    after: str,
    limit: int,
) -> list[Reference]:
    """Return the next *limit* live objects of *kinds* that the object is related to, by id."""
    query = _bearers(tenant_id, relation, related_id, kinds)
    query = query.where(_relations.object_id > after).order_by(_relations.object_id)
    return [(row[0], row[1]) for row in reading.connection.execute(query.limit(limit))]


def count_bearers(
    reading: Reading, tenant_id: str, relation: Relation, related_id: str, kinds: Collection[str]
) -> int:
    """Return how many live objects of *kinds* the object is related to."""
    return _count(reading, _bearers(tenant_id, relation, related_id, kinds))


def _related(
    tenant_id: str, relation: Relation, object_id: str, kinds: Collection[str]
) -> Select[Any]:
    return select(_relations.related_type, _relations.related_id).where(
        _relations.tenant_id == tenant_id,
        _relations.relation == relation.value,
        _relations.object_id == object_id,
        _is_live(_relations.related_type, _relations.related_id, kinds),
    )


def _bearers(
    tenant_id: str, relation: Relation, related_id: str, kinds: Collection[str]
) -> Select[Any]:
    return select(_relations.object_type, _relations.object_id).where(
        _relations.tenant_id == tenant_id,
        _relations.relation == relation.value,
        _relations.related_id == related_id,
        _is_live(_relations.object_type, _relations.object_id, kinds),
    )


def _count(reading: Reading, query: Select[Any]) -> int:
    counting = select(func.count()).select_from(query.subquery())
    return reading.connection.execute(counting).scalar_one()


def _one(
    tenant_id: str, relation: Relation, object_id: str, related_id: str
) -> tuple[ColumnElement[bool], ...]:
    return (
        _relations.tenant_id == tenant_id,
        _relations.relation == relation.value,
        _relations.object_id == object_id,
        _relations.related_id == related_id,
    )


def _is_live(
    of_type: ColumnElement[str], of_id: ColumnElement[str], kinds: Collection[str]
) -> ColumnElement[bool]:
    """Return the condition that the object is one of *kinds* and not deleted."""
    return or_(
        *(
            and_(
                of_type == kind,
                exists().where(
                    table.c.tenant_id == _relations.tenant_id,
                    table.c.id == of_id,
                    table.c.deleted_at.is_(None),
                ),
            )
            for kind, table in ((kind, _TABLES[kind]) for kind in kinds)
        )
    )
