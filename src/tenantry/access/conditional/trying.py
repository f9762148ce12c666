"""Changes of what a visitor meets, to be tried where a verdict should turn around."""

from collections.abc import Iterator

from msgspec.structs import replace

from tenantry.access.conditional.conditions import Account, ExternalPeople, People
from tenantry.access.conditional.controls import Control
from tenantry.access.conditional.evaluation import Policy, Visit
from tenantry.access.edits import Edit
from tenantry.access.inheritance import Configuration, EffectiveTrust

Tried = tuple[Edit, bool, Visit]
"""What is changed, whether in the configuration for the partner, and what it leads to."""


def tried_conditions(setting: str, visit: Visit) -> Iterator[Tried]:
    """Yield changes of trust, then of the policy that *setting* names; small ones first."""
    if not visit.visitor.account.category.is_internal:
        yield from _trusts(visit)
    for policy in visit.policies:
        if policy.setting == setting:
            for edit, changed in _policies(setting, policy, visit.visitor.account):
                others = tuple(each for each in visit.policies if each is not policy)
                yield edit, False, replace(visit, policies=(*others, *changed))


def _trusts(visit: Visit) -> Iterator[Tried]:
    trust = visit.visitor.trust
    # The partner configuration says all of the trust or nothing (behaviour §11).
    own = trust.source is Configuration.PARTNER
    start = trust if own else EffectiveTrust(Configuration.PARTNER)
    mfa, compliant, joined = trust.mfa, trust.compliant_device, trust.hybrid_joined_device
    for flag, is_set, changed in (
        ("isMfaAccepted", mfa, replace(start, mfa=not mfa)),
        ("isCompliantDeviceAccepted", compliant, replace(start, compliant_device=not compliant)),
        (
            "isHybridAzureADJoinedDeviceAccepted",
            joined,
            replace(start, hybrid_joined_device=not joined),
        ),
    ):
        edit = Edit(change="set", path=f"inboundTrust.{flag}", values=(str(not is_set).lower(),))
        yield edit, True, replace(visit, visitor=replace(visit.visitor, trust=changed))


def _policies(
    setting: str, policy: Policy, account: Account
) -> Iterator[tuple[Edit, tuple[Policy, ...]]]:
    if not policy.is_enforced:
        enable = Edit(change="set", path=f"{setting}.state", values=("enabled",))
        yield enable, (replace(policy, is_enforced=True),)
    yield _excluding(setting, policy, account)
    disable = Edit(change="set", path=f"{setting}.state", values=("disabled",))
    yield disable, ()
    path = f"{setting}.grantControls.builtInControls"
    block = Edit(change="set", path=path, values=("block",))
    yield block, (replace(policy, controls=(Control(name="block"),)),)


def _excluding(setting: str, policy: Policy, account: Account) -> tuple[Edit, tuple[Policy, ...]]:
    """Return the exclusion of the person, or of their kind where the tenant has no such user."""
    path, excluded = f"{setting}.conditions.users", policy.conditions.excluded_people or People()
    if account.id:
        edit = Edit(change="add", path=f"{path}.excludeUsers", values=(account.id,))
        people: People = replace(excluded, ids=excluded.ids | {account.id})
    else:
        kind, tenant_id = account.category, account.home_tenant_id
        edit = Edit(
            change="add",
            path=f"{path}.excludeGuestsOrExternalUsers",
            values=(kind.value, tenant_id),
        )
        of_kind = ExternalPeople(categories=frozenset({kind}), tenant_ids=frozenset({tenant_id}))
        people = replace(excluded, external=(*excluded.external, of_kind))
    return edit, (replace(policy, conditions=replace(policy.conditions, excluded_people=people)),)
