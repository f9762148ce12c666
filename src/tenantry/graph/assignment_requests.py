"""`…/assignmentRequests` and `…/assignments`: who asked for packages, and who has them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from urllib.parse import urlsplit

from tenantry.entitlement.operations import ending, reading as requests_read, requesting
from tenantry.entitlement.states import ADD_BY_USER, REMOVE_BY_USER
from tenantry.errors import InvalidValueError
from tenantry.graph.answers import Answer, collection, created, no_content
from tenantry.graph.entitlement_routes import ITEM, PAGES, own_route, read_routes, write_routes
from tenantry.graph.expansions import Relate, answer_expanded, answer_expanded_page, expanded
from tenantry.graph.keys import object_key
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.access_packages import PACKAGE, ROOT
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.assignment_policies import POLICY
from tenantry.graph.wire.assignment_requests import (
    ASSIGNMENT,
    REQUEST,
    AssignmentRequest,
    read_request,
    subject,
)
from tenantry.graph.wire.entities import Entity
from tenantry.graph.wire.showing import Record
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_REQUESTS, _ASSIGNMENTS = f"{ROOT}/assignmentRequests", f"{ROOT}/assignments"
_REQUEST, _ASSIGNMENT = f"{_REQUESTS}/{{request}}", f"{_ASSIGNMENTS}/{{packageAssignment}}"
_OF_REQUEST = ("accessPackage", "assignment", "requestor")
_OF_ASSIGNMENT = ("accessPackage", "assignmentPolicy", "target")
_NOT_BUILT = ("assignmentRequests", "customExtensionCalloutInstances")
_OWN = ("target", "createdBy")

_Shown = list[JsonObject | None]
"""An expanded relationship of each record of a page, None where it leads nowhere."""


def list_requests(request: GraphRequest) -> Answer:
    """Answer a page of requests."""
    read, count = requests_read.list_requests, requests_read.count_requests
    return answer_expanded_page(request, REQUEST, read, count, _relate(request, _OF_REQUEST))


def list_assignments(request: GraphRequest) -> Answer:
    """Answer a page of assignments."""
    read, count = requests_read.list_assignments, requests_read.count_assignments
    return answer_expanded_page(request, ASSIGNMENT, read, count, _relate(request, _OF_ASSIGNMENT))


def get_request(request: GraphRequest) -> Answer:
    """Answer one request."""
    key = object_key(request, "request", "id").lower()
    return answer_expanded(
        request,
        REQUEST,
        lambda reading, actor: requests_read.get_request(reading, actor, key),
        _relate(request, _OF_REQUEST),
    )


def get_assignment(request: GraphRequest) -> Answer:
    """Answer one assignment."""
    key = object_key(request, "packageAssignment", "id").lower()
    return answer_expanded(
        request,
        ASSIGNMENT,
        lambda reading, actor: requests_read.get_assignment(reading, actor, key),
        _relate(request, _OF_ASSIGNMENT),
    )


def list_own_requests(request: GraphRequest) -> Answer:
    """Answer what the caller asked for."""
    _check_own(request)
    with request.read() as reading:
        found = requests_read.list_own_requests(reading, request.actor)
    return collection(request, [REQUEST.shown(each) for each in found], context=_REQUESTS)


def list_own_assignments(request: GraphRequest) -> Answer:
    """Answer what the caller has, and had."""
    _check_own(request)
    with request.read() as reading:
        found = requests_read.list_own_assignments(reading, request.actor)
    return collection(request, [ASSIGNMENT.shown(each) for each in found], context=_ASSIGNMENTS)


def create_request(request: GraphRequest) -> Answer:
    """Ask for a package or assign it, or end an assignment."""
    with request.write() as work:
        asked = read_request(request.body, work.instant)
        made = _made(work, request, asked)
    path = f"{_REQUESTS}/{made['id']}"
    return created(request, REQUEST.shown(made), context=f"{_REQUESTS}/$entity", path=path)


def cancel_request(request: GraphRequest) -> Answer:
    """Withdraw a request that nobody decided yet."""
    with request.write() as work:
        requesting.cancel(work, request.actor, object_key(request, "request", "id").lower())
    return no_content()


def origin_of(request: GraphRequest) -> str:
    """Return the origin of the sign-in pages."""
    login = urlsplit(request.services.authorization_uri)
    return f"{login.scheme}://{login.netloc}"


def _made(work: UnitOfWork, request: GraphRequest, asked: AssignmentRequest) -> Record:
    is_own = asked.request_type in (ADD_BY_USER, REMOVE_BY_USER)
    if asked.asked is None:
        remove = ending.remove_own if is_own else ending.remove
        return remove(work, request.actor, asked.ends)
    add = requesting.ask_here if is_own else requesting.assign
    return add(work, request.actor, asked.asked, origin=origin_of(request))


def _relate(request: GraphRequest, known: Collection[str]) -> Relate:
    """Return what reads the expanded relationships of requests or assignments."""
    parts = expanded(request.options, known, _NOT_BUILT)

    def relate(reading: Reading, records: Sequence[Record]) -> list[JsonObject]:
        found = {
            part: read(reading, request.tenant_id, records)
            for part, read in _PARTS.items()
            if part in parts
        }
        return [
            {part: each[place] for part, each in found.items()} for place in range(len(records))
        ]

    return relate


def _packages(reading: Reading, tenant_id: str, records: Sequence[Record]) -> _Shown:
    found = requests_read.packages_of(reading, tenant_id, records)
    return [_shown(PACKAGE, found.get(each["package_id"])) for each in records]


def _policies(reading: Reading, tenant_id: str, records: Sequence[Record]) -> _Shown:
    found = requests_read.policies_of(reading, tenant_id, records)
    return [_shown(POLICY, found.get(each["policy_id"])) for each in records]


def _assignments(reading: Reading, tenant_id: str, records: Sequence[Record]) -> _Shown:
    found = requests_read.assignments_of(reading, tenant_id, records)
    return [_shown(ASSIGNMENT, found.get(each["assignment_id"])) for each in records]


def _targets(reading: Reading, tenant_id: str, records: Sequence[Record]) -> _Shown:
    found = requests_read.targets_of(reading, tenant_id, records)
    return [subject(found.get(each["target_id"])) for each in records]


def _requestors(reading: Reading, tenant_id: str, records: Sequence[Record]) -> _Shown:
    found = requests_read.targets_of(reading, tenant_id, records)
    return [subject(found.get(each["target_id"]), each) for each in records]


def _shown(shown: Entity, record: Record | None) -> JsonObject | None:
    return None if record is None else shown.shown(record)


_PARTS: Mapping[str, Callable[[Reading, str, Sequence[Record]], _Shown]] = {
    "accessPackage": _packages,
    "assignmentPolicy": _policies,
    "assignment": _assignments,
    "target": _targets,
    "requestor": _requestors,
}


def _check_own(request: GraphRequest) -> None:
    if str(request.keys["on"]) not in _OWN:
        message = "`on` is `target` or `createdBy`: what is the caller's own"
        raise InvalidValueError("on", message)


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *read_routes(
        (_REQUESTS, list_requests, PAGES),
        (_REQUEST, get_request, ITEM),
        (_ASSIGNMENTS, list_assignments, PAGES),
        (_ASSIGNMENT, get_assignment, ITEM),
    ),
    own_route(_REQUESTS, list_own_requests),
    own_route(_ASSIGNMENTS, list_own_assignments),
    *write_routes(
        ("POST", _REQUESTS, create_request),
        ("POST", f"{_REQUEST}/cancel", cancel_request),
    ),
)
