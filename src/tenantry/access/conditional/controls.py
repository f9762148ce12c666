"""What a policy asks, and whether it is met, could still be met, or cannot be.

Of people of another tenant, their home's claims count where the resource tenant trusts them;
what is trusted and absent is asked for at home, multifactor authentication that is not trusted
is done once more in the resource tenant.  Nobody who connects directly can do that, and no
external user can bring a device there: both are refused (behaviour §12; XTA-016 to XTA-020,
XTA-039, DC-008).
"""

from datetime import datetime
from enum import Enum
from functools import lru_cache

from msgspec import Struct

from tenantry.access.conditional.conditions import Account, UserCategory
from tenantry.access.conditional.proofs import OF_HOME, OF_RESOURCE, PASSWORD, PRIMARY, Proof
from tenantry.access.conditional.strengths import MULTIFACTOR, Combination, is_proved
from tenantry.access.inheritance import EffectiveTrust


class ChallengeKind(Enum):
    """What can still be asked of somebody."""

    SIGN_IN = "signIn"
    MULTIFACTOR = "mfa"
    DEVICE = "device"


class Challenge(Struct, frozen=True, kw_only=True, gc=False):
    """Something to be done in one tenant before access is allowed.

    ``combinations`` are the methods that would do, each by itself; what is older than ``since``
    does not count.
    """

    kind: ChallengeKind
    tenant_id: str
    combinations: frozenset[Combination] = frozenset()
    since: datetime | None = None


class Standing(Enum):
    """How far somebody meets a control."""

    # Asked of each sign-in many times: members are singletons, and Enum hashes names in Python.
    __hash__ = object.__hash__

    MET = "met"
    OPEN = "open"  # a challenge away
    REFUSED = "refused"


class Answer(Struct, frozen=True, gc=False):
    """Whether a control is met; ``trusts`` tells whether inbound trust made the difference."""

    standing: Standing
    challenge: Challenge | None = None
    trusts: bool = False


# Looked up once, as in `access.evaluate`.
_OPEN, _MULTIFACTOR_CHALLENGE = Standing.OPEN, ChallengeKind.MULTIFACTOR
_OTHER_EXTERNAL, _DIRECT_CONNECT = UserCategory.OTHER_EXTERNAL, UserCategory.DIRECT_CONNECT
_MET, _REFUSED = Answer(Standing.MET), Answer(Standing.REFUSED)
_MET_BY_TRUST = Answer(Standing.MET, trusts=True)
_REFUSED_UNTRUSTED = Answer(Standing.REFUSED, trusts=True)


class Visitor(Struct, frozen=True, kw_only=True, gc=False):
    """Who comes to a tenant, with what they proved and what it trusts of their home."""

    tenant_id: str
    account: Account
    proof: Proof
    trust: EffectiveTrust

    @property
    def is_mfa_trusted(self) -> bool:
        """Whether multifactor authentication at home counts; others have no home to trust."""
        return self.trust.mfa and self.account.category is not _OTHER_EXTERNAL


class Control(Struct, frozen=True, kw_only=True):
    """One thing asked.  ``name`` is the contract's; ``combinations`` are those of a strength."""

    name: str
    combinations: frozenset[Combination] = frozenset()

    def answer(self, visitor: Visitor, since: datetime | None) -> Answer:
        """Return how far the visitor meets it; proofs before *since* do not count."""
        if self.combinations:
            return _multifactor(visitor, self.combinations, since)
        if self.name in _DEVICES:
            return _device(visitor, self.name)
        if self.name == REGISTRATION:
            return _registration(visitor)
        return _REFUSED  # block, and what nobody can prove here


COMPLIANT_DEVICE, HYBRID_JOINED = "compliantDevice", "domainJoinedDevice"
REGISTRATION = "registration"
_ANY = MULTIFACTOR.combinations
_DEVICES = frozenset({COMPLIANT_DEVICE, HYBRID_JOINED})


def signed_in_since(visitor: Visitor, since: datetime) -> Answer:
    """Return whether the visitor began a sign-in at home since then."""
    home = visitor.account.home_tenant_id
    if not PRIMARY.isdisjoint(visitor.proof.methods_at(home, since)):
        return _MET
    challenge = Challenge(kind=ChallengeKind.SIGN_IN, tenant_id=home, since=since)
    return Answer(_OPEN, challenge)


def _multifactor(
    visitor: Visitor, combinations: frozenset[Combination], since: datetime | None
) -> Answer:
    account = visitor.account
    if account.category.is_internal:
        if is_proved(combinations, visitor.proof.methods_at(visitor.tenant_id, since)):
            return _MET
        return _ask(visitor.tenant_id, combinations, since)
    if visitor.is_mfa_trusted:
        at_home = visitor.proof.methods_at(account.home_tenant_id, since) & OF_HOME
        if is_proved(combinations, at_home):
            return _MET_BY_TRUST
    if account.category is not _DIRECT_CONNECT:
        here = visitor.proof.methods_at(visitor.tenant_id, since) & OF_RESOURCE
        if is_proved(combinations, here | {PASSWORD}):
            return _MET
    return _unproved(visitor, combinations, since)


def _unproved(
    visitor: Visitor, combinations: frozenset[Combination], since: datetime | None
) -> Answer:
    """Return where somebody of another tenant is asked, if any of the methods counts there."""
    account = visitor.account
    if visitor.is_mfa_trusted:
        if possible := _within(combinations, OF_HOME):
            return _ask(account.home_tenant_id, possible, since)
        return _REFUSED_UNTRUSTED
    if account.category is _DIRECT_CONNECT:
        return _REFUSED_UNTRUSTED
    if possible := _within(combinations, OF_RESOURCE | {PASSWORD}):
        return _ask(visitor.tenant_id, possible, since)
    return _REFUSED_UNTRUSTED


@lru_cache(maxsize=1024)
def _within(
    combinations: frozenset[Combination], methods: frozenset[str]
) -> frozenset[Combination]:
    return frozenset(each for each in combinations if each <= methods)


def _ask(tenant_id: str, combinations: frozenset[Combination], since: datetime | None) -> Answer:
    challenge = Challenge(
        kind=_MULTIFACTOR_CHALLENGE,
        tenant_id=tenant_id,
        combinations=combinations,
        since=since,
    )
    return Answer(_OPEN, challenge)


def _registration(visitor: Visitor) -> Answer:
    """Return whether the visitor has methods of multifactor authentication in this tenant.

    Whose home is trusted for it is never asked here, and so cannot register (XTA-031).
    """
    account, tenant_id = visitor.account, visitor.tenant_id
    is_used = is_proved(_ANY, visitor.proof.methods_at(tenant_id, None) | {PASSWORD})
    if tenant_id in visitor.proof.registered_at or is_used:
        return _MET
    if account.category is _DIRECT_CONNECT:
        return _MET
    if account.category.is_internal:
        return _ask(tenant_id, _ANY, None)
    if visitor.is_mfa_trusted:
        return _REFUSED_UNTRUSTED
    return _ask(tenant_id, _within(_ANY, OF_RESOURCE | {PASSWORD}), None)


def _device(visitor: Visitor, name: str) -> Answer:
    account, trust, device = visitor.account, visitor.trust, visitor.proof.device
    is_own = account.category.is_internal
    if account.category is _OTHER_EXTERNAL:
        return _REFUSED
    is_trusted = trust.compliant_device if name == COMPLIANT_DEVICE else trust.hybrid_joined_device
    if not is_own and not is_trusted:
        return _REFUSED_UNTRUSTED
    if device is None:
        challenge = Challenge(kind=ChallengeKind.DEVICE, tenant_id=account.home_tenant_id)
        return Answer(_OPEN, challenge, trusts=not is_own)
    says_so = device.is_compliant if name == COMPLIANT_DEVICE else device.is_hybrid_joined
    if device.tenant_id != account.home_tenant_id or not says_so:
        return _REFUSED
    return _MET if is_own else _MET_BY_TRUST
