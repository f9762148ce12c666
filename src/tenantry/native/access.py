"""Explaining access across tenants: who may come in, why, and what a draft policy would change."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

import msgspec

from tenantry.access.decisions import Outcome, SideName
from tenantry.access.inheritance import Mode
from tenantry.access.operations.explaining import (
    AccessQuestion,
    ExplainedFinding,
    Explanation,
    explain,
)
from tenantry.actor import operator
from tenantry.native.callers import NativeCall

Decision = Literal["allowed", "challenged", "blocked"]


class AccessRequest(msgspec.Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """A person, an application and the tenants between them.

    ``user`` is an id or sign-in name in the home tenant; the resource tenant's administrators
    name their external user.  ``mfa`` says where multifactor authentication was done, ``device``
    what the home tenant says of the device, ``ipAddress`` where they come from.
    """

    user: str
    home_tenant_id: str
    resource_tenant_id: str
    application_id: str
    mode: Literal["b2bCollaboration", "b2bDirectConnect"] = "b2bCollaboration"
    mfa: Literal["home", "resource", "none"] = "none"
    device: Literal["compliant", "hybridJoined", "none"] = "none"
    ip_address: str = ""


class DraftPolicy(msgspec.Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """What would be sent to change the default settings, or those for the other tenant."""

    default: dict[str, Any] | None = None
    partner: dict[str, Any] | None = None


class WhatIfRequest(AccessRequest, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """The same, with a draft policy for either side.

    ``conditionalAccess`` are policies to try beside those of the resource tenant, as they would
    be sent to Graph.
    """

    home_policy: DraftPolicy | None = None
    resource_policy: DraftPolicy | None = None
    conditional_access: list[dict[str, Any]] = []


class FindingObject(msgspec.Struct, rename="camel", kw_only=True):
    """What one setting says, and the smallest change that would turn it around.

    Of a Conditional Access policy: its name, the control that decided, and what a policy that
    only reports would say.
    """

    stage: str
    side: str
    source: str | None
    setting: str | None
    outcome: str
    flip: str | None
    name: str | None
    control: str | None
    would_be: str | None


class ChallengeObject(msgspec.Struct, rename="camel", kw_only=True):
    """What is still to be done, `signIn`, `mfa` or `device`, and in which tenant."""

    kind: str
    tenant_id: str


class DecisionObject(msgspec.Struct, rename="camel", kw_only=True):
    """Whether access is allowed, whether a prompt asks for consent first, and every finding.

    It is `challenged` where something can still be done, multifactor authentication for one.
    """

    decision: Decision
    consent_prompt: bool
    challenges: list[ChallengeObject]
    findings: list[FindingObject]


def explain_access(call: NativeCall, body: AccessRequest) -> DecisionObject:
    """Say who may come in, and why."""
    return _decided(call, _question(body))


def try_policy(call: NativeCall, body: WhatIfRequest) -> DecisionObject:
    """Say what a draft policy would decide; nothing is written."""
    drafts = {
        side: {
            name: document
            for name, document in (("default", draft.default), ("partner", draft.partner))
            if document is not None
        }
        for side, draft in (
            (SideName.HOME, body.home_policy),
            (SideName.RESOURCE, body.resource_policy),
        )
        if draft is not None
    }
    question = replace(_question(body, drafts), draft_policies=body.conditional_access)
    return _decided(call, question)


def _question(
    body: AccessRequest, drafts: dict[SideName, dict[str, dict[str, Any]]] | None = None
) -> AccessQuestion:
    return AccessQuestion(
        user=body.user,
        home_tenant_id=body.home_tenant_id.lower(),
        resource_tenant_id=body.resource_tenant_id.lower(),
        application_id=body.application_id,
        mode=Mode(body.mode),
        mfa=body.mfa,
        device=body.device,
        ip_address=body.ip_address,
        drafts=drafts or {},
    )


def _decided(call: NativeCall, question: AccessQuestion) -> DecisionObject:
    with call.database.read() as reading:
        return _object(explain(reading, call.caller or operator(""), question))


def _object(explanation: Explanation) -> DecisionObject:
    return DecisionObject(
        decision=DECISIONS[explanation.outcome],
        consent_prompt=explanation.consent_prompt,
        challenges=[
            ChallengeObject(kind=each.kind.value, tenant_id=each.tenant_id)
            for each in explanation.challenges
        ],
        findings=[_finding(each) for each in explanation.findings],
    )


DECISIONS: Mapping[Outcome, Decision] = {
    Outcome.ALLOWED: "allowed",
    Outcome.CHALLENGED: "challenged",
    Outcome.BLOCKED: "blocked",
}


def _finding(told: ExplainedFinding) -> FindingObject:
    return FindingObject(
        stage=told.stage.value,
        side=told.side.value,
        source=told.source.value if told.source is not None else None,
        setting=told.setting,
        outcome=told.outcome.value,
        flip=told.flip,
        name=told.name,
        control=told.control,
        would_be=told.would_be.value if told.would_be is not None else None,
    )
