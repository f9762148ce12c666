"""Access packages: made, changed and deleted by those who manage them."""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory.values import Record
from tenantry.entitlement.operations.authorizing import (
    authorize_reading,
    authorize_writing,
    require,
)
from tenantry.entitlement.operations.catalogs import require_catalog
from tenantry.entitlement.operations.recording import change, record
from tenantry.entitlement.states import OPEN
from tenantry.entitlement.stores.records import (
    ASSIGNMENTS,
    PACKAGES,
    POLICIES,
    REQUESTS,
    ROLES,
)
from tenantry.errors import ConflictError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_PACKAGE = "accessPackage"


def list_packages(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the packages."""
    authorize_reading(actor)
    return PACKAGES.list_page(reading, actor.tenant_id, query)


def count_packages(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many packages meet the condition of *query*."""
    authorize_reading(actor)
    return PACKAGES.count(reading, actor.tenant_id, query)


def get_package(reading: Reading, actor: Actor, package_id: str) -> Record:
    """Return one package; `NotFoundError` if there is none."""
    authorize_reading(actor)
    return require(reading, PACKAGES, actor.tenant_id, package_id)


def create_package(
    work: UnitOfWork, actor: Actor, catalog_id: str, values: Mapping[str, Any]
) -> Record:
    """Make a package in a catalog; it gives nothing, and nobody may ask for it yet."""
    authorize_writing(actor)
    catalog = require_catalog(work, actor.tenant_id, catalog_id)
    made = {
        "description": None,
        "is_hidden": False,
        **values,
        "id": new_id(),
        "catalog_id": catalog["id"],
        "created_at": work.instant,
        "modified_at": work.instant,
    }
    PACKAGES.add(work, actor.tenant_id, made)
    record(work, actor, activities.CREATE_PACKAGE, feed.CREATED, object_type=_PACKAGE, after=made)
    return made


def update_package(
    work: UnitOfWork, actor: Actor, package_id: str, values: Mapping[str, Any]
) -> None:
    """Change name, description, or whether the package is shown to those who may ask."""
    authorize_writing(actor)
    before = require(work, PACKAGES, actor.tenant_id, package_id, lock=True)
    activity = activities.UPDATE_PACKAGE
    change(work, actor, activity, before, values, store=PACKAGES, object_type=_PACKAGE)


def delete_package(work: UnitOfWork, actor: Actor, package_id: str) -> None:
    """Delete a package that nobody has or waits for any more, with its policies and history."""
    authorize_writing(actor)
    before = require(work, PACKAGES, actor.tenant_id, package_id, lock=True)
    of_package = {"package_id": before["id"]}
    assignments = ASSIGNMENTS.list_where(work, actor.tenant_id, **of_package)
    requests = REQUESTS.list_where(work, actor.tenant_id, **of_package)
    if any(each["expired_at"] is None for each in assignments):
        raise ConflictError("people have the access package; remove their assignments first")
    if any(each["state"] in OPEN for each in requests):
        raise ConflictError("people wait for the access package; cancel their requests first")
    for store in (ROLES, POLICIES, REQUESTS, ASSIGNMENTS):
        for row in store.list_where(work, actor.tenant_id, **of_package):
            store.remove(work, actor.tenant_id, row["id"])
    PACKAGES.remove(work, actor.tenant_id, before["id"])
    record(
        work, actor, activities.DELETE_PACKAGE, feed.DELETED, object_type=_PACKAGE, before=before
    )
