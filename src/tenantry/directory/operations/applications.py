"""Applications: made, read, changed and moved to the recycle bin (contract §6.9).

What an application declares, its service principal in the same tenant shows.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.audit.activities import Activity
from tenantry.directory import applications, rights
from tenantry.directory.operations.lookups import ApplicationKey, require_application
from tenantry.directory.operations.ownership import (
    make_owner,
    require_application_creation,
    require_application_removal,
    require_application_write,
)
from tenantry.directory.operations.recording import record_change
from tenantry.directory.stores import applications as store
from tenantry.directory.stores.objects import APPLICATIONS, SERVICE_PRINCIPALS
from tenantry.directory.values import Record, check, differing
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def create_application(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    """Add an application and return it; it gets a new application id."""
    require_application_creation(actor)
    applications.check_new_application(values)
    application = add_application(work, actor, values)
    make_owner(work, actor, "application", application["id"])
    return application


def add_application(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> Record:
    """Add an application made of checked *values* and return it."""
    application = {
        "id": new_id(),
        "app_id": new_id(),
        "created_at": work.instant,
        "created_by_app_id": actor.app_id or None,
        "app_roles": [],
        "sign_in_audience": "AzureADMyOrg",
        **values,
    }
    APPLICATIONS.add(work, actor.tenant_id, application)
    record_change(
        work,
        actor,
        activities.ADD_APPLICATION,
        object_type="application",
        target=application,
        kind=feed.CREATED,
        changes=differing({}, values),
    )
    return require_application(work, actor.tenant_id, application["id"])


def get_application(reading: Reading, actor: Actor, key: ApplicationKey) -> Record:
    """Return the application that *key* names; `NotFoundError` if there is none."""
    actor.require(*rights.APPLICATIONS_READ)
    return require_application(reading, actor.tenant_id, key)


def list_applications(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the applications."""
    actor.require(*rights.APPLICATIONS_READ)
    return APPLICATIONS.list_page(reading, actor.tenant_id, query)


def count_applications(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many applications meet the condition of *query*."""
    actor.require(*rights.APPLICATIONS_READ)
    return APPLICATIONS.count(reading, actor.tenant_id, query)


def update_application(
    work: UnitOfWork, actor: Actor, key: ApplicationKey, values: Mapping[str, Any]
) -> Record:
    """Change the properties *values* of an application and return it as it was.

    Lists and objects are replaced.
    """
    application = require_application(work, actor.tenant_id, key)
    require_application_write(work, actor, application)
    check(applications.APPLICATION_RULES, values)
    if "app_roles" in values:
        applications.check_app_roles(values["app_roles"] or (), application["app_roles"] or ())
    change_application(work, actor, activities.UPDATE_APPLICATION, application, values)
    return application


def change_application(
    work: UnitOfWork,
    actor: Actor,
    activity: Activity,
    application: Record,
    values: Mapping[str, Any],
) -> None:
    """Write checked *values* of *application*, and what its service principal takes over."""
    changes = differing(application, values)
    if not changes:
        return
    APPLICATIONS.change(work, actor.tenant_id, application, changes)
    record_change(
        work,
        actor,
        activity,
        object_type="application",
        target={**application, **changes},
        kind=feed.UPDATED,
        changes=changes,
        before=application,
    )
    _mirror(work, actor, {**application, **changes})


def delete_application(work: UnitOfWork, actor: Actor, key: ApplicationKey) -> None:
    """Move an application and its service principal here to the recycle bin, for 30 days."""
    application = require_application(work, actor.tenant_id, key)
    require_application_removal(work, actor, application)
    APPLICATIONS.set_deleted(work, actor.tenant_id, application["id"], work.instant)
    record_change(
        work,
        actor,
        activities.DELETE_APPLICATION,
        object_type="application",
        target=application,
        kind=feed.DELETED,
    )
    principal = store.find_service_principal(work, actor.tenant_id, application["app_id"])
    if principal is not None:
        move_service_principal_to_bin(work, actor, principal)


def move_service_principal_to_bin(work: UnitOfWork, actor: Actor, principal: Record) -> None:
    """Move *principal* to the recycle bin, for an actor who may."""
    SERVICE_PRINCIPALS.set_deleted(work, actor.tenant_id, principal["id"], work.instant)
    record_change(
        work,
        actor,
        activities.REMOVE_SERVICE_PRINCIPAL,
        object_type="servicePrincipal",
        target=principal,
        kind=feed.DELETED,
    )


def _mirror(work: UnitOfWork, actor: Actor, application: Record) -> None:
    principal = store.find_service_principal(work, actor.tenant_id, application["app_id"])
    if principal is None:
        return
    declared = applications.service_principal_of(application, actor.tenant_id)
    taken_over = {name: declared[name] for name in applications.MIRRORED}
    changes = differing(principal, taken_over)
    if not changes:
        return
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
