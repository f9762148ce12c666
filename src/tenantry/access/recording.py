"""What a change of a policy leaves behind: its feed entry and its audit record."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from tenantry.access.policy import IdentitySynchronization, Partner, Setting, policy_id
from tenantry.actor import Actor
from tenantry.audit import store as audit
from tenantry.audit.activities import Activity
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.directory.values import Record
from tenantry.storage import feed
from tenantry.storage.unit_of_work import UnitOfWork

Version = Mapping[str, Any] | None
"""What the audit tells of a policy, by its names there; None where there was or is no policy."""


def record(
    work: UnitOfWork,
    actor: Actor,
    activity: Activity,
    before: Partner | IdentitySynchronization | None,
    after: Partner | IdentitySynchronization | None,
) -> None:
    """Note what differs between *before* and *after*, None where there was or is nothing.

    The partner stands for the policy towards it, which a synchronization is a part of.
    """
    setting = after or before
    if setting is None:
        return
    old, new = _document(before), _document(after)
    if isinstance(setting, IdentitySynchronization):
        old, new = old or {}, new or {}
    record_versions(work, actor, activity, setting.partner_tenant_id, before=old, after=new)


def record_policy(
    work: UnitOfWork,
    actor: Actor,
    activity: Activity,
    before: Setting,
    after: Setting,
    *,
    advice: str | None = None,
) -> None:
    """Note what differs in the policy itself or its default, and the *advice* that was given."""
    record_versions(
        work,
        actor,
        activity,
        policy_id(actor.tenant_id),
        before=_document(before),
        after=_document(after),
        details={"Warning": advice} if advice else {},
    )


def record_named(
    work: UnitOfWork,
    actor: Actor,
    activity: Activity,
    before: Record | None,
    after: Record | None,
    *,
    told: Callable[[Record], Mapping[str, Any]],
) -> None:
    """Note what differs of a policy with an id and a name of its own, in what is *told* of it.

    At least one of *before* and *after* is there.
    """
    known = after or before or {}
    record_versions(
        work,
        actor,
        activity,
        known["id"],
        before=None if before is None else told(before),
        after=None if after is None else told(after),
        name=known["display_name"],
    )


def record_versions(
    work: UnitOfWork,
    actor: Actor,
    activity: Activity,
    object_id: str,
    *,
    before: Version,
    after: Version,
    name: str | None = None,
    details: Mapping[str, str] | None = None,
) -> None:
    """Note what differs between two versions of the policy called *name*, if anything does."""
    old, new = before or {}, after or {}
    modified = tuple(
        (member, old.get(member), new.get(member))
        for member in {**old, **new}
        if old.get(member) != new.get(member)
    )
    if not modified:
        return
    members = [member for member, _, _ in modified]
    work.record(actor.tenant_id, "policy", object_id, _kind(before, after), properties=members)
    target = AuditTarget(type="Policy", id=object_id, name=name)
    entry = AuditEntry(activity=activity, target=target, modified=modified, details=details or {})
    audit.add(work, actor, actor.tenant_id, entry)


def _kind(before: Version, after: Version) -> str:
    if before is None:
        return feed.CREATED
    return feed.DELETED if after is None else feed.UPDATED


def _document(setting: Setting | None) -> Version:
    return None if setting is None else msgspec.to_builtins(setting)
