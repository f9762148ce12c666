"""Whether external users may leave by themselves, as a tenant sets it (behaviour §14.3).

Nobody can be kept without knowing whom to ask: a tenant that forbids it has published how it
treats privacy.  Graph: ``externalIdentitiesPolicy``, of beta alone.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.audit import activities, store as audit
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.collaboration.organizations import lets_people_leave
from tenantry.directory.operations.lookups import not_found
from tenantry.directory.stores import tenants
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork

READ = ("Policy.Read.All", "Policy.ReadWrite.ExternalIdentities")
WRITE = ("Policy.ReadWrite.ExternalIdentities",)

POLICY_ID = "externalIdentitiesPolicy"
_SETTING = "may_external_users_leave"


def get_policy(reading: Reading, actor: Actor) -> Record:
    """Return the policy of the actor's tenant."""
    actor.require(*READ)
    tenant = _tenant(reading, actor.tenant_id)
    return {"id": POLICY_ID, _SETTING: lets_people_leave(tenant)}


def update_policy(work: UnitOfWork, actor: Actor, values: Mapping[str, Any]) -> None:
    """Change what *values* has; nothing is written where nothing differs.

    Raises `InvalidValueError` where leaving is to be forbidden and the tenant has published
    nothing about privacy.
    """
    actor.require(*WRITE)
    tenant = _tenant(work, actor.tenant_id)
    before = lets_people_leave(tenant)
    is_allowed = values.get(_SETTING, before)
    if not is_allowed and not tenant["privacy_profile"]:
        message = (
            "external users may be kept from leaving only where they are told whom to ask; set"
            " `privacyProfile` of the organization first"
        )
        raise InvalidValueError("allowExternalIdentitiesToLeave", message)
    if is_allowed == before:
        return
    tenants.change(work, actor.tenant_id, {_SETTING: is_allowed})
    work.record(actor.tenant_id, "policy", POLICY_ID, feed.UPDATED, properties=[_SETTING])
    entry = AuditEntry(
        activity=activities.UPDATE_POLICY,
        target=AuditTarget(type="Policy", id=POLICY_ID),
        modified=((_SETTING, before, is_allowed),),
    )
    audit.add(work, actor, actor.tenant_id, entry)


def _tenant(reading: Reading, tenant_id: str) -> Record:
    tenant = tenants.find(reading, tenant_id)
    if tenant is None:
        raise not_found(tenant_id)
    return tenant
