"""Contacts: brought and taken by the operator, read by everybody who may (contract §6.7).

Graph only reads them; in the documented service they come from other systems.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor, ActorKind
from tenantry.audit import activities
from tenantry.directory import contacts, rights
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.operations.recording import record_change
from tenantry.directory.stores import contacts as store
from tenantry.directory.values import Record, check, differing, require_all
from tenantry.errors import AlreadyExistsError, NotPermittedError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def list_contacts(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the contacts."""
    actor.require(*rights.CONTACTS_READ)
    return store.list_page(reading, actor.tenant_id, query)


def count_contacts(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many contacts meet the condition of *query*."""
    actor.require(*rights.CONTACTS_READ)
    return store.count(reading, actor.tenant_id, query)


def get_contact(reading: Reading, actor: Actor, contact_id: str) -> Record:
    """Return the contact with this id; `NotFoundError` if there is none."""
    actor.require(*rights.CONTACTS_READ)
    return _require(reading, actor.tenant_id, contact_id)


def create_contact(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    """Add a contact and return it; `AlreadyExistsError` if another one has the address."""
    _require_operator(actor)
    require_all(values, "display_name", "mail")
    check(contacts.RULES, values)
    if store.find_by_mail(work, actor.tenant_id, values["mail"]) is not None:
        raise AlreadyExistsError("mail")
    contact = {"id": new_id(), **values, "created_at": work.instant}
    store.add(work, actor.tenant_id, contact)
    record_change(
        work,
        actor,
        activities.ADD_CONTACT,
        object_type="contact",
        target=contact,
        kind=feed.CREATED,
        changes=differing({}, values),
    )
    return _require(work, actor.tenant_id, contact["id"])


def delete_contact(work: UnitOfWork, actor: Actor, contact_id: str) -> Record:
    """Take a contact away for good and return it; `NotFoundError` if there is none."""
    _require_operator(actor)
    contact = _require(work, actor.tenant_id, contact_id)
    store.remove(work, actor.tenant_id, contact["id"])
    record_change(
        work,
        actor,
        activities.DELETE_CONTACT,
        object_type="contact",
        target=contact,
        kind=feed.PURGED,
    )
    return contact


def _require(reading: Reading, tenant_id: str, contact_id: str) -> Record:
    contact = store.find(reading, tenant_id, contact_id.lower())
    if contact is None:
        raise not_found(contact_id)
    return contact


def _require_operator(actor: Actor) -> None:
    if actor.kind is not ActorKind.OPERATOR:
        raise NotPermittedError((), "only the operator of the installation brings contacts")
