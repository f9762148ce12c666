"""Consent of an administrator on behalf of a tenant: what it is about, and who may give it.

Source: the pages on the admin consent endpoint, and on which roles consent to what: application
permissions of Microsoft Graph take a role that could give itself any of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tenantry.directory import roles
from tenantry.directory.permissions import GRAPH_APP_ID
from tenantry.signin.consenting import Permission, may_consent_for_all

_MIGHTIEST = frozenset({roles.GLOBAL_ADMINISTRATOR, roles.PRIVILEGED_ROLE_ADMINISTRATOR})
_ROLE, _SCOPE = "Role", "Scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What an application says it needs of one resource: ids, in lower case."""

    resource_app_id: str
    scope_ids: frozenset[str]
    role_ids: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for of one resource: for signed-in users, and for the application itself."""

    resource_id: str
    resource_app_id: str
    resource_name: str
    scopes: tuple[Permission, ...] = ()
    roles: tuple[Permission, ...] = ()


def list_declared(application: Mapping[str, Any]) -> list[Declared]:
    """Return what the record of an *application* declares, by resource."""
    return [
        Declared(
            resource_app_id=each["resource_app_id"].lower(),
            scope_ids=_ids(each, _SCOPE),
            role_ids=_ids(each, _ROLE),
        )
        for each in application.get("required_resource_access") or ()
    ]


def may_agree(role_template_ids: Iterable[str], asked: Iterable[Request]) -> bool:
    """Return whether somebody with these directory roles may agree to all that is *asked*."""
    held = frozenset(role_template_ids)
    takes_more = any(each.roles and each.resource_app_id == GRAPH_APP_ID for each in asked)
    return not held.isdisjoint(_MIGHTIEST) if takes_more else may_consent_for_all(held)


def _ids(declared: Mapping[str, Any], kind: str) -> frozenset[str]:
    wanted = (each for each in declared.get("resource_access") or () if each["type"] == kind)
    return frozenset(each["id"].lower() for each in wanted)
