"""`…/accessPackageAssignmentApprovals`: the decisions about requests, each of one stage."""

from collections.abc import Mapping
from typing import Any

from tenantry.directory.operations.lookups import not_found
from tenantry.entitlement.operations import approving
from tenantry.errors import InvalidValueError
from tenantry.graph.answers import Answer, collection, entity, no_content
from tenantry.graph.assignment_requests import origin_of
from tenantry.graph.entitlement_routes import OWN, own_route, read_routes
from tenantry.graph.expansions import expanded
from tenantry.graph.keys import object_key
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.access_packages import ROOT
from tenantry.graph.wire.approvals import approval, read_decision, stage

_APPROVALS = f"{ROOT}/accessPackageAssignmentApprovals"
_APPROVAL = f"{_APPROVALS}/{{approval}}"
_STAGES = f"{_APPROVAL}/stages"
_STAGE = f"{_STAGES}/{{stage}}"


def list_waiting(request: GraphRequest) -> Answer:
    """Answer the approvals that wait for the caller."""
    if str(request.keys["on"]) != "approver":
        message = "`on` is `approver`: what waits for the caller's decision"
        raise InvalidValueError("on", message)
    with request.read() as reading:
        found = approving.list_waiting_for(reading, request.actor)
    items = [approval({**each, "assigned_to_me": True}, with_stages=True) for each in found]
    return collection(request, items, context=_APPROVALS)


def get_approval(request: GraphRequest) -> Answer:
    """Answer one approval."""
    parts = expanded(request.options, ["stages"])
    found = _found(request)
    return entity(approval(found, with_stages=bool(parts)), context=f"{_APPROVALS}/$entity")


def list_stages(request: GraphRequest) -> Answer:
    """Answer the one stage of an approval."""
    found = _found(request)
    context = f"{_APPROVALS}('{found['id']}')/stages"
    return collection(request, [stage(found)], context=context)


def get_stage(request: GraphRequest) -> Answer:
    """Answer a stage by its id, which is the approval's."""
    found = _found(request)
    _check_stage(request)
    return entity(stage(found), context=f"{_APPROVALS}('{found['id']}')/stages/$entity")


def decide(request: GraphRequest) -> Answer:
    """Approve or deny."""
    decision, justification = read_decision(request.body)
    _check_stage(request)
    with request.write() as work:
        approving.decide(
            work,
            request.actor,
            _key(request),
            decision=decision,
            justification=justification,
            origin=origin_of(request),
        )
    return no_content()


def _found(request: GraphRequest) -> Mapping[str, Any]:
    with request.read() as reading:
        return approving.get_approval(reading, request.actor, _key(request))


def _check_stage(request: GraphRequest) -> None:
    stage_id = object_key(request, "stage", "id").lower()
    if stage_id != _key(request):
        raise not_found(stage_id)


def _key(request: GraphRequest) -> str:
    return object_key(request, "approval", "id").lower()


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *read_routes(
        (_APPROVAL, get_approval, ("$expand",)),
        (_STAGES, list_stages, ()),
        (_STAGE, get_stage, ()),
    ),
    own_route(_APPROVALS, list_waiting),
    Route(method="PATCH", pattern=_STAGE, endpoint=decide, permissions=OWN),
)
