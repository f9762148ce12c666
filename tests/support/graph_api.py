"""The Graph API over HTTP for tests: an application, tokens for its callers, and clients."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import replace

import httpx
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp

from tenantry.actor import Actor, ActorKind
from tenantry.errors import NotAuthenticatedError
from tenantry.graph.answers import Answer
from tenantry.graph.application import graph_routes
from tenantry.graph.services import Services
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading
from tests.support.hashing import HASHING
from tests.support.secret_boxes import SECRET_BOX


class Tokens:
    """Tokens that were issued here, and whose they are."""

    def __init__(self) -> None:
        self._actors: dict[str, Actor] = {}

    def issue(self, actor: Actor) -> str:
        """Return a token of *actor*."""
        token = secrets.token_urlsafe()
        self._actors[token] = actor
        return token

    def verify(self, _reading: Reading, bearer: str, ip_address: str) -> Actor:
        """Return whose token *bearer* is, who calls from *ip_address*."""
        if bearer not in self._actors:
            raise NotAuthenticatedError
        return replace(self._actors[bearer], ip_address=ip_address)


class GraphApi:
    """The API over one database."""

    def __init__(self, database: Database) -> None:
        self.tokens = Tokens()
        self.services = Services(
            database=database,
            hashing=HASHING,
            secret_box=SECRET_BOX,
            verify=self.tokens.verify,
            authorization_uri="https://login.tenantry.test/common/oauth2/authorize",
        )
        self.application = Starlette(routes=graph_routes(self.services, _run))

    def anonymous(self) -> httpx.Client:
        """Return a client without a token."""
        transport = InProcess(self.application)
        return httpx.Client(transport=transport, base_url="https://graph.tenantry.test")

    def client(self, tenant_id: str, *permissions: str) -> httpx.Client:
        """Return a client whose application has *permissions* in the tenant."""
        actor = Actor(
            tenant_id=tenant_id,
            kind=ActorKind.APPLICATION,
            actor_id="91d4c3a8-70fe-4be1-a6d2-5c0b8e1f2d10",
            app_id="3b7e0f52-9a1c-4d68-8e4f-b65a2c7d9e11",
            display_name="A script",
            permissions=frozenset(permissions),
        )
        return self.client_of(actor)

    def client_of(self, actor: Actor) -> httpx.Client:
        """Return a client that calls as *actor*."""
        client = self.anonymous()
        client.headers["Authorization"] = f"Bearer {self.tokens.issue(actor)}"
        return client


class InProcess(httpx.BaseTransport):
    """Sends requests to an ASGI application in this process."""

    def __init__(self, application: ASGIApp) -> None:
        self._transport = httpx.ASGITransport(application)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the application's response."""

        async def send() -> httpx.Response:
            response = await self._transport.handle_async_request(request)
            content = await response.aread()
            return httpx.Response(response.status_code, headers=response.headers, content=content)

        return asyncio.run(send())


def error_code(response: httpx.Response) -> str:
    """Return the code of an error response."""
    code: str = response.json()["error"]["code"]
    return code


async def _run(answer: Callable[[], Answer]) -> Answer:
    return await run_in_threadpool(answer)
