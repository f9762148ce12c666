"""The web shell of the Graph API: reads a request, has it answered, sends the answer.

Only the reading is asynchronous.  On SQLite what only reads is answered in place, because a
change of threads costs more than the query (engine §3); everything else goes through `run`.
"""

import re
from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import quote

import msgspec
from starlette.requests import ClientDisconnect
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
        headers = Headers(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]
        )
        if scope["method"] == "OPTIONS":
            await _preflight(headers)(scope, receive, send)
            return
        try:
            call = _call(scope, self._version, headers, await _read(receive))
        except ClientDisconnect:
            return  # nobody is left to be answered
        except BodyTooLargeError as fault:
            answer = refuse(self._services, _call(scope, self._version, headers), fault)
        else:
            answer = await self._answer(call)
        await _response(scope["method"], headers, answer)(scope, receive, send)

    async def _answer(self, call: Call) -> Answer:
        answer = partial(dispatch, self._services, call)
        if self._services.database.is_sqlite and only_reads(call):
            return answer()
        try:
            return await self._run(answer)
        except UnavailableError as fault:
            return refuse(self._services, call, fault)


async def _read(receive: Receive) -> bytes:
    """Return the body; raises `BodyTooLargeError` for one of more than 4 MiB."""
    content = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        content += message.get("body", b"")
        if len(content) > _LARGEST_BODY:
            raise BodyTooLargeError
        more = message.get("more_body", False)
    return bytes(content)


def _call(scope: Scope, version: str, headers: Headers, body: bytes = b"") -> Call:
    raw_path = scope.get("raw_path") or quote(scope["path"]).encode()
    path = raw_path.decode("latin-1").removeprefix(scope.get("root_path", ""))
    return Call(
        root=_root(scope, headers),
        version=version,
        method="GET" if scope["method"] == "HEAD" else scope["method"],
        path=path.removeprefix(f"/{version}"),
        query=scope["query_string"].decode("latin-1"),
        headers=headers,
        body=body,
        client_address=scope["client"][0] if scope.get("client") else "",
    )


def _root(scope: Scope, headers: Headers) -> str:
    """Return the address that the client called, which a proxy in front tells in headers."""
    forwarded = {
        name: headers.get(f"x-forwarded-{name}", "").partition(",")[0].strip()
        for name in ("proto", "host", "port", "prefix")
    }
    scheme = forwarded["proto"].lower()
    if scheme not in _DEFAULT_PORTS:
        scheme = scope["scheme"]
    given = [forwarded["host"], headers.get("host", "")]
    host = next((name for name in given if _HOST.fullmatch(name)), "localhost")
    port = forwarded["port"]
    if forwarded["host"] == host and _needs_port(scheme, host, port):
        host = f"{host}:{port}"
    prefix = quote(forwarded["prefix"] or scope.get("root_path", "")).rstrip("/")
    return f"{scheme}://{host}{prefix}"


def _needs_port(scheme: str, host: str, port: str) -> bool:
    has_one = ":" in host.rpartition("]")[2]
    return port.isdecimal() and not has_one and port != _DEFAULT_PORTS[scheme]


def _preflight(headers: Headers) -> Response:
    """Answer a browser that asks whether a page of another origin may call (clients §0.1 #16)."""
    asked = headers.get("access-control-request-headers", "authorization")
    allowed = {"Access-Control-Allow-Headers": asked, "Access-Control-Allow-Origin": "*"}
    return Response(status_code=NO_CONTENT, headers={**_PREFLIGHT, **allowed})


def _response(method: str, asked: Headers, answer: Answer) -> Response:
    content = b""
    if isinstance(answer.body, str):
        content = answer.body.encode()
    elif answer.body is not None:
        content = msgspec.json.encode(answer.body)
    headers = dict(answer.headers)
    if "origin" in asked:
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Access-Control-Expose-Headers"] = _EXPOSED
    if method == "HEAD":
        headers["Content-Length"] = str(len(content))
        content = b""
    return Response(content, status_code=answer.status, headers=headers)
