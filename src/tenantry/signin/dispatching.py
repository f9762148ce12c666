"""The one place that decides what happens next in a sign-in.

Pages never lead to each other: each comes back here with what the person did, and `next_step`
looks at everything again.  The home tenant authenticates, the resource tenant decides.

::

    choose an account → authenticate at home → is there an account here? → access decision
        → second factor → redeem → assignment → consent of the application → issue
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tenantry.access.conditional.controls import Challenge, ChallengeKind
from tenantry.signin.consenting import Consent
from tenantry.signin.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who is signed in with this browser, or was just now.

    ``age`` is how many seconds ago they authenticated.
    """

    session_id: str
    home_tenant_id: str
    user_id: str
    user_name: str
    age: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the request says of the sign-in itself.

    ``has_chosen``, ``is_fresh``, ``has_agreed`` and ``has_consented`` are what the person did on
    pages of this interaction: said that it is another account, authenticated, agreed to join
    the resource tenant, agreed to what the application may do.  ``login_hint`` is the sign-in
    name that they typed, or else the one of the request.
    """

    is_silent: bool = False
    must_authenticate: bool = False
    must_choose: bool = False
    must_consent: bool = False
    max_age: int | None = None
    wants_second_factor: bool = False
    login_hint: str = ""
    has_chosen: bool = False
    is_fresh: bool = False
    has_agreed: bool = False
    has_consented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """The sign-in ends here; *named* fill the sentence of the refusal."""

    reason: Refusal
    named: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identify:
    """Ask who it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """Ask which of the signed-in accounts it is, or another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticate:
    """Ask for the password, on a page of the home tenant.

    Without a name it is asked of the account that was looked at.
    """

    user_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOn:
    """It is this account; look at what the resource tenant says of it."""

    account: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveAgain:
    """Ask for a second factor, on a page of the tenant that wants it or is trusted for it."""

    tenant_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Ask whether the person agrees to be a guest of the resource tenant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeem:
    """Redeem the invitation; nobody has to be asked, or they agreed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskConsent:
    """Ask whether the application may do what it asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Answer the application: everything is in order."""


Identification = Refuse | Identify | Choose | Authenticate | GoOn
Admission = Refuse | ProveAgain | Join | Redeem | AskConsent | Authenticate | Issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What the resource tenant knows of an account.

    ``refusal`` is the first fact that forbids it whatever the person does; ``challenges`` are
    what the person can still do about the access decision.  ``second_factor_at`` is the tenant in
    which they can show a second factor; empty if they did.  ``is_direct`` is for somebody who
    comes by direct connect and never becomes a guest.
    """

    refusal: Refuse | None = None
    challenges: tuple[Challenge, ...] = ()
    second_factor_at: str = ""
    is_direct: bool = False
    is_pending: bool = False
    consent_prompt: bool = False
    consent: Consent
    may_consent_for_all: bool = False


def identify(asked: Asked, accounts: Sequence[Account], chosen: Account | None) -> Identification:
    """Return who it is, or how to find out.  *chosen* is who the person said it is."""
    account = chosen or _assumed(asked, accounts)
    if account is not None:
        if not _is_too_old(asked, account):
            return GoOn(account=account)
        if not asked.is_silent:
            return Authenticate(user_name=account.user_name)
    if asked.is_silent:
        several = len(accounts) > 1 and not asked.login_hint
        reason = Refusal.SESSION_CHOICE_NEEDED if several else Refusal.LOGIN_REQUIRED
        return Refuse(reason=reason)
    if asked.login_hint:
        return Authenticate(user_name=asked.login_hint)
    return Identify() if asked.has_chosen or not accounts else Choose()


def admit(asked: Asked, visit: Visit) -> Admission:
    """Return what the resource tenant does about the account."""
    if visit.refusal is not None:
        return visit.refusal
    step = _challenged(asked, visit) or _joining(asked, visit) or _consenting(asked, visit)
    return step or Issue()


def _assumed(asked: Asked, accounts: Sequence[Account]) -> Account | None:
    """Return the account that the request means without asking the person."""
    if asked.must_choose or asked.must_authenticate or asked.has_chosen:
        return None
    hint = asked.login_hint.casefold()
    named = [each for each in accounts if not hint or each.user_name.casefold() == hint]
    return named[0] if len(named) == 1 else None


def _is_too_old(asked: Asked, account: Account) -> bool:
    if asked.is_fresh:
        return False
    if asked.must_authenticate:
        return True
    return asked.max_age is not None and account.age > asked.max_age


def _challenged(asked: Asked, visit: Visit) -> Admission | None:
    if not visit.challenges:
        return _proving(asked, visit)
    kinds = {challenge.kind: challenge for challenge in visit.challenges}
    if ChallengeKind.DEVICE in kinds:
        return Refuse(reason=Refusal.DEVICE_NEEDED)
    if asked.is_silent:
        return Refuse(reason=Refusal.MFA_NEEDED)
    if ChallengeKind.SIGN_IN in kinds:
        return Authenticate(user_name="")
    return ProveAgain(tenant_id=kinds[ChallengeKind.MULTIFACTOR].tenant_id)


def _proving(asked: Asked, visit: Visit) -> Admission | None:
    """Return how to get the second factor that the application itself wants."""
    if not (asked.wants_second_factor and visit.second_factor_at):
        return None
    if asked.is_silent:
        return Refuse(reason=Refusal.MFA_NEEDED)
    return ProveAgain(tenant_id=visit.second_factor_at)


def _joining(asked: Asked, visit: Visit) -> Admission | None:
    if not (visit.is_pending or visit.is_direct):
        return None
    if not visit.consent_prompt or asked.has_agreed:
        return Redeem() if visit.is_pending else None
    return Refuse(reason=Refusal.INTERACTION_REQUIRED) if asked.is_silent else Join()


def _consenting(asked: Asked, visit: Visit) -> Admission | None:
    if not visit.consent.missing:
        wants_page = asked.must_consent and not asked.has_consented
        return AskConsent() if wants_page else None
    if asked.is_silent:
        return Refuse(reason=Refusal.CONSENT_REQUIRED)
    if visit.consent.needs_administrator and not visit.may_consent_for_all:
        return Refuse(reason=Refusal.ADMINISTRATOR_CONSENT_NEEDED)
    return AskConsent()
