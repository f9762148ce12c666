"""Explaining: what the evaluator says of a person and an application, and with a draft policy.

Besides `synchronizations.synchronization_refusal` the one place where this package reads the
settings of two tenants; what a tenant's own actor may see of the other side is decided here
(decision 35, TEN-007).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tenantry.access import store
from tenantry.access.clouds import CLOUD_OF_ENDPOINT
from tenantry.access.drafts import Document, drafted_default, drafted_partner
from tenantry.access.evaluate import (
    Application,
    Finding,
    Outcome,
    Person,
    Side,
    SideName,
    Stage,
    evaluate,
)
from tenantry.access.first_party import is_microsoft, is_office_365
from tenantry.access.flips import Flip, find_flip
from tenantry.access.inheritance import (
    Configuration,
    Direction,
    Mode,
    effective_consent,
    effective_setting,
)
from tenantry.access.operations.authorization import READ
from tenantry.access.policy import Partner
from tenantry.actor import Actor, ActorKind
from tenantry.directory.operations.lookups import not_found, require_user
from tenantry.directory.stores import memberships, tenants
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError, NotFoundError, NotPermittedError
from tenantry.storage.unit_of_work import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessQuestion:
    """May *user* of the home tenant use the application in the resource tenant?

    ``user`` is the id or sign-in name in the home tenant; for an administrator of the resource
    tenant, who does not see that, of the external user there.  ``drafts`` are policies to try:
    per side, under `default` and `partner`, what a PATCH would be sent.
    """

    user: str
    home_tenant_id: str
    resource_tenant_id: str
    application_id: str
    mode: Mode
    drafts: Mapping[SideName, Mapping[str, Document]] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A decision and its findings, as far as the asking actor may see them."""

    is_allowed: bool
    consent_prompt: bool
    findings: tuple[ExplainedFinding, ...]


def explain(reading: Reading, actor: Actor, question: AccessQuestion) -> Explanation:
    """Return what the evaluator decides, and why.

    Raises:
        NotPermittedError: The actor is of neither tenant, or may not read its policy.
        NotFoundError: A tenant or the user does not exist, as far as the actor may know.
        InvalidValueError: The tenants are the same, or a draft breaks a rule.
    """
    _authorize(actor, question)
    person = _person(reading, actor, question)
    application = Application(
        app_id=question.application_id.lower(),
        is_microsoft=is_microsoft(question.application_id),
        is_office_365=is_office_365(question.application_id),
    )
    sides = _side(reading, question, SideName.HOME), _side(reading, question, SideName.RESOURCE)
    decision = evaluate(person, application, question.mode, *sides)
    findings: list[ExplainedFinding] = []
    for finding in decision.findings:
        if _sees(actor, question, finding.side):
            flip = find_flip(finding, person, application, question.mode, sides)
            findings.append(_shown(finding, flip))
        else:
            _hide(finding, findings)
    return Explanation(
        is_allowed=decision.is_allowed,
        consent_prompt=decision.consent_prompt,
        findings=tuple(findings),
    )


def _shown(finding: Finding, flip: Flip | None) -> ExplainedFinding:
    return ExplainedFinding(
        stage=finding.stage,
        side=finding.side,
        outcome=finding.outcome,
        source=finding.source,
        setting=finding.setting,
        flip=flip.text if flip is not None else None,
    )


def _hide(finding: Finding, told: list[ExplainedFinding]) -> None:
    """Add to what is *told* only the outcome of the finding's stage, refusal before consent."""
    last = told[-1] if told else None
    if last is None or (last.stage, last.side) != (finding.stage, finding.side):
        told.append(
            ExplainedFinding(stage=finding.stage, side=finding.side, outcome=finding.outcome)
        )
    elif finding.outcome is Outcome.BLOCKED:
        told[-1] = replace(last, outcome=Outcome.BLOCKED)


def _authorize(actor: Actor, question: AccessQuestion) -> None:
    if question.home_tenant_id == question.resource_tenant_id:
        message = "`resourceTenantId` is the home tenant; cross-tenant access takes two tenants"
        raise InvalidValueError("resourceTenantId", message)
    if actor.kind is ActorKind.OPERATOR:
        return
    actor.require(*READ)
    if actor.tenant_id not in {question.home_tenant_id, question.resource_tenant_id}:
        raise NotPermittedError(READ)
    for side in question.drafts:
        if not _sees(actor, question, side):
            message = f"`{side.value}` is another tenant's side; draft a policy of your own one"
            raise InvalidValueError(side.value, message)


def _sees(actor: Actor, question: AccessQuestion, side: SideName) -> bool:
    own = question.home_tenant_id if side is SideName.HOME else question.resource_tenant_id
    return actor.kind is ActorKind.OPERATOR or actor.tenant_id == own


def _person(reading: Reading, actor: Actor, question: AccessQuestion) -> Person:
    home_user_id = question.user
    if not _sees(actor, question, SideName.HOME):
        external = require_user(reading, question.resource_tenant_id, question.user)
        if external["home_tenant_id"] != question.home_tenant_id:
            raise not_found(question.user)
        home_user_id = external["home_user_id"]
    user: Record = require_user(reading, question.home_tenant_id, home_user_id)
    groups = memberships.list_group_ids_above(reading, question.home_tenant_id, user["id"])
    return Person(id=user["id"], group_ids=frozenset(groups))


def _side(reading: Reading, question: AccessQuestion, name: SideName) -> Side:
    """Return one tenant's side, with its draft if the question has one."""
    pair = (question.home_tenant_id, question.resource_tenant_id)
    own, other = pair if name is SideName.HOME else pair[::-1]
    direction = Direction.OUTBOUND if name is SideName.HOME else Direction.INBOUND
    tenant = tenants.find(reading, own)
    if tenant is None:
        raise NotFoundError(f"tenant `{own}` does not exist", object_id=own)
    clouds, default = store.get_policy(reading, own)
    partner = store.find_partner(reading, own, other)
    draft = question.drafts.get(name, {})
    if "default" in draft:
        default = drafted_default(default, draft["default"])
    if "partner" in draft:
        partner = drafted_partner(partner or Partner(partner_tenant_id=other), draft["partner"])
    return Side(
        tenant_id=own,
        cloud=tenant["cloud"],
        setting=effective_setting(default, partner, question.mode, direction),
        consent=effective_consent(partner, direction),
        has_partner=partner is not None,
        open_clouds=frozenset(CLOUD_OF_ENDPOINT[each] for each in clouds.allowed_cloud_endpoints),
    )
