"""Objects whose change would give more power than the change itself takes.

Source: contract §6.2 (role-assignable groups); the pages on who can do sensitive actions to whom,
and on consent to permissions of Microsoft Graph.  All of it limits users; what an application
may do is said by its permissions.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tenantry.actor import Actor, ActorKind
from tenantry.directory import actions, rights, roles as builtin
from tenantry.directory.permissions import GRAPH_APP_ID
from tenantry.directory.stores import roles
from tenantry.storage.unit_of_work import Reading

_HARMLESS_ROLES = frozenset(
    {
        builtin.DIRECTORY_READERS,
        builtin.GUEST_INVITER,
        builtin.REPORTS_READER,
    }
)
"""Roles that make nobody an administrator who only another one may take over."""

_SENSITIVE = frozenset(
    {
        "account_enabled",
        "force_change_password",
        "force_change_password_with_mfa",
        "mobile_phone",
        "on_premises_immutable_id",
        "other_mails",
        "password_hash",
        "telephone_number",
        "user_principal_name",
    }
)


def check_group_change(actor: Actor, group: Mapping[str, Any]) -> None:
    """Raise `NotPermittedError` unless the actor may change this kind of group or its members."""
    if not group["is_assignable_to_role"]:
        actor.require_actions(actions.GROUPS_WRITE)
        return
    actor.require(*rights.ROLES_WRITE)
    actor.require_actions(actions.ROLE_GROUPS_WRITE)


def check_user_change(
    reading: Reading, actor: Actor, user: Mapping[str, Any], names: Iterable[str] = _SENSITIVE
) -> None:
    """Raise `NotPermittedError` if another administrator's sensitive properties would change.

    Without *names* it is about the user as a whole: deletion, or the end of all sessions.
    """
    if actor.kind is not ActorKind.USER or _SENSITIVE.isdisjoint(names):
        return
    if user["id"] == actor.actor_id:
        return
    held = set(roles.list_role_ids(reading, actor.tenant_id, user["id"]))
    held.update(role for role, _ in roles.list_scoped(reading, actor.tenant_id, user["id"]))
    if not _HARMLESS_ROLES.issuperset(held):
        actor.require_actions(actions.ADMINISTRATORS_WRITE)


def check_grant(actor: Actor, resource: Mapping[str, Any], principal_type: str) -> None:
    """Raise `NotPermittedError` unless the actor may assign app roles of *resource*.

    An application permission of Microsoft Graph takes who may give any power.
    """
    actor.require_actions(actions.ASSIGNMENTS_WRITE)
    if resource["app_id"] == GRAPH_APP_ID and principal_type == "ServicePrincipal":
        actor.require_actions(actions.GRAPH_ROLES_GRANT)
