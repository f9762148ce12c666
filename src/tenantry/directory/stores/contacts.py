"""Contacts as rows."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select

from tenantry.directory.values import Record
from tenantry.storage.filters.folding import fold
from tenantry.storage.pages import Page, PageQuery, RowRecords, Rows, count_rows, read_page
from tenantry.storage.tables import contacts
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_contacts = contacts.c
_FOLDED = {"display_name": "display_name_key", "mail": "mail_key"}
_COLUMNS = [column for column in _contacts if column.name not in {"tenant_id", *_FOLDED.values()}]


def find(reading: Reading, tenant_id: str, contact_id: str) -> Record | None:
    """Return the contact with this id."""
    return _find(reading, tenant_id, _contacts.id == contact_id)


def find_by_mail(reading: Reading, tenant_id: str, mail: str) -> Record | None:
    """Return the contact with this address, in any casing."""
    return _find(reading, tenant_id, _contacts.mail_key == fold(mail))


def list_page(reading: Reading, tenant_id: str, query: PageQuery) -> Page:
    """Return a page of the tenant's contacts."""
    found, following = read_page(reading, _rows(tenant_id), query, _COLUMNS)
    names = [column.name for column in _COLUMNS]
    return Page(records=RowRecords(names, found), next=following)


def count(reading: Reading, tenant_id: str, query: PageQuery) -> int:
    """Return how many contacts meet the condition of *query*."""
    return count_rows(reading, _rows(tenant_id), query)


def add(work: UnitOfWork, tenant_id: str, contact: Mapping[str, Any]) -> None:
    """Insert a contact."""
    folded = {copy: fold(contact[name]) for name, copy in _FOLDED.items()}
    work.connection.execute(insert(contacts), {"tenant_id": tenant_id, **contact, **folded})


def remove(work: UnitOfWork, tenant_id: str, contact_id: str) -> None:
    """Take a contact away."""
    work.connection.execute(
        delete(contacts).where(_contacts.tenant_id == tenant_id, _contacts.id == contact_id)
    )


def _find(reading: Reading, tenant_id: str, condition: ColumnElement[bool]) -> Record | None:
    query = select(*_COLUMNS).where(_contacts.tenant_id == tenant_id, condition)
    row = reading.connection.execute(query).one_or_none()
    return None if row is None else row._asdict()


def _rows(tenant_id: str) -> Rows:
    return Rows(source=contacts, columns=_contacts, where=[_contacts.tenant_id == tenant_id])
