"""Who may change an application: `Application.ReadWrite.OwnedBy` is for what the caller made."""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor, ActorKind
from tenantry.directory import actions, rights


def require_application_creation(actor: Actor) -> None:
    """Raise `NotPermittedError` unless the actor may make applications."""
    actor.require(*rights.APPLICATIONS_WRITE, *rights.OWN_APPLICATIONS_WRITE)


def require_application_write(actor: Actor, record: Mapping[str, Any]) -> None:
    """Raise `NotPermittedError` unless the actor may change this application or its principal."""
    made_by_actor = (
        actor.kind is ActorKind.APPLICATION
        and bool(actor.app_id)
        and record.get("created_by_app_id") == actor.app_id
    )
    if made_by_actor and actor.may(*rights.OWN_APPLICATIONS_WRITE):
        return
    actor.require(*rights.APPLICATIONS_WRITE)


def require_application_removal(actor: Actor, record: Mapping[str, Any]) -> None:
    """Raise `NotPermittedError` unless the actor may delete this application or its principal."""
    require_application_write(actor, record)
    actor.require_actions(actions.APPLICATIONS_DELETE)


def require_credentials_write(actor: Actor, record: Mapping[str, Any]) -> None:
    """Raise `NotPermittedError` unless the actor may say how this application signs in.

    Who can do that can act as the application, so it takes a role of its own.
    """
    require_application_write(actor, record)
    actor.require_actions(actions.APPLICATIONS_CREDENTIALS_UPDATE)
