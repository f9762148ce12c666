"""`…/assignmentRequests` and `…/assignments`: who asked for packages, and who has them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from urllib.parse import urlsplit

from tenantry.entitlement.operations import ending, reading as requests_read, requesting
from tenantry.entitlement.states import ADD_BY_USER, REMOVE_BY_USER
from tenantry.errors import InvalidValueError
from tenantry.graph.answers import Answer, collection, created, entity, no_content
from tenantry.graph.entitlement_routes import ITEM, PAGES, own_route, read_routes, write_routes
from tenantry.graph.expansions import expanded
from tenantry.graph.keys import object_key
from tenantry.graph.listing import Count, ReadPage, answer_page
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.access_packages import PACKAGE, ROOT
from tenantry.graph.wire.annotations import JsonObject, context_of
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


def list_requests(request: GraphRequest) -> Answer:
    """Answer a page of requests."""
    parts = expanded(request.options, _OF_REQUEST, _NOT_BUILT)
    read, count = requests_read.list_requests, requests_read.count_requests
    return _page(request, REQUEST, read, count, parts)


def list_assignments(request: GraphRequest) -> Answer:
    """Answer a page of assignments."""
    parts = expanded(request.options, _OF_ASSIGNMENT, _NOT_BUILT)
    read, count = requests_read.list_assignments, requests_read.count_assignments
    return _page(request, ASSIGNMENT, read, count, parts)


def get_request(request: GraphRequest) -> Answer:
    """Answer one request."""
    parts = expanded(request.options, _OF_REQUEST, _NOT_BUILT)
    key = object_key(request, "request", "id").lower()
    return _one(
        request, REQUEST, lambda work: requests_read.get_request(work, request.actor, key), parts
    )


def get_assignment(request: GraphRequest) -> Answer:
    """Answer one assignment."""
    parts = expanded(request.options, _OF_ASSIGNMENT, _NOT_BUILT)
    key = object_key(request, "packageAssignment", "id").lower()
    return _one(
        request,
        ASSIGNMENT,
        lambda work: requests_read.get_assignment(work, request.actor, key),
        parts,
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


def _page(
    request: GraphRequest, shown: Entity, read: ReadPage, count: Count, parts: Collection[str]
) -> Answer:
    def items(
        reading: Reading, records: Sequence[Record], selected: Sequence[str]
    ) -> list[JsonObject]:
        return [
            {**shown.shown(each, selected), **_related(reading, request.tenant_id, each, parts)}
            for each in records
        ]

    return answer_page(request, shown, read, count, items)


def _one(
    request: GraphRequest,
    shown: Entity,
    read: Callable[[Reading], Record],
    parts: Collection[str],
) -> Answer:
    selected = shown.select(request.options)
    with request.read() as reading:
        found = read(reading)
        related = _related(reading, request.tenant_id, found, parts)
    context = f"{context_of(shown.collection, selected)}/$entity"
    return entity({**shown.shown(found, selected), **related}, context=context)


def _related(
    reading: Reading, tenant_id: str, record: Record, parts: Collection[str]
) -> JsonObject:
    """Return the expanded relationships of a request or an assignment."""
    row = dict(record)
    found: dict[str, object] = {}
    if "accessPackage" in parts:
        found["accessPackage"] = _shown(
            PACKAGE, requests_read.find_package(reading, tenant_id, row)
        )
    if "assignmentPolicy" in parts:
        found["assignmentPolicy"] = _shown(
            POLICY, requests_read.find_policy(reading, tenant_id, row)
        )
    if "assignment" in parts:
        held = requests_read.find_assignment(reading, tenant_id, row)
        found["assignment"] = _shown(ASSIGNMENT, held)
    if "target" in parts:
        found["target"] = subject(requests_read.find_target(reading, tenant_id, row))
    if "requestor" in parts:
        found["requestor"] = subject(requests_read.find_target(reading, tenant_id, row), row)
    return found


def _shown(shown: Entity, record: Mapping[str, object] | None) -> JsonObject | None:
    return None if record is None else shown.shown(record)


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
