"""May this person of the home tenant use this application of the resource tenant, and why?

The one evaluator: enforcement, explanation and what-if call it, so an explanation never tells
anything but what is enforced.  Every stage is evaluated, also behind a refusal, and each finding
names its setting; `flips.py` finds the smallest change that would flip it.  Source: behaviour
§11, §12, contract §2.4; claims XTA-009 to XTA-041, CLD-010, CLD-011, DC-006, DC-008.
"""

from collections.abc import Iterator, Sequence

from msgspec import structs

from tenantry.access.applications import Application
from tenantry.access.conditional.conditions import Undertaking
from tenantry.access.conditional.controls import Challenge, Standing
from tenantry.access.conditional.evaluation import PersistentBrowser, Verdict, Visit, judge
from tenantry.access.decisions import (
    AccessDecision,
    Finding,
    ForeignHome,
    Outcome,
    Person,
    Side,
    SideName,
    Stage,
)
from tenantry.access.inheritance import Configuration, EffectiveFlag, Mode
from tenantry.access.target_lists import find_lists

# Python 3.11 makes a call of each look-up of a member: a decision would make forty.
_ALLOWED, _BLOCKED, _CHALLENGED = Outcome.ALLOWED, Outcome.BLOCKED, Outcome.CHALLENGED
_PROMPTED, _SKIPPED, _REPORT_ONLY = Outcome.PROMPTED, Outcome.SKIPPED, Outcome.REPORT_ONLY
_HOME_OUTBOUND, _RESOURCE_INBOUND = Stage.HOME_OUTBOUND, Stage.RESOURCE_INBOUND
_CONDITIONAL_ACCESS, _AUTOMATIC_CONSENT = Stage.CONDITIONAL_ACCESS, Stage.AUTOMATIC_CONSENT
_HOME, _RESOURCE = SideName.HOME, SideName.RESOURCE
_DIRECT_CONNECT = Mode.DIRECT_CONNECT


def evaluate(
    person: Person,
    application: Application,
    mode: Mode,
    home: Side,
    resource: Side,
    *,
    visit: Visit | None = None,
) -> AccessDecision:
    """Return the decision with the findings of every stage.

    Without a *visit* Conditional Access is not asked: nobody signs in.
    """
    findings = [] if home.cloud == resource.cloud else [*find_clouds(mode, home, resource)]
    findings += find_lists(_HOME_OUTBOUND, _HOME, home.setting, person, application)
    findings += find_lists(_RESOURCE_INBOUND, _RESOURCE, resource.setting, person, application)
    if mode is _DIRECT_CONNECT:
        findings += [*_licences(home, resource), _shared_channel(application)]
    verdicts = _verdicts(application, visit)
    findings += [_finding(verdict, visit) for verdict in verdicts]
    findings += (
        _consent(_HOME, home.consent),
        _consent(_RESOURCE, resource.consent),
    )
    return _decision(findings, verdicts)


def evaluate_foreign(
    home: ForeignHome, application: Application, resource: Side, visit: Visit
) -> AccessDecision:
    """Return the decision on somebody whose home is in another installation.

    What the home's outbound settings say, that installation decided before it let them go; no
    consent of theirs is known, so the person is asked.  Of their groups nothing is known either.
    """
    person = Person(id=home.user_id)
    findings = []
    if home.cloud != resource.cloud:
        findings.append(_cloud_finding(_RESOURCE, resource, home.cloud, Mode.COLLABORATION))
    findings.append(
        Finding(
            stage=_HOME_OUTBOUND,
            side=_HOME,
            source=None,
            setting="b2bCollaborationOutbound",
            outcome=Outcome.ELSEWHERE,
        )
    )
    findings += find_lists(_RESOURCE_INBOUND, _RESOURCE, resource.setting, person, application)
    verdicts = _verdicts(application, visit)
    findings += [_finding(verdict, visit) for verdict in verdicts]
    findings.append(_consent(_RESOURCE, resource.consent))
    decision = _decision(findings, verdicts)
    return structs.replace(decision, consent_prompt=True)


def evaluate_own(application: Application, visit: Visit) -> AccessDecision:
    """Return the decision on somebody of the resource tenant itself: only its conditions count."""
    verdicts = _verdicts(application, visit)
    return _decision([_finding(verdict, visit) for verdict in verdicts], verdicts)


def _decision(findings: Sequence[Finding], verdicts: Sequence[Verdict]) -> AccessDecision:
    outcomes = {finding.outcome for finding in findings}
    is_blocked = _BLOCKED in outcomes
    challenges: dict[Challenge, None] = {}
    browser: PersistentBrowser | None = None
    for verdict in verdicts:
        if verdict.policy.is_enforced:
            if verdict.challenges:
                challenges.update(dict.fromkeys(verdict.challenges))
            if verdict.policy.persistent_browser is not None and browser != "never":
                browser = verdict.policy.persistent_browser
    return AccessDecision(
        is_allowed=not is_blocked and _CHALLENGED not in outcomes,
        consent_prompt=_PROMPTED in outcomes,
        findings=tuple(findings),
        challenges=() if is_blocked else tuple(challenges),
        persistent_browser=browser,
    )


def _verdicts(application: Application, visit: Visit | None) -> Sequence[Verdict]:
    if visit is None or not visit.policies:
        return ()
    undertaking = Undertaking(
        application=application,
        user_action=visit.user_action,
        contexts=visit.contexts,
        client=visit.client,
        address=visit.address,
    )
    return judge(visit, undertaking)


_OUTCOMES = {
    Standing.MET: _ALLOWED,
    Standing.OPEN: _CHALLENGED,
    Standing.REFUSED: _BLOCKED,
}


def _finding(verdict: Verdict, visit: Visit | None) -> Finding:
    policy, outcome = verdict.policy, _OUTCOMES[verdict.standing]
    trust = visit.visitor.trust if verdict.trusts and visit is not None else None
    return Finding(
        stage=_CONDITIONAL_ACCESS,
        side=_RESOURCE,
        source=trust.source if trust is not None else None,
        setting=policy.setting,
        name=policy.display_name,
        control=verdict.control,
        outcome=outcome if policy.is_enforced else _REPORT_ONLY,
        would_be=None if policy.is_enforced else outcome,
    )


def _licences(home: Side, resource: Side) -> Iterator[Finding]:
    """Yield whether each side has the licence that direct connect takes (LIC-007)."""
    for name, side in ((_HOME, home), (_RESOURCE, resource)):
        if side.is_licensed is not None:
            yield Finding(
                stage=Stage.LICENCE,
                side=name,
                source=None,
                setting="subscribedSkus",
                outcome=_outcome(is_allowed=side.is_licensed),
            )


def _shared_channel(application: Application) -> Finding:
    """Return whether direct connect may reach the application: shared channels only (DC-006)."""
    return Finding(
        stage=Stage.SHARED_CHANNEL,
        side=_RESOURCE,
        source=None,
        setting="servicePrincipal.tags",
        outcome=_outcome(is_allowed=application.connects_directly),
    )


def find_clouds(mode: Mode, home: Side, resource: Side) -> Iterator[Finding]:
    """Yield whether each side is open to the cloud of the other, which is another one."""
    for name, side, other in (
        (_HOME, home, resource),
        (_RESOURCE, resource, home),
    ):
        yield _cloud_finding(name, side, other.cloud, mode)


def _cloud_finding(name: SideName, side: Side, cloud: str, mode: Mode) -> Finding:
    """Return whether the side is open to a *cloud* that is not its own."""
    is_open = cloud in side.open_clouds and side.has_partner  # CLD-011
    return Finding(
        stage=Stage.CLOUD,
        side=name,
        source=Configuration.PARTNER if side.has_partner else Configuration.DEFAULT,
        setting="allowedCloudEndpoints",
        outcome=_outcome(is_allowed=is_open and mode is Mode.COLLABORATION),  # CLD-010
    )


def _outcome(*, is_allowed: bool) -> Outcome:
    return _ALLOWED if is_allowed else _BLOCKED


def _consent(side: SideName, flag: EffectiveFlag) -> Finding:
    """Return whether the side skips the prompt; it is skipped where both do (AR-019)."""
    return Finding(
        stage=_AUTOMATIC_CONSENT,
        side=side,
        source=flag.source,
        setting=flag.path,
        outcome=_SKIPPED if flag.value else _PROMPTED,
    )
