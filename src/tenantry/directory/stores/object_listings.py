"""Pages of one kind of object: the statements that list it, kept where many requests share them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, bindparam

from tenantry.directory.stores.row_forms import RowForm
from tenantry.storage.filters.fields import Ordering
from tenantry.storage.filters.keyset import Position
from tenantry.storage.pages import KeptListing, Listing, Page, PageQuery, RowRecords, Rows
from tenantry.storage.unit_of_work import Reading

_KEPT = 128  # for each kind of object: clients ask for the same few properties


class ObjectListings:
    """Lists the rows of *table*, whose form is *form*."""

    def __init__(self, table: Table, form: RowForm) -> None:
        self._table = table
        self._form = form
        self._of_live = lru_cache(_KEPT)(self._make_listing_of_live)

    def page_of_live(self, reading: Reading, tenant_id: str, query: PageQuery) -> Page:
        """Return a page of the live objects."""
        columns = None if query.columns is None else tuple(query.columns)
        listing = self._of_live(columns, query.orderings, reading.dialect)
        return self._shown(listing, *listing.read(reading, query, {"tenant_id": tenant_id}))

    def page(self, reading: Reading, rows: Rows, query: PageQuery) -> Page:
        """Return a page of *rows*, which are others with each request."""
        selected = self._form.selected(query.columns)
        listing = Listing(rows, selected, query.orderings, reading.dialect)
        return self._shown(listing, *listing.read(reading, query))

    def _make_listing_of_live(
        self, columns: tuple[str, ...] | None, orderings: tuple[Ordering, ...], dialect: str
    ) -> KeptListing:
        table = self._table
        conditions = (table.c.tenant_id == bindparam("tenant_id"), table.c.deleted_at.is_(None))
        rows = Rows(source=table, columns=table.c, where=conditions)
        return KeptListing(Listing(rows, self._form.selected(columns), orderings, dialect))

    def _shown(
        self,
        listing: Listing | KeptListing,
        found: Sequence[Sequence[Any]],
        following: Position | None,
    ) -> Page:
        records = RowRecords(listing.names, found)
        if self._form.has_documents(listing.names):
            return Page(records=list(map(self._form.record, records)), next=following)
        return Page(records=records, next=following)
