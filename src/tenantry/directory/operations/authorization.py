"""The authorization policy: read and changed by the tenant itself (contract §6.5)."""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities, store as audit
from tenantry.audit.entries import AuditEntry, AuditTarget, modifications
from tenantry.directory import authorization
from tenantry.directory.delegation import LIMITED_GUEST_ROLE
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.stores import authorization as store, tenants
from tenantry.directory.values import Record, check, differing
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork

READ = ("Policy.Read.All", "Policy.ReadWrite.Authorization")
WRITE = ("Policy.ReadWrite.Authorization",)

POLICY_ID = "authorizationPolicy"


def get_policy(reading: Reading, actor: Actor) -> Record:
    """Return the policy of the actor's tenant."""
    actor.require(*READ)
    return {"id": POLICY_ID, **_settings(reading, actor.tenant_id)}


def update_policy(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> None:
    """Change the properties *values*; nothing is written where nothing differs."""
    actor.require(*WRITE)
    check(authorization.RULES, values)
    before = _settings(work, actor.tenant_id)
    changes = differing(before, values)
    if not changes:
        return
    store.save_settings(work, actor.tenant_id, {**before, **changes})
    work.record(actor.tenant_id, "policy", POLICY_ID, feed.UPDATED, properties=sorted(changes))
    entry = AuditEntry(
        activity=activities.UPDATE_AUTHORIZATION_POLICY,
        target=AuditTarget(type="Policy", id=POLICY_ID),
        modified=modifications(changes, before),
    )
    audit.add(work, actor, actor.tenant_id, entry)


def inviters_of(reading: Reading, tenant_id: str) -> str:
    """Return who may invite guests into the tenant, a member of `allowInvitesFrom`."""
    return _settings(reading, tenant_id)["allow_invites_from"]


def guest_role_of(reading: Reading, tenant_id: str) -> str:
    """Return how much guests of the tenant see, a value of `guestUserRoleId`."""
    set_there = store.find_settings(reading, tenant_id)
    return set_there.get("guest_user_role_id", LIMITED_GUEST_ROLE)


def _settings(reading: Reading, tenant_id: str) -> dict[str, str]:
    set_there = store.find_settings(reading, tenant_id)
    if "allow_invites_from" not in set_there:
        tenant = tenants.find(reading, tenant_id)
        if tenant is None:
            raise not_found(tenant_id)
        set_there["allow_invites_from"] = authorization.default_inviters(tenant["cloud"])
    return {"guest_user_role_id": LIMITED_GUEST_ROLE, **set_there}
