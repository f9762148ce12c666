"""Contacts of a tenant: brought and taken by the operator, since Graph only reads them."""

import msgspec

from tenantry.actor import operator
from tenantry.directory.operations.contacts import create_contact, delete_contact
from tenantry.directory.operations.tenants import require_tenant
from tenantry.directory.values import Record
from tenantry.storage.database import Database


class NewContact(msgspec.Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """What a contact is made of."""

    display_name: str
    mail: str
    company_name: str | None = None
    department: str | None = None
    given_name: str | None = None
    job_title: str | None = None
    surname: str | None = None


class ContactObject(msgspec.Struct, rename="camel", kw_only=True):
    """One contact."""

    id: str
    display_name: str
    mail: str


def create(database: Database, tenant: str, body: NewContact) -> ContactObject:
    """Add a contact to the tenant and return it."""
    values = {
        name: value for name, value in msgspec.structs.asdict(body).items() if value is not None
    }
    with database.write() as work:
        contact = create_contact(work, operator(require_tenant(work, tenant)["id"]), values)
    return _object(contact)


def remove(database: Database, tenant: str, contact: str) -> ContactObject:
    """Take a contact away and return what it was."""
    with database.write() as work:
        actor = operator(require_tenant(work, tenant)["id"])
        gone = delete_contact(work, actor, contact)
    return _object(gone)


def _object(contact: Record) -> ContactObject:
    return ContactObject(
        id=contact["id"], display_name=contact["display_name"], mail=contact["mail"]
    )
