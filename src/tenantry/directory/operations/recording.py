"""What every change of the directory leaves behind: a feed entry and an audit entry."""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import store as audit
from tenantry.audit.activities import Activity
from tenantry.audit.entries import AuditEntry, AuditTarget, modifications
from tenantry.directory.values import Record
from tenantry.storage.unit_of_work import UnitOfWork

_TYPE_NAMES = {
    "administrativeUnit": "AdministrativeUnit",
    "application": "Application",
    "contact": "Contact",
    "device": "Device",
    "group": "Group",
    "identityProvider": "IdentityProvider",
    "servicePrincipal": "ServicePrincipal",
    "tenant": "Company",
    "user": "User",
}
_UNTOLD = frozenset({"password_hash"})
"""Properties of which the audit names the change, never the value."""


def record_change(
    work: UnitOfWork,
    actor: Actor,
    activity: Activity,
    *,
    object_type: str,
    target: Mapping[str, Any],
    kind: str,
    changes: Mapping[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
    related_id: str | None = None,
    details: Mapping[str, str] | None = None,
) -> None:
    """Note that *activity* happened to *target*: in the feed as *kind*, and in the audit.

    *changes* are the properties that were set, with the values they had *before*.
    """
    changed = changes or {}
    work.record(
        actor.tenant_id,
        object_type,
        target["id"],
        kind,
        properties=sorted(changed),
        related_id=related_id,
    )
    record_audit(
        work,
        actor,
        activity,
        object_type=object_type,
        target=target,
        changes=changed,
        before=before,
        details=details,
    )


def record_audit(
    work: UnitOfWork,
    actor: Actor,
    activity: Activity,
    *,
    object_type: str,
    target: Mapping[str, Any],
    changes: Mapping[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
    details: Mapping[str, str] | None = None,
) -> None:
    """Note in the audit alone that *activity* happened to *target*."""
    entry = AuditEntry(
        activity=activity,
        target=AuditTarget(
            type=_TYPE_NAMES[object_type],
            id=target["id"],
            name=target.get("display_name"),
            user_principal_name=target.get("user_principal_name"),
        ),
        modified=modifications(_told(changes or {}), _told(before or {})),
        details=details or {},
    )
    audit.add(work, actor, actor.tenant_id, entry)


def _told(values: Mapping[str, Any]) -> Record:
    return {name: None if name in _UNTOLD else value for name, value in values.items()}
