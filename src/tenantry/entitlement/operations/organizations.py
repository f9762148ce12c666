"""Connected organizations: the other tenants whose people may ask for packages."""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities
from tenantry.directory.operations.tenants import find_tenant
from tenantry.directory.values import Record
from tenantry.entitlement.operations.authorizing import (
    authorize_reading,
    authorize_writing,
    require,
)
from tenantry.entitlement.operations.recording import change, record
from tenantry.entitlement.stores.records import ORGANIZATIONS, POLICIES
from tenantry.errors import AlreadyExistsError, ConflictError, InvalidValueError
from tenantry.identifiers import new_id
from tenantry.storage import feed
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_ORGANIZATION = "connectedOrganization"
_SOURCES = "identitySources"


def list_organizations(reading: Reading, actor: Actor, query: PageQuery) -> Page:
    """Return a page of the connected organizations."""
    authorize_reading(actor)
    return ORGANIZATIONS.list_page(reading, actor.tenant_id, query)


def count_organizations(reading: Reading, actor: Actor, query: PageQuery) -> int:
    """Return how many connected organizations meet the condition of *query*."""
    authorize_reading(actor)
    return ORGANIZATIONS.count(reading, actor.tenant_id, query)


def get_organization(reading: Reading, actor: Actor, organization_id: str) -> Record:
    """Return one connected organization; `NotFoundError` if there is none."""
    authorize_reading(actor)
    return require(reading, ORGANIZATIONS, actor.tenant_id, organization_id)


def create_organization(
    work: UnitOfWork, actor: Actor, source: str, values: Mapping[str, Any]
) -> Record:
    """Connect the tenant *source*, an id or a verified domain.

    Raises `InvalidValueError` for one that is not of this installation, or the own one.
    """
    authorize_writing(actor)
    home = _connectable(work, actor.tenant_id, source)
    made = {
        "description": None,
        "state": "configured",
        **values,
        "id": new_id(),
        "home_tenant_id": home["id"],
        "created_at": work.instant,
        "modified_at": work.instant,
    }
    ORGANIZATIONS.add(work, actor.tenant_id, made)
    record(
        work,
        actor,
        activities.CREATE_CONNECTED_ORGANIZATION,
        feed.CREATED,
        object_type=_ORGANIZATION,
        after=made,
    )
    return made


def update_organization(
    work: UnitOfWork, actor: Actor, organization_id: str, values: Mapping[str, Any]
) -> None:
    """Change name, description or state."""
    authorize_writing(actor)
    before = require(work, ORGANIZATIONS, actor.tenant_id, organization_id, lock=True)
    activity = activities.UPDATE_CONNECTED_ORGANIZATION
    change(work, actor, activity, before, values, store=ORGANIZATIONS, object_type=_ORGANIZATION)


def delete_organization(work: UnitOfWork, actor: Actor, organization_id: str) -> None:
    """Disconnect an organization that no policy names; its guests stay."""
    authorize_writing(actor)
    before = require(work, ORGANIZATIONS, actor.tenant_id, organization_id, lock=True)
    for policy in POLICIES.list_where(work, actor.tenant_id):
        named = policy["document"]["specificAllowedTargets"]
        if any(each["id"] == before["id"] for each in named):
            message = f"the policy `{policy['id']}` names the organization; change it first"
            raise ConflictError(message)
    ORGANIZATIONS.remove(work, actor.tenant_id, before["id"])
    record(
        work,
        actor,
        activities.DELETE_CONNECTED_ORGANIZATION,
        feed.DELETED,
        object_type=_ORGANIZATION,
        before=before,
    )


def _connectable(reading: Reading, tenant_id: str, source: str) -> Record:
    home = find_tenant(reading, source)
    if home is None:
        message = f"`{source}` is no tenant of this installation, nor a verified domain of one"
        raise InvalidValueError(_SOURCES, message)
    if home["id"] == tenant_id:
        message = "a tenant does not connect with itself; its own people need no organization"
        raise InvalidValueError(_SOURCES, message)
    if ORGANIZATIONS.list_where(reading, tenant_id, home_tenant_id=home["id"]):
        message = f"`{source}` is a connected organization already"
        raise AlreadyExistsError(_SOURCES, message)
    return home
