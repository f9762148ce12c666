"""Contacts of a tenant: brought and taken by the operator, since Graph only reads them."""

import msgspec

from tenantry.actor import operator
from tenantry.directory.operations.contacts import create_contact, delete_contact
from tenantry.directory.operations.tenants import find_tenant
from tenantry.errors import NotFoundError
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading


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
        contact = create_contact(work, operator(_tenant_id(work, tenant)), values)
    return ContactObject(
        id=contact["id"], display_name=contact["display_name"], mail=contact["mail"]
    )


def remove(database: Database, tenant: str, contact: str) -> ContactObject:
    """Take a contact away and return what it was."""
    with database.write() as work:
        actor = operator(_tenant_id(work, tenant))
        gone = delete_contact(work, actor, contact)
    return ContactObject(id=gone["id"], display_name=gone["display_name"], mail=gone["mail"])


def _tenant_id(reading: Reading, name: str) -> str:
    found = find_tenant(reading, name)
    if found is None:
        raise NotFoundError(f"tenant `{name}` does not exist", object_id=name)
    return str(found["id"])
