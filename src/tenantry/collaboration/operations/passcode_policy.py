"""The policy of passcodes by mail: whether guests of no tenant here may sign in by them.

Source: behaviour §14.2; claims RO-018 to RO-021.
"""

from tenantry.actor import Actor
from tenantry.audit import activities, store as audit
from tenantry.audit.entries import AuditEntry, AuditTarget, modifications
from tenantry.collaboration.redemption import check_allowance
from tenantry.collaboration.stores import passcode_policies as store
from tenantry.storage import feed
from tenantry.storage.unit_of_work import Reading, UnitOfWork

READ = ("Policy.Read.All", "Policy.ReadWrite.AuthenticationMethod")
WRITE = ("Policy.ReadWrite.AuthenticationMethod",)

POLICY_ID = "Email"
_SETTING = "allow_external_id_to_use_email_otp"


def get_allowance(reading: Reading, actor: Actor) -> str:
    """Return `default`, `enabled` or `disabled`."""
    actor.require(*READ)
    return store.get_allowance(reading, actor.tenant_id)


def set_allowance(work: UnitOfWork, actor: Actor, allowance: str) -> None:
    """Write one of the three; nothing is written where nothing differs."""
    actor.require(*WRITE)
    check_allowance(allowance)
    before = store.get_allowance(work, actor.tenant_id)
    if allowance == before:
        return
    store.save_allowance(work, actor.tenant_id, allowance)
    work.record(actor.tenant_id, "policy", POLICY_ID, feed.UPDATED, properties=[_SETTING])
    entry = AuditEntry(
        activity=activities.UPDATE_POLICY,
        target=AuditTarget(type="Policy", id=POLICY_ID),
        modified=modifications({_SETTING: allowance}, {_SETTING: before}),
    )
    audit.add(work, actor, actor.tenant_id, entry)
