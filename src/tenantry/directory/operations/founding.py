"""What a new tenant is administered with: people who hold roles, and applications.

Nobody of a tenant can make the first of them, so the operator does (docs/two-tenants.md).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from tenantry.actor import Actor
from tenantry.directory.operations.applications import create_application
from tenantry.directory.operations.assignments import create_assignment
from tenantry.directory.operations.lookups import (
    ByAppId,
    require_service_principal,
    require_user,
)
from tenantry.directory.operations.roles import create_role_assignment, list_roles
from tenantry.directory.operations.secrets import add_application_secret
from tenantry.directory.operations.service_principals import create_service_principal
from tenantry.directory.operations.users import create_user
from tenantry.directory.permissions import GRAPH_APP_ID, ROLE_ID_OF
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError
from tenantry.identifiers import is_id
from tenantry.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Automation:
    """An application that calls for itself.  ``secret`` is shown this once."""

    client_id: str
    secret: str


def add_person(
    work: UnitOfWork, actor: Actor, values: Mapping[str, Any], roles: Collection[str]
) -> Record:
    """Add a user of this tenant who holds *roles*, and return it.

    *values* are those of `create_user`, where `mail_nickname` may be left out.
    """
    nickname, _, _ = str(values["user_principal_name"]).partition("@")
    user = create_user(work, actor, {"account_enabled": True, "mail_nickname": nickname, **values})
    for role in roles:
        give_role(work, actor, user["id"], role)
    return user


def give_role(work: UnitOfWork, actor: Actor, user_key: str, role: str) -> None:
    """Let a user hold *role*, told by its name or its id, over the whole tenant.

    Raises `AlreadyExistsError` where the user does already, `InvalidValueError`.
    """
    values = {
        "directory_scope_id": "/",
        "principal_id": require_user(work, actor.tenant_id, user_key)["id"],
        "role_template_id": _role_id(actor, role),
    }
    create_role_assignment(work, actor, values)


def add_automation(
    work: UnitOfWork, actor: Actor, name: str, permissions: Collection[str]
) -> Automation:
    """Add an application with a secret that was granted *permissions* of Microsoft Graph."""
    role_ids = [_app_role_id(permission) for permission in permissions]
    application = create_application(work, actor, {"display_name": name})
    principal = create_service_principal(work, actor, {"app_id": application["app_id"]})
    secret = add_application_secret(work, actor, application["id"], {"display_name": name})
    graph = require_service_principal(work, actor.tenant_id, ByAppId(GRAPH_APP_ID))
    for role_id in role_ids:
        values = {
            "app_role_id": role_id,
            "principal_id": principal["id"],
            "resource_id": graph["id"],
        }
        create_assignment(work, actor, values)
    return Automation(client_id=application["app_id"], secret=secret["secret_text"])


def _role_id(actor: Actor, role: str) -> str:
    if is_id(role):
        return role
    ids = {each.name: each.id for each in list_roles(actor)}
    return _id_of(role, ids, field="role", meant="directory role")


def _app_role_id(permission: str) -> str:
    meant = "application permission of Microsoft Graph"
    return _id_of(permission, ROLE_ID_OF, field="permission", meant=meant)


def _id_of(written: str, ids: Mapping[str, str], *, field: str, meant: str) -> str:
    """Return the id of the name in *ids* that is *written*, in any casing.

    Raises `InvalidValueError`, which tells the nearest names, or all of them.
    """
    found = {name.lower(): each for name, each in ids.items()}.get(written.lower())
    if found is None:
        near = get_close_matches(written, ids, n=3) or sorted(ids)
        message = f"`{written}` is no {meant}; use {', '.join(f'`{name}`' for name in near)}"
        raise InvalidValueError(field, message)
    return found
