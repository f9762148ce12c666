"""Service principals: an application as one tenant knows it (contract §6.9).

Synchronization jobs hang on a service principal; its feed entries `deleted`, `restored` and
`purged` tell the engine when they rest, go on and end.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory import applications, rights
from tenantry.directory.operations.applications import move_service_principal_to_bin
from tenantry.directory.operations.lookups import ApplicationKey, require_service_principal
from tenantry.directory.operations.ownership import (
    make_owner,
    require_application_creation,
    require_application_removal,
    require_application_write,
)
from tenantry.directory.operations.recording import record_change
from tenantry.directory.stores import applications as store
from tenantry.directory.stores.objects import SERVICE_PRINCIPALS
from tenantry.directory.values import Record, check, differing, require_all
from tenantry.errors import AlreadyExistsError, InvalidValueError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def create_service_principal(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    """Add the service principal of an application of this tenant, named by `app_id`."""
    require_application_creation(actor)
    require_all(values, "app_id")
    given = {name: value for name, value in values.items() if name != "app_id"}
    check(applications.SERVICE_PRINCIPAL_RULES, given)
    application = store.find_application(work, actor.tenant_id, values["app_id"].lower())
    if application is None:
        message = f"`{values['app_id']}` is no application of this tenant"
        raise InvalidValueError("app_id", message)
    declared = applications.service_principal_of(application, actor.tenant_id, **given)
    principal = add_service_principal(work, actor, declared)
    make_owner(work, actor, "servicePrincipal", principal["id"])
    return principal


def add_service_principal(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    """Add a service principal made of *values* (`applications.service_principal_of`).

    An application of another tenant gets one this way when an administrator consents.  Raises
    `AlreadyExistsError` if the application has one here.
    """
    existing = store.find_service_principal_id(work, actor.tenant_id, values["app_id"])
    if existing is not None:
        message = (
            f"the application has the service principal `{existing}` here;"
            " if it was deleted, restore it or delete it for good"
        )
        raise AlreadyExistsError("app_id", message)
    principal = {
        "id": new_id(),
        "created_at": work.instant,
        "created_by_app_id": actor.app_id or None,
        **values,
    }
    SERVICE_PRINCIPALS.add(work, actor.tenant_id, principal)
    record_change(
        work,
        actor,
        activities.ADD_SERVICE_PRINCIPAL,
        object_type="servicePrincipal",
        target=principal,
        kind=feed.CREATED,
        changes={"app_id": principal["app_id"], "display_name": principal["display_name"]},
    )
    return require_service_principal(work, actor.tenant_id, principal["id"])


def get_service_principal(reading: Reading, actor: Actor, key: ApplicationKey) -> Record:
    """Return the service principal that *key* names; `NotFoundError` if there is none."""
    actor.require(*rights.APPLICATIONS_READ)
    return require_service_principal(reading, actor.tenant_id, key)


def list_service_principals(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the service principals."""
    actor.require(*rights.APPLICATIONS_READ)
    return SERVICE_PRINCIPALS.list_page(reading, actor.tenant_id, query)


def count_service_principals(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many service principals meet the condition of *query*."""
    actor.require(*rights.APPLICATIONS_READ)
    return SERVICE_PRINCIPALS.count(reading, actor.tenant_id, query)


def update_service_principal(
    work: UnitOfWork, actor: Actor, key: ApplicationKey, values: Mapping[str, Any]
) -> Record:
    """Change the properties *values* of a service principal and return it as it was.

    Lists and objects are replaced.
    """
    principal = require_service_principal(work, actor.tenant_id, key)
    require_application_write(work, actor, principal)
    check(applications.SERVICE_PRINCIPAL_RULES, values)
    changes = differing(principal, values)
    if not changes:
        return principal
    SERVICE_PRINCIPALS.change(work, actor.tenant_id, principal, changes)
    record_change(
        work,
        actor,
        activities.UPDATE_SERVICE_PRINCIPAL,
        object_type="servicePrincipal",
        target={**principal, **changes},
        kind=feed.UPDATED,
        changes=changes,
        before=principal,
    )
    return principal


def delete_service_principal(work: UnitOfWork, actor: Actor, key: ApplicationKey) -> None:
    """Move a service principal to the recycle bin, where it can be restored for 30 days."""
    principal = require_service_principal(work, actor.tenant_id, key)
    require_application_removal(work, actor, principal)
    move_service_principal_to_bin(work, actor, principal)
