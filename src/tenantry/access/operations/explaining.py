"""Explaining: what the evaluator says of a person and an application, and with a draft policy.

Besides `synchronizations.synchronization_refusal` the one place where this package reads the
settings of two tenants; what a tenant's own actor may see of the other side is decided here
(decision 35, TEN-007).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from tenantry.access.conditional.controls import Challenge, Visitor
from tenantry.access.conditional.evaluation import Visit
from tenantry.access.conditional.locations import Address, read_address
from tenantry.access.conditional.proofs import PASSWORD, DeviceState, MethodProof, Proof
from tenantry.access.decisions import AccessDecision, Finding, Outcome, SideName, Stage
from tenantry.access.drafts import Document
from tenantry.access.flips import Asked, Flip, find_flip
from tenantry.access.inheritance import Configuration, Direction, Mode
from tenantry.access.operations.authorization import READ
from tenantry.access.operations.loading import (
    load_application,
    load_drafts,
    load_person,
    load_policies,
    load_settings,
    load_visiting_account,
)
from tenantry.actor import Actor, ActorKind
from tenantry.directory import actions
from tenantry.directory.operations.lookups import not_found, require_user
from tenantry.errors import InvalidValueError, NotPermittedError
from tenantry.identifiers import is_id
from tenantry.storage.unit_of_work import Reading

MultifactorPlace = Literal["home", "resource", "none"]
DeviceKind = Literal["compliant", "hybridJoined", "none"]

_SECOND_FACTOR = "softwareOath"  # what every tenant accepts of every other one
_WORSE = frozenset({Outcome.BLOCKED, Outcome.CHALLENGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessQuestion:
    """May *user* of the home tenant use the application in the resource tenant?

    ``user`` is the id or sign-in name in the home tenant; for an administrator of the resource
    tenant, who does not see that, of the external user there.  ``drafts`` are policies to try:
    per side, under `default` and `partner`, what a PATCH would be sent.  ``mfa`` says where
    multifactor authentication was done, ``device`` what the home tenant says of the device.
    ``ip_address`` is where they come from, empty for an address that is not known.
    ``draft_policies`` are Conditional Access policies to try beside those of the resource tenant.
    """

    user: str
    home_tenant_id: str
    resource_tenant_id: str
    application_id: str
    mode: Mode
    mfa: MultifactorPlace = "none"
    device: DeviceKind = "none"
    ip_address: str = ""
    drafts: Mapping[SideName, Mapping[str, Document]] = field(default_factory=dict)
    draft_policies: Sequence[Document] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedFinding:
    """A finding with the sentence that says how to flip it.

    Of a side that the actor may not see there is one a stage, which tells its outcome alone.
    """

    stage: Stage
    side: SideName
    outcome: Outcome
    source: Configuration | None = None
    setting: str | None = None
    flip: str | None = None
    name: str | None = None
    control: str | None = None
    would_be: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A decision and its findings, as far as the asking actor may see them.

    ``outcome`` is allowed, blocked or challenged: allowed once the challenges are met.
    """

    outcome: Outcome
    consent_prompt: bool
    findings: tuple[ExplainedFinding, ...]
    challenges: tuple[Challenge, ...] = ()


def explain(reading: Reading, actor: Actor, question: AccessQuestion) -> Explanation:
    """Return what the evaluator decides, and why.

    Raises:
        NotPermittedError: The actor is of neither tenant, or may not read its policy.
        NotFoundError: A tenant or the user does not exist, as far as the actor may know.
        InvalidValueError: The tenants are the same, an id is none, or a draft breaks a rule.
    """
    _authorize(actor, question)
    asked = _asked(reading, question, _home_user_id(reading, actor, question))
    decision = asked.decide()
    findings: list[ExplainedFinding] = []
    for finding in decision.findings:
        if _sees(actor, question, finding.side):
            findings.append(_shown(finding, find_flip(finding, asked)))
        else:
            _hide(finding, findings)
    return Explanation(
        outcome=_outcome(decision),
        consent_prompt=decision.consent_prompt,
        findings=tuple(findings),
        challenges=decision.challenges,
    )


def _asked(reading: Reading, question: AccessQuestion, user_id: str) -> Asked:
    """Return what the evaluator is asked, with the settings and drafts of both tenants."""
    home, resource = question.home_tenant_id, question.resource_tenant_id
    of_home = load_settings(reading, home, resource, question.drafts.get(SideName.HOME, {}))
    of_resource = load_settings(reading, resource, home, question.drafts.get(SideName.RESOURCE, {}))
    visitor = Visitor(
        tenant_id=resource,
        account=load_visiting_account(reading, of_resource, home, user_id, question.mode),
        proof=_proof(reading, question),
        trust=of_resource.trust,
    )
    return Asked(
        person=load_person(reading, home, user_id),
        application=load_application(reading, resource, question.application_id),
        mode=question.mode,
        home=of_home.side(question.mode, Direction.OUTBOUND),
        resource=of_resource.side(question.mode, Direction.INBOUND),
        visit=_visit(reading, question, visitor),
    )


def _visit(reading: Reading, question: AccessQuestion, visitor: Visitor) -> Visit:
    resource = question.resource_tenant_id
    drafts = load_drafts(reading, resource, question.draft_policies)
    return Visit(
        visitor=visitor,
        policies=(*load_policies(reading, resource), *drafts),
        now=reading.now,
        address=_address(question),
    )


def _require_id(application_id: str) -> None:
    if not is_id(application_id):
        message = (
            f"`applicationId` must be the (client) id of an application, a GUID, not"
            f" `{application_id}`"
        )
        raise InvalidValueError("applicationId", message)


def _outcome(decision: AccessDecision) -> Outcome:
    if decision.is_allowed:
        return Outcome.ALLOWED
    return Outcome.CHALLENGED if decision.challenges else Outcome.BLOCKED


def _address(question: AccessQuestion) -> Address | None:
    address = read_address(question.ip_address)
    if address is None and question.ip_address:
        message = f"`{question.ip_address}` is no address such as `192.0.2.1`"
        raise InvalidValueError("ipAddress", message)
    return address


def _proof(reading: Reading, question: AccessQuestion) -> Proof:
    """Return what the session of the question would have proved, just now."""
    home, resource = question.home_tenant_id, question.resource_tenant_id
    methods = [(PASSWORD, home)]
    if question.mfa != "none":
        methods.append((_SECOND_FACTOR, home if question.mfa == "home" else resource))
    device = DeviceState(
        tenant_id=home,
        is_compliant=question.device == "compliant",
        is_hybrid_joined=question.device == "hybridJoined",
    )
    return Proof(
        methods=tuple(
            MethodProof(method=method, tenant_id=tenant_id, at=reading.now)
            for method, tenant_id in methods
        ),
        device=None if question.device == "none" else device,
    )


def _shown(finding: Finding, flip: Flip | None) -> ExplainedFinding:
    return ExplainedFinding(
        stage=finding.stage,
        side=finding.side,
        outcome=finding.outcome,
        source=finding.source,
        setting=finding.setting,
        flip=flip.text if flip is not None else None,
        name=finding.name,
        control=finding.control,
        would_be=finding.would_be,
    )


def _hide(finding: Finding, told: list[ExplainedFinding]) -> None:
    """Add to what is *told* only the outcome of the finding's stage, refusal before consent."""
    if finding.outcome is Outcome.REPORT_ONLY:
        return
    last = told[-1] if told else None
    if last is None or (last.stage, last.side) != (finding.stage, finding.side):
        told.append(
            ExplainedFinding(stage=finding.stage, side=finding.side, outcome=finding.outcome)
        )
    elif last.outcome is not Outcome.BLOCKED and finding.outcome in _WORSE:
        told[-1] = replace(last, outcome=finding.outcome)


def _authorize(actor: Actor, question: AccessQuestion) -> None:
    if question.home_tenant_id == question.resource_tenant_id:
        message = "`resourceTenantId` is the home tenant; cross-tenant access takes two tenants"
        raise InvalidValueError("resourceTenantId", message)
    _require_id(question.application_id)
    if actor.kind is ActorKind.OPERATOR:
        return
    actor.require(*READ)
    actor.require_actions(*actions.ACCESS_READ)
    if actor.tenant_id not in {question.home_tenant_id, question.resource_tenant_id}:
        raise NotPermittedError(READ)
    if question.draft_policies and not _sees(actor, question, SideName.RESOURCE):
        message = "`conditionalAccess` is the resource tenant's; draft policies of your own tenant"
        raise InvalidValueError("conditionalAccess", message)
    for side in question.drafts:
        if not _sees(actor, question, side):
            message = f"`{side.value}` is another tenant's side; draft a policy of your own one"
            raise InvalidValueError(side.value, message)


def _sees(actor: Actor, question: AccessQuestion, side: SideName) -> bool:
    own = question.home_tenant_id if side is SideName.HOME else question.resource_tenant_id
    return actor.kind is ActorKind.OPERATOR or actor.tenant_id == own


def _home_user_id(reading: Reading, actor: Actor, question: AccessQuestion) -> str:
    home_user_id = question.user
    if not _sees(actor, question, SideName.HOME):
        external = require_user(reading, question.resource_tenant_id, question.user)
        if external["home_tenant_id"] != question.home_tenant_id:
            raise not_found(question.user)
        home_user_id = external["home_user_id"]
    found: str = require_user(reading, question.home_tenant_id, home_user_id)["id"]
    return found
