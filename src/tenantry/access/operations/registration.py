"""The registration policy: who must have methods of multifactor authentication here.

External users whose home is trusted for it never register here, so a policy that asks them to
shuts them out; whoever sets either is warned (XTA-031, decision 37).
"""

import msgspec

from tenantry.access import store as access_store
from tenantry.access.applications import Application
from tenantry.access.conditional.checking import check_people
from tenantry.access.conditional.compiling import compiled_registration
from tenantry.access.conditional.conditions import Account, Undertaking, UserCategory
from tenantry.access.conditional.policy import RegistrationPolicy
from tenantry.access.operations.conditional_access import authorize_reading, authorize_writing
from tenantry.access.policy import AccessSettings, policy_id
from tenantry.access.stores import registration as store
from tenantry.actor import Actor
from tenantry.audit import activities, store as audit
from tenantry.audit.entries import AuditEntry, AuditTarget
from tenantry.directory.actions import CONDITIONS_UPDATE
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork

SHUTS_OUT = (
    "external users whose multifactor authentication is trusted cannot register here;"
    " exclude them from the registration policy"
)

_ANYWHERE = Undertaking(application=Application(app_id=""))


def get_registration(reading: Reading, actor: Actor) -> RegistrationPolicy:
    """Return the policy."""
    authorize_reading(actor)
    return store.find(reading, actor.tenant_id)


def set_registration(work: UnitOfWork, actor: Actor, policy: RegistrationPolicy) -> str | None:
    """Write the policy; returns advice where it shuts trusted external users out.

    Raises:
        InvalidValueError: A list of people is malformed.
    """
    authorize_writing(work, actor, CONDITIONS_UPDATE)
    check_people(policy.conditions.users, "conditions.users")
    before = store.find(work, actor.tenant_id)
    store.save(work, actor.tenant_id, policy)
    _, default = access_store.get_policy(work, actor.tenant_id)
    trusts = trusts_mfa(default) or store.trusts_a_partner(work, actor.tenant_id)
    advice = SHUTS_OUT if trusts and _asks_external_users(policy) else None
    _record(work, actor, before, policy, advice)
    return advice


def trust_advice(reading: Reading, tenant_id: str, after: AccessSettings) -> str | None:
    """Return advice where settings trust people whom the registration policy asks to register."""
    if not trusts_mfa(after) or not _asks_external_users(store.find(reading, tenant_id)):
        return None
    return SHUTS_OUT


def trusts_mfa(settings: AccessSettings) -> bool:
    """Return whether the settings trust multifactor authentication at home."""
    trust = settings.inbound_trust
    return trust is not None and trust.is_mfa_accepted is True


def _asks_external_users(policy: RegistrationPolicy) -> bool:
    compiled = compiled_registration(policy)
    guest = Account(category=UserCategory.COLLABORATION_GUEST, home_tenant_id="")
    return compiled is not None and compiled.conditions.meet(guest, _ANYWHERE)


def _record(
    work: UnitOfWork,
    actor: Actor,
    before: RegistrationPolicy,
    after: RegistrationPolicy,
    advice: str | None,
) -> None:
    old, new = msgspec.to_builtins(before), msgspec.to_builtins(after)
    modified = tuple((name, old[name], new[name]) for name in new if old[name] != new[name])
    if not modified:
        return
    own = policy_id(actor.tenant_id)
    work.record(actor.tenant_id, "policy", own, feed.UPDATED, properties=["registrationPolicy"])
    entry = AuditEntry(
        activity=activities.UPDATE_REGISTRATION_POLICY,
        target=AuditTarget(type="Policy", id=own, name="Registration policy"),
        modified=modified,
        details={"Warning": advice} if advice else {},
    )
    audit.add(work, actor, actor.tenant_id, entry)
