"""One way from an HTTP request to an endpoint and back, driven by a table of routes."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Protocol, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tenantry.actor import Actor
from tenantry.collaboration.inviting_in_bulk import ReadSheet
from tenantry.collaboration.operations.foreign_homes import DiscoverHome
from tenantry.decoding import explain_misfit
from tenantry.errors import InvalidValueError, TenantryError
from tenantry.native.callers import NativeCall, Verify, find_caller
from tenantry.native.operator_token import require_operator
from tenantry.signin.operations.verification import bearer_of
from tenantry.storage.database import Database
from tenantry.storage.encryption import SecretBox

PREFIX = "/tenantry/v1.0"

_BODY_LIMIT = 65536
_FILE_LIMIT = 4 * 1024 * 1024
_PARAMETER = re.compile(r"{(\w+)}")

Returned = TypeVar("Returned")


class Run(Protocol):
    """Runs synchronous work: at once, or on a pool of threads."""

    def __call__(self, work: Callable[[], Returned], /) -> Awaitable[Returned]:
        """Return what *work* returns."""


Refuse = Callable[[Request, TenantryError], Response]
"""Tells a fault as the API tells faults."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NativeRoute:
    """One operation of the API.

    ``endpoint`` takes the database, the path's parameters by name and, where there is a
    ``body`` type, the decoded body; it returns a value that msgspec encodes.  ``path`` is in
    the form of OpenAPI, which is Starlette's too.  One that ``is_for_tenants`` may be called by
    actors of tenants, and takes a `NativeCall` in place of the database; ``query`` describes the
    parameters that it finds there.  One that ``is_sealing`` takes the `secret_box` beside.  One
    that ``is_long`` leaves the event loop to others while it reads.  One that ``takes_file``
    takes CSV instead of JSON, as the bytes `content`, and `read_sheet` that reads it.
    """

    method: str
    path: str
    summary: str
    endpoint: Callable[..., object]
    answer: type[msgspec.Struct] | None
    body: type[msgspec.Struct] | None = None
    status: HTTPStatus = HTTPStatus.OK
    is_for_tenants: bool = False
    is_sealing: bool = False
    is_long: bool = False
    takes_file: bool = False
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def parameters(self) -> list[str]:
        """The names of the path's parameters."""
        return _PARAMETER.findall(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """What routes use of the installation beside its database.

    ``sign_in_origin`` is that of the sign-in pages.
    """

    verify: Verify
    may_cross_clouds: bool
    secret_box: SecretBox
    sign_in_origin: str
    read_sheet: ReadSheet
    discover_home: DiscoverHome
    hosts: frozenset[str]


def route_of(
    route: NativeRoute,
    database: Database,
    deployment: Deployment,
    *,
    read: Run,
    write: Run,
    refuse: Refuse,
) -> Route:
    """Return the Starlette route that serves *route*."""
    run = read if route.method == "GET" and not route.is_long else write

    async def serve(request: Request) -> Response:
        content = await _read(request, _FILE_LIMIT if route.takes_file else _BODY_LIMIT)
        try:
            value = await run(lambda: _answer(route, database, deployment, request, content))
        except TenantryError as fault:
            return refuse(request, fault)
        if route.answer is None:
            return Response(status_code=route.status)
        return Response(
            msgspec.json.encode(value),
            status_code=route.status,
            media_type="application/json",
        )

    return Route(PREFIX + route.path, serve, methods=[route.method])


def _answer(
    route: NativeRoute,
    database: Database,
    deployment: Deployment,
    request: Request,
    content: bytes,
) -> object:
    bearer = bearer_of(request.headers.get("authorization", ""))
    first: Database | NativeCall = database
    if route.is_for_tenants:
        caller = find_caller(database, deployment.verify, bearer)
        first = _call(route, database, deployment, request, caller)
    else:
        with database.read() as reading:
            require_operator(reading, bearer)
    arguments: dict[str, object] = dict(request.path_params)
    _check_texts({**arguments, **request.query_params}, "url")
    if route.is_sealing:
        arguments["secret_box"] = deployment.secret_box
    if route.takes_file:
        _check_size(content, _FILE_LIMIT)
        arguments |= {"content": content, "read_sheet": deployment.read_sheet}
    if route.body is not None:
        arguments["body"] = _decoded(content, route.body)
    return route.endpoint(first, **arguments)


def _call(
    route: NativeRoute,
    database: Database,
    deployment: Deployment,
    request: Request,
    caller: Actor | None,
) -> NativeCall:
    return NativeCall(
        database=database,
        caller=caller,
        may_cross_clouds=deployment.may_cross_clouds,
        sign_in_origin=deployment.sign_in_origin,
        discover_home=deployment.discover_home,
        url=str(request.url.replace(query="")),
        query=_query(route, request),
    )


def _query(route: NativeRoute, request: Request) -> Mapping[str, str]:
    unknown = [name for name in request.query_params if name not in route.query]
    if unknown:
        known = ", ".join(f"`{name}`" for name in route.query) or "none"
        message = f"`{unknown[0]}` is not a parameter of this request; known are {known}"
        raise InvalidValueError(unknown[0], message)
    return dict(request.query_params)


async def _read(request: Request, limit: int) -> bytes:
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > limit:
            break
    return content


def _decoded(content: bytes, kind: type[msgspec.Struct]) -> msgspec.Struct:
    _check_size(content, _BODY_LIMIT)
    try:
        body = msgspec.json.decode(content, type=kind)
        _check_texts(msgspec.to_builtins(body), "body")
    except msgspec.ValidationError as fault:
        path, reason = explain_misfit(fault)
        path = path or "body"
        raise InvalidValueError(path, f"`{path}`: {reason}") from fault
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise InvalidValueError("body", "the body is not JSON") from fault
    return body


def _check_texts(given: object, path: str) -> None:
    """Raise `InvalidValueError` for a null character, which no database keeps."""
    if isinstance(given, str) and "\0" in given:
        raise InvalidValueError(path, f"`{path}` contains a null character; take it out")
    if isinstance(given, dict):
        for name, value in given.items():
            _check_texts(name, path)
            _check_texts(value, str(name))
    elif isinstance(given, list):
        for value in given:
            _check_texts(value, path)


def _check_size(content: bytes, limit: int) -> None:
    if len(content) > limit:
        raise InvalidValueError("body", f"the body has more than {limit} bytes")
