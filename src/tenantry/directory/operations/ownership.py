"""Who may change an application or a group: those with the permission and the role, and owners.

Sources: contract §6.2, §6.9; the pages on owners.  `Application.ReadWrite.OwnedBy` is for what
the caller made or owns.  A user owns through any application that was granted the permission,
without a directory role.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor, ActorKind
from tenantry.directory import actions, rights
from tenantry.directory.operations.privileges import check_group_change
from tenantry.directory.operations.scopes import actions_over
from tenantry.directory.relations import Bearer, Relation
from tenantry.directory.stores import relations
from tenantry.storage.unit_of_work import Reading, UnitOfWork

APPLICATION_WRITE = (*rights.APPLICATIONS_WRITE, *rights.OWN_APPLICATIONS_WRITE)


def is_owner(reading: Reading, actor: Actor, object_id: str) -> bool:
    """Return whether the caller is among the owners of the object."""
    if not actor.actor_id:
        return False
    owner = (actor.tenant_id, Relation.OWNER, object_id, actor.actor_id)
    return relations.find_type(reading, *owner) is not None


def make_owner(work: UnitOfWork, actor: Actor, object_type: str, object_id: str) -> None:
    """Make who made a new object its owner: a user always, an application as `OwnedBy` says."""
    kind = _OWNER_TYPES.get(actor.kind)
    if kind is None or (kind == "servicePrincipal" and actor.may(*rights.APPLICATIONS_WRITE)):
        return
    bearer, owner = Bearer(object_type, object_id), Bearer(kind, actor.actor_id)
    relations.add(work, actor.tenant_id, Relation.OWNER, bearer, owner)


_OWNER_TYPES = {ActorKind.USER: "user", ActorKind.APPLICATION: "servicePrincipal"}


def require_group_write(
    reading: Reading, actor: Actor, group: Mapping[str, Any], *any_of: str
) -> None:
    """Raise `NotPermittedError` unless the actor may change this group, or its members.

    *any_of* are the permissions that the change takes; a group that can have roles takes one on
    roles beside, from its owners too.
    """
    if actor.kind is ActorKind.USER and is_owner(reading, actor, group["id"]):
        actor.require_as_owner(*any_of)
        if group["is_assignable_to_role"]:
            actor.require_as_owner(*rights.ROLES_WRITE)
        return
    is_in_unit = actions.GROUPS_WRITE in actions_over(reading, actor, group["id"])
    if is_in_unit and not group["is_assignable_to_role"]:
        actor.require_as_owner(*any_of)
        return
    actor.require(*any_of)
    check_group_change(actor, group)


def require_application_creation(actor: Actor) -> None:
    """Raise `NotPermittedError` unless the actor may make applications."""
    actor.require(*APPLICATION_WRITE)


def require_application_write(reading: Reading, actor: Actor, record: Mapping[str, Any]) -> None:
    """Raise `NotPermittedError` unless the actor may change this application or its principal."""
    if not _may_as_owner(reading, actor, record):
        actor.require(*rights.APPLICATIONS_WRITE)


def require_application_removal(reading: Reading, actor: Actor, record: Mapping[str, Any]) -> None:
    """Raise `NotPermittedError` unless the actor may delete this application or its principal."""
    if not _may_as_owner(reading, actor, record):
        actor.require(*rights.APPLICATIONS_WRITE)
        actor.require_actions(actions.APPLICATIONS_DELETE)


def require_credentials_write(reading: Reading, actor: Actor, record: Mapping[str, Any]) -> None:
    """Raise `NotPermittedError` unless the actor may say how this application signs in.

    Who can do that can act as the application, so it takes a role of its own, or ownership.
    """
    if not _may_as_owner(reading, actor, record):
        actor.require(*rights.APPLICATIONS_WRITE)
        actor.require_actions(actions.APPLICATIONS_CREDENTIALS_UPDATE)


def _may_as_owner(reading: Reading, actor: Actor, record: Mapping[str, Any]) -> bool:
    made_by_actor = (
        actor.kind is ActorKind.APPLICATION
        and bool(actor.app_id)
        and record.get("created_by_app_id") == actor.app_id
    )
    if not actor.may_as_owner(*APPLICATION_WRITE):
        return False
    return made_by_actor or is_owner(reading, actor, record["id"])
