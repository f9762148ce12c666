"""Replaying: whose access would change if a draft were the policy, told by who came lately.

The sign-ins of one tenant's log are decided again twice, by the settings as they are and by the
draft, at the time of the sign-in; so whatever else changed since makes no difference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tenantry.access.decisions import AccessDecision, Finding, Outcome, SideName
from tenantry.access.drafts import Document
from tenantry.access.operations.authorization import READ
from tenantry.access.operations.deciding import SignInQuestion, decide_between
from tenantry.access.operations.inputs import question_of
from tenantry.access.operations.loading import Settings, load_settings
from tenantry.actor import Actor
from tenantry.audit.stores.visits import Period, list_visits
from tenantry.clock import parse_instant
from tenantry.directory import actions, rights
from tenantry.errors import InvalidValueError, NotFoundError
from tenantry.storage.unit_of_work import Reading

MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayQuestion:
    """Which visits are decided again: those of ``side`` of the asking tenant in a period.

    ``drafts`` has under `default` and `partner` what a PATCH would be sent; a draft for a
    partner takes ``other_tenant_id``.  ``after`` is the place where the page before ended.
    """

    side: SideName
    period: Period
    drafts: Mapping[str, Document]
    other_tenant_id: str | None = None
    after: tuple[str, str] | None = None
    limit: int = MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedAccess:
    """A sign-in that would end otherwise; ``findings`` are those of the own side that differ."""

    sign_in: Mapping[str, Any]
    before: Outcome
    after: Outcome
    findings: tuple[Finding, ...]


@dataclass(slots=True, kw_only=True)
class Replay:
    """A page of sign-ins: how many were decided again, and those that would end otherwise.

    ``undecided`` are those that cannot be: of people who are gone, or without stored inputs.
    ``following`` is where the next page begins, None after the last.
    """

    decided: int = 0
    undecided: int = 0
    changed: list[ChangedAccess] = field(default_factory=list)
    following: tuple[str, str] | None = None


def replay(reading: Reading, actor: Actor, question: ReplayQuestion) -> Replay:
    """Decide a page of visits again.

    Raises:
        NotPermittedError: The actor may not read the policy or the sign-in log.
        InvalidValueError: There is no draft, or one breaks a rule.
    """
    _authorize(actor)
    if not question.drafts:
        raise InvalidValueError("draft", "there is no draft; give `default` or `partner`")
    if "partner" in question.drafts and question.other_tenant_id is None:
        message = "a draft for a partner takes the partner's tenant; name it"
        raise InvalidValueError("partner", message)
    visits = list_visits(
        reading,
        actor.tenant_id,
        question.period,
        is_inbound=question.side is SideName.RESOURCE,
        other_tenant_id=question.other_tenant_id,
        after=question.after,
        limit=question.limit,
    )
    found = _replayed(reading, actor.tenant_id, question, visits)
    if len(visits) == question.limit:
        found.following = (visits[-1]["created_at"], visits[-1]["id"])
    return found


def _authorize(actor: Actor) -> None:
    actor.require(*READ)
    actor.require(*rights.AUDIT_READ)
    actor.require_actions(*actions.ACCESS_READ)
    actor.require_actions(actions.SIGN_INS_READ)


def _replayed(
    reading: Reading, tenant_id: str, question: ReplayQuestion, visits: Sequence[Mapping[str, Any]]
) -> Replay:
    found = Replay()
    sides = _Sides(reading, tenant_id, question)
    for visit in visits:
        asked = question_of(visit["inputs"])
        decisions = asked and sides.decide(asked, parse_instant(visit["created_at"]))
        if not decisions:
            found.undecided += 1
            continue
        found.decided += 1
        before, after = decisions
        if _outcome(before) is not _outcome(after):
            changed = ChangedAccess(
                sign_in=visit,
                before=_outcome(before),
                after=_outcome(after),
                findings=_differing(before, after, question.side),
            )
            found.changed.append(changed)
    return found


class _Sides:
    """The settings of both sides as they are and as drafted, read once for each partner."""

    def __init__(self, reading: Reading, tenant_id: str, question: ReplayQuestion) -> None:
        self._reading = reading
        self._tenant_id = tenant_id
        self._question = question
        self._read: dict[str, tuple[Settings, Settings, Settings]] = {}
        # So that a wrong draft is told where nobody came, too.
        load_settings(reading, tenant_id, question.other_tenant_id or tenant_id, question.drafts)

    def decide(
        self, asked: SignInQuestion, now: datetime
    ) -> tuple[AccessDecision, AccessDecision] | None:
        """Return the decisions by the settings as they are and by the draft.

        None where the user or a tenant is gone.
        """
        is_home = self._question.side is SideName.HOME
        try:
            own, drafted, other = self._of(
                asked.resource_tenant_id if is_home else asked.home_tenant_id
            )
            before, after = [
                decide_between(
                    self._reading, asked, *((each, other) if is_home else (other, each)), now=now
                )
                for each in (own, drafted)
            ]
        except NotFoundError:
            return None
        return before, after

    def _of(self, other_tenant_id: str) -> tuple[Settings, Settings, Settings]:
        if other_tenant_id not in self._read:
            own = (self._reading, self._tenant_id, other_tenant_id)
            self._read[other_tenant_id] = (
                load_settings(*own),
                load_settings(*own, self._question.drafts),
                load_settings(self._reading, other_tenant_id, self._tenant_id),
            )
        return self._read[other_tenant_id]


def _outcome(decision: AccessDecision) -> Outcome:
    if decision.is_allowed:
        return Outcome.ALLOWED
    return Outcome.CHALLENGED if decision.challenges else Outcome.BLOCKED


def _differing(
    before: AccessDecision, after: AccessDecision, side: SideName
) -> tuple[Finding, ...]:
    """Return what the own side says otherwise after the draft; the other side's is its own."""
    known = set(before.findings)
    return tuple(each for each in after.findings if each.side is side and each not in known)
