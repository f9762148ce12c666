"""Writing a sign-in into the logs of the tenants that it concerns.

The resource tenant has an entry, and the home tenant where it is another one.  Each sees its own
settings in the findings, and of the other side only what came of it (TEN-007).
"""

from collections.abc import Iterator
from dataclasses import replace

from tenantry.access.decisions import AccessDecision, Finding, Outcome, SideName, Stage
from tenantry.access.inheritance import Mode
from tenantry.access.operations.inputs import inputs_of
from tenantry.audit.sign_ins import (
    ConditionalAccessStatus,
    CrossTenantAccess,
    Document,
    SignedInPerson,
    SignIn,
    UsedResource,
)
from tenantry.audit.stores.sign_ins import add_sign_in
from tenantry.collaboration.external_users import PENDING
from tenantry.directory.stores import tenants
from tenantry.directory.values import Record
from tenantry.signin.errors import SigninRefusedError, oauth_error_of
from tenantry.signin.operations.arrivals import Arrival, find_redeemed, question_of
from tenantry.signin.operations.sign_in_origins import origin_at_home, origin_of
from tenantry.signin.operations.visits import Visitor
from tenantry.signin.traces import Trace
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_RESULTS = {
    Outcome.ALLOWED: "success",
    Outcome.BLOCKED: "failure",
    Outcome.CHALLENGED: "failure",
}
_REPORTS = {
    Outcome.ALLOWED: "reportOnlySuccess",
    Outcome.BLOCKED: "reportOnlyFailure",
    Outcome.CHALLENGED: "reportOnlyInterrupted",
}


def record_sign_in(
    work: UnitOfWork,
    trace: Trace,
    arrival: Arrival,
    visitor: Visitor | None,
    *,
    refusal: SigninRefusedError | None = None,
    is_interactive: bool = True,
) -> None:
    """Keep that the person signed in, or why not."""
    decision = visitor.decision if visitor else None
    here = _sign_in(work, trace, arrival, visitor, is_interactive=is_interactive)
    if refusal is not None:
        here = _refused(here, refusal)
    if decision is None:
        _add(work, arrival, here, here)
        return
    at_home = replace(here, findings=tuple(_findings(decision, SideName.HOME)))
    here = replace(
        here,
        findings=tuple(_findings(decision, SideName.RESOURCE)),
        applied_policies=tuple(_policies(decision)),
        conditional_access=_status(decision),
    )
    _add(work, arrival, here, at_home)


def record_failure(
    work: UnitOfWork,
    trace: Trace,
    arrival: Arrival,
    refusal: SigninRefusedError,
    *,
    is_interactive: bool = True,
) -> None:
    """Keep that the home tenant did not let the person go; the access was never decided.

    The resource tenant has an entry where it knows the person as its own external user.  An
    invitation that waits is not enough: whoever invites addresses would learn which exist.
    """
    told = _sign_in(work, trace, arrival, None, is_interactive=is_interactive)
    told = _refused(replace(told, inputs=None), refusal)
    add_sign_in(work, arrival.home_tenant_id, _at_home(work, arrival, told))
    if not arrival.is_from_elsewhere:
        return
    guest = find_redeemed(work, arrival)
    if guest is not None and guest["external_user_state"] != PENDING:
        person = _person(work, arrival, guest)
        add_sign_in(work, arrival.tenant_id, replace(told, person=person))


def _refused(told: SignIn, refusal: SigninRefusedError) -> SignIn:
    error = oauth_error_of(refusal)
    return replace(told, error_code=error.aadsts, failure_reason=error.description)


def _add(work: UnitOfWork, arrival: Arrival, here: SignIn, at_home: SignIn) -> None:
    at_home = _at_home(work, arrival, at_home)
    if not arrival.is_from_elsewhere:
        add_sign_in(work, arrival.tenant_id, replace(here, origin=at_home.origin))
        return
    add_sign_in(work, arrival.tenant_id, here)
    add_sign_in(work, arrival.home_tenant_id, at_home)


def _at_home(reading: Reading, arrival: Arrival, told: SignIn) -> SignIn:
    """Return what the home tenant is told: its own user, and its device."""
    return replace(
        told,
        person=_person(reading, arrival, arrival.home_user),
        origin=origin_at_home(reading, arrival, told.origin),
    )


def _sign_in(
    reading: Reading,
    trace: Trace,
    arrival: Arrival,
    visitor: Visitor | None,
    *,
    is_interactive: bool,
) -> SignIn:
    mode = visitor.mode if visitor else Mode.COLLABORATION
    question = visitor.question if visitor else question_of(arrival, mode)
    foreign = question.foreign
    person = _person(reading, arrival, visitor.user if visitor else arrival.home_user)
    if foreign is not None:
        person = replace(person, home_tenant_id=foreign.tenant_id, home_tenant_name=None)
    return SignIn(
        id=trace.trace_id,
        correlation_id=trace.correlation_id,
        person=person,
        resource=UsedResource(
            tenant_id=arrival.tenant_id,
            tenant_name=_name_of(reading, arrival.tenant_id),
            app_id=arrival.registration.app_id,
            app_name=arrival.registration.display_name,
            resource_id=visitor.resource.app_id if visitor else None,
            resource_name=visitor.resource.principal["display_name"] if visitor else None,
        ),
        origin=origin_of(trace, arrival),
        cross_tenant_access=(
            CrossTenantAccess(mode.value)
            if arrival.is_from_elsewhere or foreign
            else CrossTenantAccess.NONE
        ),
        is_interactive=is_interactive,
        inputs=None if foreign else inputs_of(question),
    )


def _person(reading: Reading, arrival: Arrival, user: Record) -> SignedInPerson:
    return SignedInPerson(
        id=user["id"],
        display_name=user["display_name"],
        user_principal_name=user["user_principal_name"],
        home_tenant_id=arrival.home_tenant_id,
        home_tenant_name=_name_of(reading, arrival.home_tenant_id),
    )


def _name_of(reading: Reading, tenant_id: str) -> str | None:
    tenant = tenants.find(reading, tenant_id)
    return None if tenant is None else str(tenant["display_name"])


def _findings(decision: AccessDecision, side: SideName) -> Iterator[Document]:
    for finding in decision.findings:
        told: dict[str, object] = {
            "stage": finding.stage.value,
            "side": finding.side.value,
            "outcome": finding.outcome.value,
        }
        if finding.side is side:
            told["source"] = finding.source.value if finding.source else None
            told["setting"] = finding.setting
        yield told


def _policies(decision: AccessDecision) -> Iterator[Document]:
    for finding in _of_policies(decision):
        yield {
            "id": finding.setting.rpartition("/")[2],
            "displayName": finding.name,
            "enforcedGrantControls": [finding.control] if finding.control else [],
            "enforcedSessionControls": [],
            "result": (
                _REPORTS[finding.would_be] if finding.would_be else _RESULTS[finding.outcome]
            ),
        }


def _status(decision: AccessDecision) -> ConditionalAccessStatus:
    outcomes = {
        finding.outcome
        for finding in _of_policies(decision)
        if finding.outcome is not Outcome.REPORT_ONLY
    }
    if not outcomes:
        return ConditionalAccessStatus.NOT_APPLIED
    is_failure = not outcomes <= {Outcome.ALLOWED}
    return ConditionalAccessStatus.FAILURE if is_failure else ConditionalAccessStatus.SUCCESS


def _of_policies(decision: AccessDecision) -> Iterator[Finding]:
    return (each for each in decision.findings if each.stage is Stage.CONDITIONAL_ACCESS)
