"""What the policies of a tenant say of one visitor: a verdict for each that applies."""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from tenantry.access.conditional.conditions import Conditions, Undertaking, UserCategory
from tenantry.access.conditional.controls import (
    Answer,
    Challenge,
    Control,
    Standing,
    Visitor,
    signed_in_since,
)
from tenantry.access.conditional.locations import Address

# Looked up once, as in `access.evaluate`.
_MET, _OPEN, _REFUSED = Standing.MET, Standing.OPEN, Standing.REFUSED
_OTHER_EXTERNAL, _DIRECT_CONNECT = UserCategory.OTHER_EXTERNAL, UserCategory.DIRECT_CONNECT

PersistentBrowser = Literal["always", "never"]


class Frequency(Struct, frozen=True, kw_only=True):
    """How old a sign-in may be; ``primary`` tells whether its beginning counts, too."""

    age: timedelta
    primary: bool = True


class Policy(Struct, frozen=True, kw_only=True):
    """A policy, ready to be evaluated.  A policy that is not enforced only reports.

    ``setting`` is where it is written: `conditionalAccess/policies/{id}`.
    """

    setting: str
    display_name: str
    conditions: Conditions
    is_enforced: bool = True
    controls: tuple[Control, ...] = ()
    needs_all: bool = False
    frequency: Frequency | None = None
    persistent_browser: PersistentBrowser | None = None


class Visit(Struct, frozen=True, kw_only=True, gc=False):
    """A visitor, what they are about to do, when, and the policies of the tenant."""

    visitor: Visitor
    policies: tuple[Policy, ...]
    now: datetime
    user_action: str | None = None
    contexts: frozenset[str] = frozenset()
    client: str = "browser"
    address: Address | None = None


class Verdict(Struct, frozen=True, gc=False):
    """What one policy says; ``control`` is the one that decided."""

    policy: Policy
    standing: Standing
    control: str | None
    challenges: tuple[Challenge, ...] = ()
    trusts: bool = False


def judge(visit: Visit, undertaking: Undertaking) -> list[Verdict]:
    """Return the verdict of each policy that applies."""
    visitor, account = visit.visitor, visit.visitor.account
    policies = visit.policies
    if account.category is _OTHER_EXTERNAL:
        policies = tuple(policy for policy in policies if not _asks_for_strength(policy))
    return [
        _verdict(policy, visitor, visit.now)
        for policy in policies
        if policy.conditions.meet(account, undertaking)
    ]


def _asks_for_strength(policy: Policy) -> bool:
    """Return whether the policy is for those alone whom a directory like this authenticates.

    A strength is asked of nobody else (behaviour §12).
    """
    return any(each.name == STRENGTH for each in policy.controls)


STRENGTH, SIGN_IN_FREQUENCY = "authenticationStrength", "signInFrequency"


def _verdict(policy: Policy, visitor: Visitor, now: datetime) -> Verdict:
    frequency = policy.frequency
    if frequency is None or visitor.account.category is _DIRECT_CONNECT:
        # Session controls do not reach direct connect (behaviour §12).
        return _summed_up(policy, _answers(policy, visitor, None))
    since = now - frequency.age
    answers = _answers(policy, visitor, since)
    if frequency.primary:
        answers.append((SIGN_IN_FREQUENCY, signed_in_since(visitor, since)))
    return _summed_up(policy, answers)


def _answers(policy: Policy, visitor: Visitor, since: datetime | None) -> list[tuple[str, Answer]]:
    """Return the answers that count: of every control, or of the one that is met best."""
    answers = []
    for control in policy.controls:
        answer = control.answer(visitor, since)
        if answer.standing is _MET and not policy.needs_all:
            return [(control.name, answer)]
        answers.append((control.name, answer))
    if policy.needs_all or len(answers) <= 1:
        return answers
    return [min(answers, key=_distance)]


def _distance(answer: tuple[str, Answer]) -> int:
    return _DISTANCES[answer[1].standing]


_DISTANCES = {_MET: 0, _OPEN: 1, _REFUSED: 2}


def _summed_up(policy: Policy, answers: list[tuple[str, Answer]]) -> Verdict:
    """Return the verdict where every one of the answers counts."""
    if not answers:
        return Verdict(policy, _MET, None)
    name, worst = answers[0] if len(answers) == 1 else max(answers, key=_distance)
    if worst.standing is not _OPEN:
        return Verdict(policy, worst.standing, name, (), worst.trusts)
    challenges = tuple(each.challenge for _, each in answers if each.challenge is not None)
    return Verdict(policy, worst.standing, name, challenges, worst.trusts)
