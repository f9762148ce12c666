"""What a change of the policy leaves behind: its feed entry and its audit record."""

from collections.abc import Mapping

import msgspec

from tenantry.access.policy import IdentitySynchronization, Partner, Setting, policy_id
from tenantry.actor import Actor
from tenantry.audit import store as audit
from tenantry.audit.activities import Activity
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.storage import feed
from tenantry.storage.unit_of_work import UnitOfWork

_Setting = Partner | IdentitySynchronization
Modified = tuple[tuple[str, object, object], ...]
"""Name, old and new value of each member that differs."""


def record(
    work: UnitOfWork,
    actor: Actor,
    activity: Activity,
    before: _Setting | None,
    after: _Setting | None,
) -> None:
    """Note what differs between *before* and *after*, None where there was or is nothing."""
    setting = after or before
    modified = _modified(before, after)
    if setting is None or not modified:
        return
    partner_tenant_id = setting.partner_tenant_id
    kind = _feed_kind(before, after)
    work.record(actor.tenant_id, "policy", partner_tenant_id, kind, properties=_names(modified))
    target = AuditTarget(type="Policy", id=partner_tenant_id)
    entry = AuditEntry(activity=activity, target=target, modified=modified)
    audit.add(work, actor, actor.tenant_id, entry)


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
    modified = _modified(before, after)
    if not modified:
        return
    own_policy = policy_id(actor.tenant_id)
    work.record(actor.tenant_id, "policy", own_policy, feed.UPDATED, properties=_names(modified))
    target = AuditTarget(type="Policy", id=own_policy)
    details = {"Warning": advice} if advice else {}
    entry = AuditEntry(activity=activity, target=target, modified=modified, details=details)
    audit.add(work, actor, actor.tenant_id, entry)


def _names(modified: Modified) -> list[str]:
    return [name for name, _, _ in modified]


def _modified(before: Setting | None, after: Setting | None) -> Modified:
    old, new = _document(before), _document(after)
    return tuple(
        (name, old.get(name), new.get(name))
        for name in {**old, **new}
        if old.get(name) != new.get(name)
    )


def _feed_kind(before: _Setting | None, after: _Setting | None) -> str:
    """Return what happened to the policy towards the partner, which the partner stands for."""
    if isinstance(before or after, IdentitySynchronization):
        return feed.UPDATED
    if before is None:
        return feed.CREATED
    return feed.DELETED if after is None else feed.UPDATED


def _document(setting: Setting | None) -> Mapping[str, object]:
    return {} if setting is None else msgspec.to_builtins(setting)
