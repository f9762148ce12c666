"""The resource of a sign-in: whose permissions are asked for, and the user's roles there."""

from collections.abc import Iterable, Mapping, Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Any

from tenantry.directory.graph_application import graph_permission_scopes
from tenantry.directory.permissions import GRAPH_APP_ID
from tenantry.directory.stores.applications import find_service_principal
from tenantry.directory.values import Record
from tenantry.signin.asked_scopes import AskedScopes
from tenantry.signin.consenting import Permission
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.reasons import Reason
from tenantry.signin.scopes import is_graph
from tenantry.signin.stores import resources as store
from tenantry.storage.unit_of_work import Reading

_NEEDS_ADMINISTRATOR = "Admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A resource in one tenant.  ``audience`` is what its access tokens are for."""

    app_id: str
    principal: Record
    audience: str
    permissions: Mapping[str, Permission]

    @property
    def is_graph(self) -> bool:
        """Whether it is Microsoft Graph, whose tokens have a shape of their own."""
        return self.app_id == GRAPH_APP_ID


def get_resource(
    reading: Reading, tenant_id: str, asked: AskedScopes, hosts: AbstractSet[str]
) -> Resource:
    """Return the resource that *asked* names; `SigninRefusedError` if the tenant has none."""
    if is_graph(asked.resource, hosts):
        principal = find_service_principal(reading, tenant_id, GRAPH_APP_ID)
        permissions = _graph_permissions()
    else:
        principal = store.find_by_name(reading, tenant_id, asked.resource)
        permissions = _permissions((principal or {}).get("oauth2_permission_scopes") or [])
    if principal is None or not principal["account_enabled"]:
        raise SigninRefusedError(Reason.UNKNOWN_RESOURCE, resource=asked.resource)
    is_own = principal["app_id"] == GRAPH_APP_ID
    return Resource(
        app_id=principal["app_id"],
        principal=principal,
        audience=asked.resource if is_own else principal["app_id"],
        permissions=permissions,
    )


@cache
def _graph_permissions() -> Mapping[str, Permission]:
    """Return the delegated permissions of Graph, which are the same for everybody."""
    return _permissions(graph_permission_scopes())


def _permissions(scopes: Iterable[Record]) -> Mapping[str, Permission]:
    return {
        one["value"]: _permission(one)
        for one in scopes
        if one.get("value") and one.get("is_enabled", True)
    }


def role_values(principal: Mapping[str, Any], role_ids: AbstractSet[str]) -> tuple[str, ...]:
    """Return the values of those app roles of *principal* that are among *role_ids*."""
    roles = principal["app_roles"] or ()
    return tuple(
        sorted(
            role["value"]
            for role in roles
            if role.get("value") and role["id"] in role_ids and role.get("is_enabled", True)
        )
    )


def _permission(scope: Mapping[str, Any]) -> Permission:
    needs_administrator = scope.get("type") == _NEEDS_ADMINISTRATOR
    told = ("admin" if needs_administrator else "user", "admin")
    titles = (scope.get(f"{who}_consent_display_name") for who in told)
    return Permission(
        id=scope["id"].lower(),
        name=scope["value"],
        title=next(filter(None, titles), scope["value"]),
        needs_administrator=needs_administrator,
    )
