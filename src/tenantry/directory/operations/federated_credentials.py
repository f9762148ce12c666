"""Federated identity credentials of applications: made, read, changed, deleted (contract §6.9)."""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory import rights
from tenantry.directory.credentials import check_federated_change, check_new_federated
from tenantry.directory.operations.lookups import ApplicationKey, not_found, require_application
from tenantry.directory.operations.ownership import require_credentials_write
from tenantry.directory.operations.recording import record_change
from tenantry.directory.stores import federated_credentials as store
from tenantry.directory.values import Record, differing
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def list_federated_credentials(
    reading: Reading, actor: Actor, key: ApplicationKey
) -> tuple[Record, list[Record]]:
    """Return an application, and its credentials by name."""
    actor.require(*rights.APPLICATIONS_READ)
    application = require_application(reading, actor.tenant_id, key)
    found = store.list_by_application(reading, actor.tenant_id, application["id"])
    return application, found


def get_federated_credential(
    reading: Reading, actor: Actor, key: ApplicationKey, id_or_name: str
) -> tuple[Record, Record]:
    """Return an application, and the credential of it with this id or name."""
    application, found = list_federated_credentials(reading, actor, key)
    return application, _one_of(found, id_or_name)


def create_federated_credential(
    work: UnitOfWork, actor: Actor, key: ApplicationKey, values: Mapping[str, Any]
) -> tuple[Record, Record]:
    """Add a credential; return the application and what was added."""
    application = require_application(work, actor.tenant_id, key)
    require_credentials_write(work, actor, application)
    others = store.list_by_application(work, actor.tenant_id, application["id"])
    check_new_federated(values, others)
    credential = {"id": new_id(), "description": None, **values}
    store.add(work, actor.tenant_id, application["id"], credential)
    _record(work, actor, application, credential, None)
    return application, credential


def update_federated_credential(
    work: UnitOfWork, actor: Actor, key: ApplicationKey, id_or_name: str, values: Mapping[str, Any]
) -> None:
    """Change what *values* name of a credential."""
    application, others = _for_writing(work, actor, key)
    before = _one_of(others, id_or_name)
    others.remove(before)
    check_federated_change(before, values, others)
    changes = differing(before, values)
    if changes:
        store.change(work, actor.tenant_id, application["id"], before["id"], changes)
        _record(work, actor, application, {**before, **changes}, before)


def delete_federated_credential(
    work: UnitOfWork, actor: Actor, key: ApplicationKey, id_or_name: str
) -> None:
    """Take a credential away."""
    application, found = _for_writing(work, actor, key)
    before = _one_of(found, id_or_name)
    store.remove(work, actor.tenant_id, application["id"], before["id"])
    _record(work, actor, application, None, before)


def _for_writing(
    work: UnitOfWork, actor: Actor, key: ApplicationKey
) -> tuple[Record, list[Record]]:
    application = require_application(work, actor.tenant_id, key)
    require_credentials_write(work, actor, application)
    return application, store.list_by_application(work, actor.tenant_id, application["id"])


def _one_of(credentials: list[Record], id_or_name: str) -> Record:
    for one in credentials:
        if id_or_name.lower() == one["id"] or id_or_name == one["name"]:
            return one
    raise not_found(id_or_name)


def _record(
    work: UnitOfWork,
    actor: Actor,
    application: Record,
    after: Record | None,
    before: Record | None,
) -> None:
    record_change(
        work,
        actor,
        activities.UPDATE_APPLICATION,
        object_type="application",
        target=application,
        kind=feed.UPDATED,
        changes={"federated_identity_credentials": after},
        before={"federated_identity_credentials": before},
    )
