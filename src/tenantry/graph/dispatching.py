"""The way of a request: route, token, body, endpoint, answer; and every fault, told as an error.

Whether an object exists is nobody's to know without a valid token, so the token is checked
before the endpoint looks anything up.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import structlog

from tenantry.actor import Actor
from tenantry.clock import format_instant, system_now
from tenantry.errors import InvalidValueError, NotAuthenticatedError, TenantryError
from tenantry.graph import batch
from tenantry.graph.answers import Answer
from tenantry.graph.catalogue import find_route
from tenantry.graph.errors import error_answer, unexpected_answer
from tenantry.graph.faults import PreconditionFailedError
from tenantry.graph.headers import finished
from tenantry.graph.me import about_user, is_about_me
from tenantry.graph.odata.options import parse_options
from tenantry.graph.odata.paths import Word, parse_path
from tenantry.graph.payloads import read_body
from tenantry.graph.requests import Call, GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.service_document import public_document
from tenantry.graph.services import Services
from tenantry.storage.unit_of_work import Reading

_log = structlog.get_logger(__name__)


def dispatch(services: Services, call: Call) -> Answer:
    """Answer one request; a fault is an answer too, so nothing is raised."""
    return _told(services, call, partial(_answer, services, call))


def refuse(services: Services, call: Call, fault: TenantryError) -> Answer:
    """Answer a request with *fault*, found before it could be dispatched."""
    return finished(call, error_answer(services, call, fault, _instant()))


def only_reads(call: Call) -> bool:
    """Return whether *call* certainly changes nothing."""
    if call.method in {"GET", "HEAD"}:
        return True
    if is_about_me(call):
        return False  # whose route it is only the token tells
    try:
        route, _ = find_route(call)
    except TenantryError:
        return True
    return route.only_reads


def _told(services: Services, call: Call, answer: Callable[[], Answer]) -> Answer:
    try:
        return finished(call, answer())
    except TenantryError as fault:
        return refuse(services, call, fault)
    except Exception:  # noqa: BLE001  # whatever broke inside, the caller gets a Graph error
        _log.exception("request failed", request_id=call.request_id, path=call.path)
        return finished(call, unexpected_answer(call, _instant()))


def _answer(services: Services, call: Call) -> Answer:
    if call.method == "POST" and _is_batch(call):
        return _batch(services, call)
    document = public_document(call)
    if document is not None:
        return document
    if not is_about_me(call):
        find_route(call)  # what is no path is told to anybody
    with services.database.read() as reading:
        actor = _authenticate(services, reading, call)
        route, request = _matched(services, actor, call)
        if route.only_reads:
            return route.endpoint(replace(request, reading=reading))
    return route.endpoint(request)


def _authenticate(services: Services, reading: Reading, call: Call) -> Actor:
    if not call.bearer:
        message = "the access token is missing; send it as `Authorization: Bearer`"
        raise NotAuthenticatedError(message)
    return services.verify(reading, call.bearer, call.client_address)


def _matched(services: Services, actor: Actor, call: Call) -> tuple[Route, GraphRequest]:
    """Return the route of *call*, and what its endpoint gets."""
    if is_about_me(call):
        call = about_user(call, actor)
    route, keys = find_route(call)
    if call.headers.get("if-match", "*").strip() != "*":
        raise PreconditionFailedError
    options = parse_options(
        call.query,
        consistency_level=call.headers.get("consistencylevel"),
        limits=route.page_limits,
        known=route.query_options,
    )
    request = GraphRequest(
        services=services,
        actor=actor,
        call=call,
        keys=keys,
        options=options,
        body=read_body(call),
    )
    return route, request


def _is_batch(call: Call) -> bool:
    match parse_path(call.path):
        case (Word(text),):
            return text.lower() == "$batch"
        case _:
            return False


def _batch(services: Services, call: Call) -> Answer:
    """Answer a batch; its token is the one of every step (contract §1.12)."""
    with services.database.read() as reading:
        actor = _authenticate(services, reading, call)
    steps = batch.read_steps(call, read_body(call))
    responses = batch.run(
        steps,
        perform=lambda step: _told(services, step, partial(_step, services, actor, step)),
        refuse=partial(refuse, services),
    )
    return Answer(body={"responses": list(responses)})


def _step(services: Services, actor: Actor, call: Call) -> Answer:
    if _is_batch(call):
        raise InvalidValueError("url", "a batch cannot hold another batch; send it on its own")
    document = public_document(call)
    if document is not None:
        return document
    route, request = _matched(services, actor, call)
    return route.endpoint(request)


def _instant() -> str:
    return format_instant(system_now())
