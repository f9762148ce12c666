"""Tenants of the installation: made by the operator, seen and changed by themselves (§6.6)."""

from collections.abc import Mapping, Sequence
from typing import Any

from tenantry.actor import Actor, ActorKind, operator
from tenantry.audit import activities
from tenantry.directory import permissions, rights, tenants
from tenantry.directory.graph_application import graph_app_roles, graph_permission_scopes
from tenantry.directory.operations.domains import require_unclaimed
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.operations.recording import record_change
from tenantry.directory.operations.service_principals import add_service_principal
from tenantry.directory.stores import tenants as store
from tenantry.directory.values import Record, check, differing, require_all
from tenantry.errors import (
    AlreadyExistsError,
    InvalidValueError,
    NotFoundError,
    NotPermittedError,
)
from tenantry.identifiers import is_id, new_id
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_SEEN_BY_GUESTS = frozenset({"id", "display_name", "domains", "kind"})
_DEFAULTS = {
    "cloud": tenants.DEFAULT_CLOUD,
    "kind": tenants.WORKFORCE,
    "region": tenants.DEFAULT_REGION,
}


def create_tenant(
    work: UnitOfWork,
    actor: Actor,
    values: Mapping[str, Any],
    *,
    verified_domains: Sequence[str] = (),
) -> Record:
    """Add a tenant with its domains and its service principal of Microsoft Graph; return it.

    *values*: `display_name` and `initial_domain`; `country_letter_code`, `cloud`, `kind` and
    `region` if they differ from the defaults; `id` to choose it.  Only the operator may.
    Raises `AlreadyExistsError` if another tenant has one of the domains.
    """
    require_operator(actor)
    require_all(values, "display_name", "initial_domain")
    tenant = {**_DEFAULTS, "id": new_id(), **values, "created_at": work.instant}
    tenant["initial_domain"] = tenants.domain_name(values["initial_domain"])
    check(tenants.CREATION_RULES, {name: tenant.get(name) for name in tenants.CREATION_RULES})
    _check_id(work, tenant["id"])
    store.add(work, tenant)
    own = operator(tenant["id"])
    _add_domains(work, tenant, verified_domains)
    record_change(
        work,
        own,
        activities.CREATE_TENANT,
        object_type="tenant",
        target=tenant,
        kind=feed.CREATED,
        changes=differing({}, values),
    )
    add_service_principal(work, own, _graph_service_principal())
    return _require(work, tenant["id"])


def get_tenant(reading: Reading, actor: Actor) -> Record:
    """Return the actor's tenant, its domains under `domains`."""
    actor.require(*rights.ORGANIZATION_READ)
    tenant = _require(reading, actor.tenant_id)
    return {**tenant, **_hidden(tenant)} if actor.is_guest else tenant


def _hidden(tenant: Record) -> Record:
    """Return what guests do not see of a tenant, emptied: all but its names (behaviour §14.3)."""
    return {
        name: [] if isinstance(value, list) else None
        for name, value in tenant.items()
        if name not in _SEEN_BY_GUESTS
    }


def get_initial_domain(reading: Reading, actor: Actor) -> str:
    """Return the initial domain of the actor's tenant, which every user of it may know."""
    return str(_require(reading, actor.tenant_id)["initial_domain"])


def list_tenants(reading: Reading, actor: Actor) -> list[Record]:
    """Return every tenant of the installation; only the operator may."""
    require_operator(actor)
    return store.list_all(reading)


def find_tenant(reading: Reading, name: str) -> Record | None:
    """Return the tenant with this id or this verified domain, whoever asks."""
    lowered = name.lower()
    return store.find(reading, lowered) if is_id(lowered) else store.find_owner(reading, lowered)


def require_tenant(reading: Reading, name: str) -> Record:
    """Return what `find_tenant` does; `NotFoundError` if there is none."""
    found = find_tenant(reading, name)
    if found is None:
        raise NotFoundError(f"tenant `{name}` does not exist", object_id=name)
    return found


def update_tenant(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> None:
    """Change the properties *values* of the actor's tenant; kind, cloud and region stay."""
    actor.require(*rights.ORGANIZATION_WRITE)
    check(tenants.CHANGE_RULES, values)
    before = _require(work, actor.tenant_id)
    changes = differing(before, _merged(before, values))
    if not changes:
        return
    store.change(work, actor.tenant_id, changes)
    record_change(
        work,
        actor,
        activities.UPDATE_TENANT,
        object_type="tenant",
        target={**before, **changes},
        kind=feed.UPDATED,
        changes=changes,
        before=before,
    )


def _merged(before: Record, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return *values* with the whole of an object of which they name a part (decision 9)."""
    given = values.get("privacy_profile")
    if not given:
        return values
    whole = {**(before["privacy_profile"] or {}), **given}
    kept = {name: value for name, value in whole.items() if value is not None}
    return {**values, "privacy_profile": kept or None}


def require_operator(actor: Actor) -> None:
    """Raise `NotPermittedError` unless the operator of the installation asks."""
    if actor.kind is not ActorKind.OPERATOR:
        raise NotPermittedError(["operator"], "only the operator of the installation may do this")


def _check_id(reading: Reading, tenant_id: str) -> None:
    if not is_id(tenant_id) or tenant_id != tenant_id.lower():
        raise InvalidValueError("id", f"`{tenant_id}` is not a GUID in small letters")
    if store.find(reading, tenant_id) is not None:
        raise AlreadyExistsError("id")


def _add_domains(work: UnitOfWork, tenant: Record, verified_domains: Sequence[str]) -> None:
    names = [tenant["initial_domain"], *map(tenants.domain_name, verified_domains)]
    for name in dict.fromkeys(names):
        require_unclaimed(work, name)
        is_initial = name == tenant["initial_domain"]
        domain = tenants.new_domain(name, work.instant, is_verified=True, is_initial=is_initial)
        store.add_domain(work, tenant["id"], domain)


def _require(reading: Reading, tenant_id: str) -> Record:
    tenant = store.find(reading, tenant_id)
    if tenant is None:
        raise not_found(tenant_id)
    return {**tenant, "domains": store.list_domains(reading, tenant_id)}


def _graph_service_principal() -> Record:
    return {
        "account_enabled": True,
        "app_id": permissions.GRAPH_APP_ID,
        "app_role_assignment_required": False,
        "app_roles": graph_app_roles(),
        "display_name": permissions.GRAPH_DISPLAY_NAME,
        "oauth2_permission_scopes": graph_permission_scopes(),
        "service_principal_names": [permissions.GRAPH_APP_ID, "https://graph.microsoft.com"],
        "service_principal_type": "Application",
        "sign_in_audience": "AzureADMultipleOrgs",
        "tags": [],
    }
