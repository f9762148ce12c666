"""The web application: Graph, sign-in, our own API, health; one log line per request."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from typing import TypeVar

import msgspec
import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tenantry.clock import format_instant, monotonic_ms, system_now
from tenantry.errors import InvalidValueError, NotFoundError, TenantryError, UnavailableError
from tenantry.graph.answers import Answer
from tenantry.graph.application import graph_routes
from tenantry.graph.dispatching import refuse
from tenantry.graph.errors import unexpected_answer
from tenantry.graph.faults import MethodNotAllowedError
from tenantry.graph.requests import Call, Headers
from tenantry.graph.services import Services as GraphServices
from tenantry.intake.invitation_template import read_invitations
from tenantry.native.application import native_routes
from tenantry.native.routing import Deployment, Run
from tenantry.runtime.metrics import CONTENT_TYPE, metrics_text
from tenantry.runtime.services import Services
from tenantry.signin.endpoints.resource_manager import resource_manager_routes
from tenantry.signin.endpoints.routes import signin_routes
from tenantry.signin.operations.foreign_discovery import discover_foreign_home, is_tenant_elsewhere
from tenantry.signin.operations.outside_knowledge import remember_outside_providers
from tenantry.storage.database import Database
from tenantry.storage.installation import find_setting

_log = structlog.get_logger(__name__)

Returned = TypeVar("Returned")


def web_application(services: Services) -> Starlette:
    """Return the application; it uses *services* until the server stops."""
    remember_outside_providers(services.database, services.provider.outside)
    discover_home = partial(discover_foreign_home, services.provider)
    graph = GraphServices(
        database=services.database,
        hashing=services.hashing,
        secret_box=services.secret_box,
        verify=services.verifier.verify_in,
        authorization_uri=f"{services.settings.public_url}/common/oauth2/v2.0/authorize",
        instances_per_pair=services.settings.sync_instances_per_pair,
        may_cross_clouds=services.settings.sync_cross_cloud,
        discover_home=discover_home,
        is_tenant_elsewhere=partial(is_tenant_elsewhere, services.provider),
    )
    deployment = Deployment(
        verify=services.verifier.verify,
        may_cross_clouds=services.settings.sync_cross_cloud,
        secret_box=services.secret_box,
        sign_in_origin=services.settings.public_url.rstrip("/"),
        read_sheet=read_invitations,
        discover_home=discover_home,
        hosts=services.provider.origins.hosts,
    )
    pool = _Pool(services.settings.web_connections)
    read = _at_once if services.database.is_sqlite else pool.run
    tell = _Telling(graph)
    return Starlette(
        routes=[
            *graph_routes(graph, pool.run),
            Route("/health", _health),
            *_metrics_routes(services, pool.run),
            Route("/ready", _ready(services.database, read)),
            *native_routes(
                services.database, deployment, read=read, write=pool.run, refuse=tell.refuse
            ),
            *resource_manager_routes(
                services.provider, services.verifier, run=read, refuse=tell.refuse
            ),
            *signin_routes(services.provider, read=read, write=pool.run),
        ],
        middleware=[Middleware(_RequestLog)],
        exception_handlers={HTTPException: tell.http, Exception: tell.unexpected},
    )


class _Pool:
    """As many threads as there are database connections, so that none waits for one."""

    def __init__(self, size: int) -> None:
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="web")

    async def run(self, work: Callable[[], Returned]) -> Returned:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


async def _at_once(work: Callable[[], Returned]) -> Returned:
    """Do *work* in the event loop: on SQLite a change of threads costs more than a query."""
    return work()


class _Telling:
    """Faults as Graph tells them, for everything that has no telling of its own."""

    def __init__(self, services: GraphServices) -> None:
        self._services = services

    def refuse(self, request: Request, fault: TenantryError) -> Response:
        return _response(refuse(self._services, _call(request), fault))

    async def http(self, request: Request, fault: Exception) -> Response:
        is_method = getattr(fault, "status_code", None) == HTTPStatus.METHOD_NOT_ALLOWED
        if is_method:
            allowed = (getattr(fault, "headers", None) or {}).get("Allow", "")
            return self.refuse(request, MethodNotAllowedError(allowed.split(", ")))
        message = f"`{request.url.path}` is no address of this server"
        return self.refuse(request, NotFoundError(message))

    async def unexpected(self, request: Request, fault: Exception) -> Response:
        call = _call(request)
        _log.error("request failed", request_id=call.request_id, path=call.path, exc_info=fault)
        return _response(unexpected_answer(call, format_instant(system_now())))


def _call(request: Request) -> Call:
    return Call(
        root=str(request.base_url).rstrip("/"),
        version="v1.0",
        method=request.method,
        path=request.url.path,
        headers=Headers(request.headers.items()),
    )


def _response(answer: Answer) -> Response:
    return Response(
        msgspec.json.encode(answer.body),
        status_code=answer.status,
        headers={"Content-Type": "application/json", **answer.headers},
    )


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "alive"})


def _metrics_routes(services: Services, run: Run) -> list[Route]:
    """Return the route of the metrics, none where no path is set."""
    path = services.settings.metrics_path
    if not path:
        return []
    if not path.startswith("/"):
        raise InvalidValueError("metrics.path", f"`{path}` is no path; begin it with `/`")

    async def metrics(_request: Request) -> Response:
        text = await run(lambda: metrics_text(services.database))
        return Response(text, headers={"Content-Type": CONTENT_TYPE})

    return [Route(path, metrics)]


def _ready(database: Database, run: Run) -> Callable[[Request], Awaitable[Response]]:
    def look() -> None:
        with database.read() as reading:
            find_setting(reading, "")  # an open connection tells nothing, and BEGIN asks nobody

    async def ready(_request: Request) -> Response:
        try:
            await run(look)
        except UnavailableError as fault:
            told = {"status": "unavailable", "reason": fault.message}
            return JSONResponse(told, status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return JSONResponse({"status": "ready"})

    return ready


class _RequestLog:
    """Logs each request with its id, status and duration; ours alone above the level debug."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = monotonic_ms()

        async def send_and_tell(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.start":
                _tell(scope, message, monotonic_ms() - began)

        await self._app(scope, receive, send_and_tell)


def _tell(scope: Scope, message: Message, milliseconds: float) -> None:
    failed = message["status"] >= HTTPStatus.INTERNAL_SERVER_ERROR
    if not failed and not _log.is_enabled_for(logging.DEBUG):
        return
    headers = dict(message["headers"])
    request_id = headers.get(b"request-id") or headers.get(b"x-ms-request-id") or b""
    (_log.warning if failed else _log.debug)(
        "request",
        method=scope["method"],
        path=scope["path"],
        status=message["status"],
        milliseconds=round(milliseconds, 1),
        request_id=request_id.decode("latin-1"),
    )
