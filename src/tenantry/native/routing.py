"""One way from an HTTP request to an endpoint and back, driven by a table of routes."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tenantry.errors import InvalidValueError, TenantryError
from tenantry.native.operator_token import require_operator
from tenantry.signin.verification import bearer_of
from tenantry.storage.database import Database

PREFIX = "/tenantry/v1.0"

_BODY_LIMIT = 65536
_PARAMETER = re.compile(r"{(\w+)}")
_NAMED_FIELD = re.compile(r"field `([^`]+)`")
_PLACE = re.compile(r" - at `\$\.?([^`]*)`")

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
    the form of OpenAPI, which is Starlette's too.
    """

    method: str
    path: str
    summary: str
    endpoint: Callable[..., object]
    answer: type[msgspec.Struct]
    body: type[msgspec.Struct] | None = None
    status: HTTPStatus = HTTPStatus.OK

    @property
    def parameters(self) -> list[str]:
        """The names of the path's parameters."""
        return _PARAMETER.findall(self.path)


def route_of(
    route: NativeRoute, database: Database, *, read: Run, write: Run, refuse: Refuse
) -> Route:
    """Return the Starlette route that serves *route*."""
    run = read if route.method == "GET" else write

    async def serve(request: Request) -> Response:
        content = await _read(request)
        try:
            value = await run(lambda: _answer(route, database, request, content))
        except TenantryError as fault:
            return refuse(request, fault)
        return Response(
            msgspec.json.encode(value),
            status_code=route.status,
            media_type="application/json",
        )

    return Route(PREFIX + route.path, serve, methods=[route.method])


def _answer(route: NativeRoute, database: Database, request: Request, content: bytes) -> object:
    with database.read() as reading:
        require_operator(reading, bearer_of(request.headers.get("authorization", "")))
    arguments = dict(request.path_params)
    if route.body is not None:
        arguments["body"] = _decoded(content, route.body)
    return route.endpoint(database, **arguments)


async def _read(request: Request) -> bytes:
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > _BODY_LIMIT:
            break
    return content


def _decoded(content: bytes, kind: type[msgspec.Struct]) -> msgspec.Struct:
    if len(content) > _BODY_LIMIT:
        raise InvalidValueError("body", f"the body has more than {_BODY_LIMIT} bytes")
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.ValidationError as fault:
        raise _refusal(str(fault)) from fault
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise InvalidValueError("body", "the body is not JSON") from fault


def _refusal(said: str) -> InvalidValueError:
    """Return what msgspec *said*, as `Expected `str`, got `int` - at `$.name``, in our words."""
    field = _NAMED_FIELD.search(said) or _PLACE.search(said)
    message = _PLACE.sub("", said)
    name = field[1] if field and field[1] else "body"
    return InvalidValueError(name, f"`{name}`: {message[:1].lower()}{message[1:]}")
