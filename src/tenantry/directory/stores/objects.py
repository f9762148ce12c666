"""Directory objects as rows: found, listed, added, changed, deleted, restored and purged.

Deleted objects are seen only by the functions that say so, and no longer than they can be
restored.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, delete, func, insert, select, update

from tenantry.directory.retention import oldest_restorable
from tenantry.directory.stores.object_listings import ObjectListings
from tenantry.directory.stores.row_forms import SETTINGS, RowForm
from tenantry.directory.values import Record
from tenantry.storage.kept_queries import KeptQuery
from tenantry.storage.pages import Page, PageQuery, RowRecords, Rows, count_rows
from tenantry.storage.tables import applications, devices, groups, service_principals, users
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_IDS_PER_STATEMENT = 500


def _chunks(object_ids: Collection[str]) -> Iterator[list[str]]:
    """Yield the ids in as many as one statement may name."""
    wanted = list(object_ids)
    for start in range(0, len(wanted), _IDS_PER_STATEMENT):
        yield wanted[start : start + _IDS_PER_STATEMENT]


class ObjectStore:
    """The rows of one kind of object.

    ``object_type`` is its name in the change feed, *documents* are its columns of JSON, and
    *folded* maps columns to their folded copies.
    """

    def __init__(
        self,
        table: Table,
        object_type: str,
        *,
        documents: Collection[str],
        folded: Mapping[str, str],
    ) -> None:
        self.table = table
        self.object_type = object_type
        self._form = RowForm(table, documents=documents, folded=folded)
        self._whole = select(*self._form.selected(None))  # built once: it has many columns
        self._live_by = cache(self._make_live_by)
        self._listings = ObjectListings(table, self._form)

    def find(self, reading: Reading, tenant_id: str, object_id: str) -> Record | None:
        """Return the live object with this id."""
        return self.find_by(reading, tenant_id, id=object_id)

    def find_deleted(self, reading: Reading, tenant_id: str, object_id: str) -> Record | None:
        """Return the object with this id while it can be restored."""
        conditions = (self.table.c.id == object_id, self._is_restorable(reading))
        return self._find(reading, tenant_id, *conditions)

    def take_deleted(self, work: UnitOfWork, tenant_id: str, object_id: str) -> Record | None:
        """Return what `find_deleted` does, locked: it is restored or purged, never both."""
        conditions = (self.table.c.id == object_id, self._is_restorable(work))
        return self._find(work, tenant_id, *conditions, lock=True)

    def find_by(self, reading: Reading, tenant_id: str, **values: str) -> Record | None:
        """Return the live object whose columns have these *values*, which at most one may."""
        key = {"tenant_id": tenant_id, **values}
        found = self._live_by(tuple(key)).record(reading, key)
        return None if found is None else self._form.record(found)

    def list_by_ids(
        self, reading: Reading, tenant_id: str, object_ids: Collection[str]
    ) -> dict[str, Record]:
        """Return id → live object for those of *object_ids* that exist."""
        found: dict[str, Record] = {}
        for ids in _chunks(object_ids):
            query = self._whole.where(
                self.table.c.tenant_id == tenant_id,
                self.table.c.id.in_(ids),
                self.table.c.deleted_at.is_(None),
            )
            result = reading.connection.execute(query)
            records = map(self._form.record, RowRecords(result.keys(), result.all()))
            found.update((record["id"], record) for record in records)
        return found

    def list_existing(
        self, reading: Reading, tenant_id: str, object_ids: Collection[str]
    ) -> set[str]:
        """Return those of *object_ids* that exist, deleted ones included."""
        found: set[str] = set()
        for ids in _chunks(object_ids):
            query = select(self.table.c.id).where(
                self.table.c.tenant_id == tenant_id, self.table.c.id.in_(ids)
            )
            found.update(reading.connection.execute(query).scalars())
        return found

    def list_page(
        self, reading: Reading, tenant_id: str, query: PageQuery, *where: ColumnElement[bool]
    ) -> Page:
        """Return a page of the live objects, of those that meet *where*."""
        if not where:
            return self._listings.page_of_live(reading, tenant_id, query)
        return self._listings.page(reading, self._live(tenant_id, *where), query)

    def list_deleted(self, reading: Reading, tenant_id: str, query: PageQuery) -> Page:
        """Return a page of the objects that can be restored."""
        return self._listings.page(reading, self._deleted(reading, tenant_id), query)

    def count(
        self, reading: Reading, tenant_id: str, query: PageQuery, *where: ColumnElement[bool]
    ) -> int:
        """Return how many live objects meet the condition of *query*, and *where*."""
        return count_rows(reading, self._live(tenant_id, *where), query)

    def count_deleted(self, reading: Reading, tenant_id: str, query: PageQuery) -> int:
        """Return how many objects that can be restored meet the condition of *query*."""
        return count_rows(reading, self._deleted(reading, tenant_id), query)

    def take_expired(self, work: UnitOfWork, tenant_id: str, limit: int) -> list[Record]:
        """Return at most *limit* deleted objects that can no longer be restored.

        Their rows are locked, and those that another worker has locked are left to it.
        """
        query = (
            select(*self._form.selected(None))
            .where(
                self.table.c.tenant_id == tenant_id,
                self.table.c.deleted_at.is_not(None),
                self.table.c.deleted_at <= oldest_restorable(work.now),
            )
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [self._form.record(row._asdict()) for row in work.connection.execute(query)]

    def add(self, work: UnitOfWork, tenant_id: str, record: Mapping[str, Any]) -> None:
        """Insert a new object."""
        values = {"tenant_id": tenant_id, **self._form.columns_of(record)}
        work.connection.execute(insert(self.table), values)

    def change(
        self, work: UnitOfWork, tenant_id: str, before: Record, changes: Mapping[str, Any]
    ) -> None:
        """Write *changes* of the object that was *before*, and only those."""
        if not self._form.has_columns(changes):
            changes = {**self._form.settings_of(before), **changes}
        self._write(work, tenant_id, before["id"], self._form.columns_of(changes))

    def set_deleted(
        self, work: UnitOfWork, tenant_id: str, object_id: str, deleted_at: str | None
    ) -> None:
        """Move an object into the recycle bin at *deleted_at*, or out of it for None."""
        self._write(work, tenant_id, object_id, {"deleted_at": deleted_at})

    def remove(self, work: UnitOfWork, tenant_id: str, object_id: str) -> None:
        """Take the row away for good."""
        work.connection.execute(
            delete(self.table).where(
                self.table.c.tenant_id == tenant_id, self.table.c.id == object_id
            )
        )

    def _find(
        self,
        reading: Reading,
        tenant_id: str,
        *conditions: ColumnElement[bool],
        lock: bool = False,
    ) -> Record | None:
        query = self._whole.where(self.table.c.tenant_id == tenant_id, *conditions)
        if lock:
            query = query.with_for_update()
        row = reading.connection.execute(query).one_or_none()
        return None if row is None else self._form.record(row._asdict())

    def _make_live_by(self, names: tuple[str, ...]) -> KeptQuery:
        columns = self.table.c
        has_values = (columns[name] == bindparam(name) for name in names)
        is_live: ColumnElement[bool] = columns.deleted_at.is_(None)
        if names == ("tenant_id", "id"):
            # In words that no partial index has: PostgreSQL takes those of a table that it has not
            # looked at yet for tiny, and would read everybody of the tenant for one of them.
            is_live = func.coalesce(columns.deleted_at, "") == ""
        return KeptQuery(self._whole.where(*has_values, is_live))

    def _live(self, tenant_id: str, *where: ColumnElement[bool]) -> Rows:
        conditions = (self.table.c.tenant_id == tenant_id, self.table.c.deleted_at.is_(None))
        return Rows(source=self.table, columns=self.table.c, where=(*conditions, *where))

    def _deleted(self, reading: Reading, tenant_id: str) -> Rows:
        conditions = (self.table.c.tenant_id == tenant_id, self._is_restorable(reading))
        return Rows(source=self.table, columns=self.table.c, where=conditions)

    def _is_restorable(self, reading: Reading) -> ColumnElement[bool]:
        return self.table.c.deleted_at > oldest_restorable(reading.now)

    def _write(
        self, work: UnitOfWork, tenant_id: str, object_id: str, values: Mapping[str, Any]
    ) -> None:
        work.connection.execute(
            update(self.table)
            .where(self.table.c.tenant_id == tenant_id, self.table.c.id == object_id)
            .values(values)
        )


USERS = ObjectStore(
    users,
    "user",
    documents={
        "assigned_licenses",
        "employee_org_data",
        "extensions",
        "im_addresses",
        "on_premises_extension_attributes",
        "other_mails",
        "proxy_addresses",
    },
    folded={
        "display_name": "display_name_key",
        "mail": "mail_key",
        "user_principal_name": "user_principal_name_key",
    },
)
GROUPS = ObjectStore(
    groups,
    "group",
    documents={"group_types"},
    folded={"display_name": "display_name_key", "mail": "mail_key"},
)
DEVICES = ObjectStore(
    devices,
    "device",
    documents={"alternative_security_ids"},
    folded={"display_name": "display_name_key"},
)
APPLICATIONS = ObjectStore(
    applications,
    "application",
    documents={"app_roles", SETTINGS},
    folded={"display_name": "display_name_key"},
)
SERVICE_PRINCIPALS = ObjectStore(
    service_principals,
    "servicePrincipal",
    documents={"app_roles", SETTINGS},
    folded={"display_name": "display_name_key"},
)
