"""Reading what the resource tenant knows of an account that wants in, and says to it."""

from dataclasses import dataclass, replace

from msgspec import structs

from tenantry.access.applications import application_of
from tenantry.access.conditional.controls import COMPLIANT_DEVICE, HYBRID_JOINED
from tenantry.access.decisions import AccessDecision, Outcome, SideName, Stage
from tenantry.access.inheritance import Mode
from tenantry.access.operations.authentication import find_guarded_contexts
from tenantry.access.operations.deciding import SignInQuestion, decide_access
from tenantry.access.operations.loading import load_belonging
from tenantry.collaboration.external_users import PENDING
from tenantry.collaboration.operations.outside_identities import find_foreign_home
from tenantry.directory.stores import memberships, permission_grants
from tenantry.directory.users import is_external
from tenantry.directory.values import Record
from tenantry.signin.authentication.stores.methods import list_methods
from tenantry.signin.consenting import Consent, find_consent, may_consent_for_all
from tenantry.signin.dispatching import Refuse, Visit
from tenantry.signin.operations.arrivals import (
    Arrival,
    find_client_principal,
    find_user_here,
    question_of,
)
from tenantry.signin.operations.device_proof import known_device
from tenantry.signin.operations.resources import Resource, get_resource
from tenantry.signin.proofs import device_of, is_multifactor
from tenantry.signin.refusals import Refusal
from tenantry.signin.stores import resources
from tenantry.storage.unit_of_work import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """The person in the resource tenant, and what they use there.

    ``principal`` is the client's service principal there; a first-party client has none.
    ``user`` is the record at home where the person comes by direct connect, without an object.
    ``contexts`` are those authentication contexts that who is let in has satisfied.
    ``assigned_as`` are the ids to which an app role of theirs may be assigned: their own and
    those of their groups.  Groups inside of groups do not count, as assignments go.
    ``group_ids`` are all their groups, where the application wants to be told of them.
    """

    mode: Mode
    question: SignInQuestion
    decision: AccessDecision
    user: Record
    principal: Record | None
    resource: Resource
    role_template_ids: tuple[str, ...]
    assigned_as: tuple[str, ...]
    group_ids: tuple[str, ...]
    contexts: tuple[str, ...]


def find_visitor(
    reading: Reading, arrival: Arrival, hosts: frozenset[str]
) -> tuple[Visit, Visitor | None]:
    """Return what is known of the arrival, and nobody where they may not come in.

    Raises `SigninRefusedError` where client, resource or scope do not exist in the tenant.
    """
    principal = find_client_principal(reading, arrival.tenant_id, arrival.registration)
    user, mode = find_user_here(reading, arrival), Mode.COLLABORATION
    if user is None and _connects_directly(principal, arrival.registration.app_id):
        user, mode = arrival.home_user, Mode.DIRECT_CONNECT
    if user is None:
        return _refused(Refusal.NO_EXTERNAL_USER, arrival), None
    if not user["account_enabled"]:
        return _refused(Refusal.DISABLED_USER, arrival), None
    resource = get_resource(reading, arrival.tenant_id, arrival.asked, hosts)
    visitor = _visitor(reading, arrival, user, mode, principal=principal, resource=resource)
    return _visit(reading, arrival, visitor), visitor


def _visitor(
    reading: Reading,
    arrival: Arrival,
    user: Record,
    mode: Mode,
    *,
    principal: Record | None,
    resource: Resource,
) -> Visitor:
    tenant_id, user_id = arrival.tenant_id, user["id"]
    belonging = load_belonging(reading, tenant_id, user_id)
    question = replace(question_of(arrival, mode), belonging=belonging)
    question = _completed(reading, question, arrival, user_id)
    tells_groups = arrival.registration.group_claims in _WITH_GROUPS
    return Visitor(
        mode=mode,
        question=question,
        decision=decide_access(reading, question),
        user=user,
        principal=principal,
        resource=resource,
        role_template_ids=tuple(sorted(belonging.role_ids)),
        contexts=find_guarded_contexts(reading, tenant_id, arrival.contexts),
        assigned_as=(user_id, *memberships.list_groups_of(reading, tenant_id, user_id)),
        group_ids=tuple(sorted(belonging.group_ids)) if tells_groups else (),
    )


def _refused(reason: Refusal, arrival: Arrival, **more: str) -> Visit:
    named = (
        *more.items(),
        ("user", arrival.home_user["user_principal_name"]),
        ("home", arrival.home_tenant_id),
        ("resource", arrival.tenant_id),
        ("app_id", arrival.registration.app_id),
    )
    return Visit(refusal=Refuse(reason=reason, named=named), consent=Consent(granted=frozenset()))


def _is_assigned(reading: Reading, tenant_id: str, visitor: Visitor) -> bool:
    """Return whether the client lets the person in: it asks for no assignment, or they have one."""
    principal = visitor.principal
    if principal is None or not principal["app_role_assignment_required"]:
        return True
    return bool(assigned_roles(reading, tenant_id, principal["id"], visitor))


def assigned_roles(
    reading: Reading, tenant_id: str, resource_id: str, visitor: Visitor
) -> frozenset[str]:
    """Return the ids of the app roles that the visitor has there, by themselves or by a group."""
    return resources.list_assigned_roles(reading, tenant_id, resource_id, visitor.assigned_as)


_WITH_GROUPS = frozenset({"All", "SecurityGroup"})


def _completed(
    reading: Reading, question: SignInQuestion, arrival: Arrival, user_id: str
) -> SignInQuestion:
    """Return the question with the device, and whether there is a second factor in the tenant."""
    proof, tenant_id = question.proof, arrival.tenant_id
    if device_id := device_of(arrival.proofs):
        device = known_device(reading, arrival.home_tenant_id, device_id)
        proof = structs.replace(proof, device=device)
    if list_methods(reading, tenant_id, user_id):
        proof = structs.replace(proof, registered_at=frozenset({tenant_id}))
    foreign = None
    if is_external(arrival.home_user):  # whom no tenant here authenticates
        foreign = find_foreign_home(reading, tenant_id, user_id)
    return replace(question, proof=proof, foreign=foreign)


def _connects_directly(principal: Record | None, app_id: str) -> bool:
    tags = frozenset((principal or {}).get("tags") or ())
    return application_of(app_id, tags).connects_directly


def _visit(reading: Reading, arrival: Arrival, visitor: Visitor) -> Visit:
    decision = visitor.decision
    if not decision.is_allowed and not decision.challenges:
        return _refused_by(decision, arrival)
    if not _is_assigned(reading, arrival.tenant_id, visitor):
        return _refused(Refusal.NOT_ASSIGNED, arrival)
    is_direct = visitor.mode is Mode.DIRECT_CONNECT
    return Visit(
        challenges=decision.challenges,
        second_factor_at="" if is_multifactor(arrival.proofs) else arrival.home_tenant_id,
        is_direct=is_direct,
        is_pending=not is_direct and visitor.user["external_user_state"] == PENDING,
        # Whom no tenant here authenticates, no home tenant agreed for.
        consent_prompt=decision.consent_prompt or not arrival.is_from_elsewhere,
        consent=_consent(reading, arrival, visitor),
        may_consent_for_all=may_consent_for_all(visitor.role_template_ids),
    )


def _refused_by(decision: AccessDecision, arrival: Arrival) -> Visit:
    """Return the refusal by the first setting that blocks."""
    blocking = (each for each in decision.findings if each.outcome is Outcome.BLOCKED)
    finding = next(blocking, None)
    if finding is None:
        return _refused(Refusal.CONDITIONAL_ACCESS_BLOCKS, arrival, setting="")
    reason = _REFUSAL_OF_STAGE.get(finding.stage, _REFUSAL_OF_SIDE[finding.side])
    reason = _REFUSAL_OF_CONTROL.get(finding.control or "", reason)
    return _refused(reason, arrival, setting=finding.name or finding.setting)


_REFUSAL_OF_STAGE = {Stage.CONDITIONAL_ACCESS: Refusal.CONDITIONAL_ACCESS_BLOCKS}
_REFUSAL_OF_CONTROL = {
    COMPLIANT_DEVICE: Refusal.DEVICE_NOT_COMPLIANT,
    HYBRID_JOINED: Refusal.DEVICE_NOT_JOINED,
}
_REFUSAL_OF_SIDE = {
    SideName.HOME: Refusal.HOME_OUTBOUND_BLOCKS,
    SideName.RESOURCE: Refusal.RESOURCE_INBOUND_BLOCKS,
}


def _consent(reading: Reading, arrival: Arrival, visitor: Visitor) -> Consent:
    principal, resource = visitor.principal, visitor.resource
    granted: frozenset[str] = frozenset()
    if principal is not None:
        granted = permission_grants.list_scopes(
            reading,
            arrival.tenant_id,
            principal["id"],
            resource.principal["id"],
            visitor.user["id"],
        )
    return find_consent(
        arrival.asked,
        resource.permissions,
        granted=granted,
        declared=arrival.registration.asks_for.get(resource.app_id, ()),
        is_preconsented=arrival.registration.is_first_party,
    )
