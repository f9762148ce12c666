"""What the policies of a tenant say of one visitor: a verdict for each that applies."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from tenantry.access.conditional.conditions import Conditions, Undertaking, UserCategory
from tenantry.access.conditional.controls import (
    Answer,
    Challenge,
    Control,
    Standing,
    Visitor,
    signed_in_since,
)

PersistentBrowser = Literal["always", "never"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """How old a sign-in may be; ``primary`` tells whether its beginning counts, too."""

    age: timedelta
    primary: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy, ready to be evaluated.  A policy that is not enforced only reports."""

    id: str
    display_name: str
    conditions: Conditions
    is_enforced: bool = True
    controls: tuple[Control, ...] = ()
    needs_all: bool = False
    frequency: Frequency | None = None
    persistent_browser: PersistentBrowser | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visitor, what they are about to do, when, and the policies of the tenant."""

    visitor: Visitor
    policies: tuple[Policy, ...]
    now: datetime
    user_action: str | None = None
    contexts: frozenset[str] = frozenset()
    client: str = "browser"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one policy says; ``control`` is the one that decided."""

    policy: Policy
    standing: Standing
    control: str | None
    challenges: tuple[Challenge, ...] = ()
    trusts: bool = False


def judge(visit: Visit, undertaking: Undertaking) -> Iterator[Verdict]:
    """Yield the verdict of each policy that applies."""
    visitor = visit.visitor
    for policy in visit.policies:
        if policy.conditions.meet(visitor.account, undertaking) and _is_for(policy, visitor):
            yield _verdict(policy, visitor, visit.now)


def _is_for(policy: Policy, visitor: Visitor) -> bool:
    """Return whether the policy asks what is asked of such people at all.

    A strength is asked only of those whom a directory like this one authenticates (behaviour §12).
    """
    if visitor.account.category is not UserCategory.OTHER_EXTERNAL:
        return True
    return not any(each.name == STRENGTH for each in policy.controls)


STRENGTH, SIGN_IN_FREQUENCY = "authenticationStrength", "signInFrequency"


def _verdict(policy: Policy, visitor: Visitor, now: datetime) -> Verdict:
    frequency = policy.frequency
    if visitor.account.category is UserCategory.DIRECT_CONNECT:
        frequency = None  # session controls do not reach direct connect (behaviour §12)
    since = None if frequency is None else now - frequency.age
    answers = [(each.name, each.answer(visitor, since)) for each in policy.controls]
    if not policy.needs_all and len(answers) > 1:
        answers = [min(answers, key=_distance)]
    if since is not None and frequency is not None and frequency.primary:
        answers.append((SIGN_IN_FREQUENCY, signed_in_since(visitor, since)))
    return _summed_up(policy, answers)


def _distance(answer: tuple[str, Answer]) -> int:
    return _DISTANCES[answer[1].standing]


_DISTANCES = {Standing.MET: 0, Standing.OPEN: 1, Standing.REFUSED: 2}


def _summed_up(policy: Policy, answers: list[tuple[str, Answer]]) -> Verdict:
    """Return the verdict where every one of the answers counts."""
    if not answers:
        return Verdict(policy, Standing.MET, None)
    name, worst = max(answers, key=_distance)
    challenges: tuple[Challenge, ...] = ()
    if worst.standing is Standing.OPEN:
        challenges = tuple(each.challenge for _, each in answers if each.challenge is not None)
    return Verdict(policy, worst.standing, name, challenges, worst.trusts)
