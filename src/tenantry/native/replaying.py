"""Replaying: whose access would change if a draft were the policy."""

from typing import Any

import msgspec

from tenantry.access.decisions import Finding, SideName
from tenantry.access.operations.replaying import (
    ChangedAccess,
    Replay,
    ReplayQuestion,
    replay,
)
from tenantry.errors import InvalidValueError
from tenantry.native.access import DECISIONS, Decision, DraftPolicy
from tenantry.native.callers import NativeCall
from tenantry.native.limits import USUAL, limit_of
from tenantry.native.periods import period_of


class ReplayRequest(msgspec.Struct, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """Which visits to decide again: those to the resource tenant or from the home tenant.

    One of ``homePolicy`` and ``resourcePolicy`` is the draft; the log is that of its tenant.
    The other tenant may be left out where the draft is for all, under `default`.  The period is
    the last 30 days unless said.  ``after`` is the one of the page before.
    """

    home_tenant_id: str | None = None
    resource_tenant_id: str | None = None
    home_policy: DraftPolicy | None = None
    resource_policy: DraftPolicy | None = None
    start_date_time: str | None = None
    end_date_time: str | None = None
    limit: int = USUAL
    after: str | None = None


class ChangedFinding(msgspec.Struct, rename="camel", kw_only=True):
    """What a setting of the drafted side would say."""

    stage: str
    source: str | None
    setting: str
    outcome: str


class ChangedAccessObject(msgspec.Struct, rename="camel", kw_only=True):
    """A sign-in that would end otherwise, and what would decide so."""

    sign_in_id: str
    created_date_time: str
    user_id: str
    user_principal_name: str | None
    home_tenant_id: str
    resource_tenant_id: str
    application_id: str
    application_name: str | None
    before: Decision
    after: Decision
    findings: list[ChangedFinding]


class ReplayObject(msgspec.Struct, rename="camel", kw_only=True):
    """A page: how many sign-ins were decided again, how many cannot be, and those that change.

    Undecided are those of people or tenants that are gone.  With ``after`` the next page is
    asked for; it is null after the last.
    """

    decided: int
    undecided: int
    changed: int
    value: list[ChangedAccessObject]
    after: str | None


def replay_visits(call: NativeCall, body: ReplayRequest) -> ReplayObject:
    """Decide a page of visits again."""
    side, own, other, draft = _sides(body)
    with call.database.read() as reading:
        actor = call.actor_of_tenant(reading, own)
        question = ReplayQuestion(
            side=side,
            period=period_of(reading, body.start_date_time, body.end_date_time),
            drafts=draft,
            other_tenant_id=other.lower() if other else None,
            after=_place(body.after),
            limit=limit_of(str(body.limit)),
        )
        return _object(replay(reading, actor, question))


def _sides(body: ReplayRequest) -> tuple[SideName, str, str | None, dict[str, dict[str, Any]]]:
    """Return whose draft it is, that tenant, the other one, and the draft."""
    of_home = (SideName.HOME, "homeTenantId", body.home_tenant_id, body.resource_tenant_id)
    of_resource = (
        *(SideName.RESOURCE, "resourceTenantId"),
        *(body.resource_tenant_id, body.home_tenant_id),
    )
    match body.home_policy, body.resource_policy:
        case DraftPolicy() as draft, None:
            side, name, own, other = of_home
        case None, DraftPolicy() as draft:
            side, name, own, other = of_resource
        case _:
            message = "give one of `homePolicy` and `resourcePolicy`"
            raise InvalidValueError("homePolicy", message)
    if own is None:
        message = f"`{name}` is missing; it is the tenant that the draft is of"
        raise InvalidValueError(name, message)
    given = {"default": draft.default, "partner": draft.partner}
    return side, own, other, {name: each for name, each in given.items() if each is not None}


def _place(after: str | None) -> tuple[str, str] | None:
    if after is None:
        return None
    instant, _, entry_id = after.partition(" ")
    return instant, entry_id


def _object(found: Replay) -> ReplayObject:
    return ReplayObject(
        decided=found.decided,
        undecided=found.undecided,
        changed=len(found.changed),
        value=[_changed(each) for each in found.changed],
        after=" ".join(found.following) if found.following else None,
    )


def _changed(changed: ChangedAccess) -> ChangedAccessObject:
    row = changed.sign_in
    return ChangedAccessObject(
        sign_in_id=row["id"],
        created_date_time=row["created_at"],
        user_id=row["user_id"],
        user_principal_name=row["user_principal_name"],
        home_tenant_id=row["home_tenant_id"],
        resource_tenant_id=row["resource_tenant_id"],
        application_id=row["app_id"],
        application_name=row["app_display_name"],
        before=DECISIONS[changed.before],
        after=DECISIONS[changed.after],
        findings=[_finding(each) for each in changed.findings],
    )


def _finding(finding: Finding) -> ChangedFinding:
    return ChangedFinding(
        stage=finding.stage.value,
        source=finding.source.value if finding.source else None,
        setting=finding.setting,
        outcome=finding.outcome.value,
    )
