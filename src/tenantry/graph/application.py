"""The web shell of the Graph API: reads a request, has it answered, sends the answer.

Only the reading is asynchronous.  On SQLite what only reads is answered in place, because a
change of threads costs more than the query (engine §3); everything else goes through `run`.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from urllib.parse import quote

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tenantry.errors import UnavailableError
from tenantry.graph.answers import NO_CONTENT, Answer
from tenantry.graph.dispatching import dispatch, only_reads, refuse
from tenantry.graph.faults import BodyTooLargeError
from tenantry.graph.odata.paths import VERSIONS
from tenantry.graph.requests import Call, Headers
from tenantry.graph.services import Services

Run = Callable[[Callable[[], Answer]], Awaitable[Answer]]
"""Runs a function on the bounded pool of threads and gives what it returns."""

_LARGEST_BODY = 4 * 1024 * 1024  # bytes
_HOST = re.compile(r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?", re.ASCII)
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_EXPOSED = "request-id, client-request-id, Location, Retry-After, Preference-Applied, Warning"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS",
    "Access-Control-Max-Age": "3600",
}


def graph_routes(services: Services, run: Run) -> list[Route]:
    """Return the Starlette routes of both versions of the API."""
    routes = []
    for version in VERSIONS:
        endpoint = _Endpoint(services, run, version)
        routes.append(Route(f"/{version}", endpoint))
        routes.append(Route(f"/{version}/{{path:path}}", endpoint))
    return routes


class _Endpoint:
    """The ASGI application of one version; as a class it gets every method."""

    def __init__(self, services: Services, run: Run, version: str) -> None:
        self._services = services
        self._run = run
        self._version = version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method == "OPTIONS":
            await _preflight(request)(scope, receive, send)
            return
        try:
            answer = await self._answer(request)
        except ClientDisconnect:
            return  # nobody is left to be answered
        await _response(request, answer)(scope, receive, send)

    async def _answer(self, request: Request) -> Answer:
        call = _call(request, self._version)
        body = await _read(request)
        if body is None:
            return refuse(self._services, call, BodyTooLargeError())
        call = replace(call, body=body)
        answer = partial(dispatch, self._services, call)
        if self._services.database.is_sqlite and only_reads(call):
            return answer()
        try:
            return await self._run(answer)
        except UnavailableError as fault:
            return refuse(self._services, call, fault)


async def _read(request: Request) -> bytes | None:
    """Return the body, None if it is larger than 4 MiB."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > _LARGEST_BODY:
            return None
    return bytes(content)


def _call(request: Request, version: str) -> Call:
    raw_path = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    path = raw_path.decode("latin-1").removeprefix(request.scope.get("root_path", ""))
    return Call(
        root=_root(request),
        version=version,
        method="GET" if request.method == "HEAD" else request.method,
        path=path.removeprefix(f"/{version}"),
        query=request.scope["query_string"].decode("latin-1"),
        headers=Headers(request.headers.items()),
        client_address=request.client.host if request.client else "",
    )


def _root(request: Request) -> str:
    """Return the address that the client called, which a proxy in front tells in headers."""
    forwarded = {
        name: request.headers.get(f"x-forwarded-{name}", "").partition(",")[0].strip()
        for name in ("proto", "host", "port", "prefix")
    }
    scheme = forwarded["proto"].lower()
    if scheme not in _DEFAULT_PORTS:
        scheme = request.scope["scheme"]
    given = [forwarded["host"], request.headers.get("host", "")]
    host = next((name for name in given if _HOST.fullmatch(name)), "localhost")
    port = forwarded["port"]
    if forwarded["host"] == host and _needs_port(scheme, host, port):
        host = f"{host}:{port}"
    prefix = quote(forwarded["prefix"] or request.scope.get("root_path", "")).rstrip("/")
    return f"{scheme}://{host}{prefix}"


def _needs_port(scheme: str, host: str, port: str) -> bool:
    has_one = ":" in host.rpartition("]")[2]
    return port.isdecimal() and not has_one and port != _DEFAULT_PORTS[scheme]


def _preflight(request: Request) -> Response:
    """Answer a browser that asks whether a page of another origin may call (clients §0.1 #16)."""
    asked = request.headers.get("access-control-request-headers", "authorization")
    headers = {**_PREFLIGHT, "Access-Control-Allow-Headers": asked}
    return Response(status_code=NO_CONTENT, headers={**headers, "Access-Control-Allow-Origin": "*"})


def _response(request: Request, answer: Answer) -> Response:
    content = b""
    if isinstance(answer.body, str):
        content = answer.body.encode()
    elif answer.body is not None:
        content = msgspec.json.encode(answer.body)
    headers = dict(answer.headers)
    if "origin" in request.headers:
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Access-Control-Expose-Headers"] = _EXPOSED
    if request.method == "HEAD":
        headers["Content-Length"] = str(len(content))
        content = b""
    return Response(content, status_code=answer.status, headers=headers)
