"""Who may change an application: `Application.ReadWrite.OwnedBy` is for what the caller made."""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.directory import rights


def require_application_creation(actor: Actor) -> None:
    """Raise `NotPermittedError` unless the actor may make applications."""
    actor.require(*rights.APPLICATIONS_WRITE, *rights.OWN_APPLICATIONS_WRITE)


def require_application_write(actor: Actor, record: Mapping[str, Any]) -> None:
    """Raise `NotPermittedError` unless the actor may change this application or its principal."""
    made_by_actor = bool(actor.app_id) and record.get("created_by_app_id") == actor.app_id
    if made_by_actor and actor.may(*rights.OWN_APPLICATIONS_WRITE):
        return
    actor.require(*rights.APPLICATIONS_WRITE)
