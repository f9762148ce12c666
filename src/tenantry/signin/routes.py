"""The provider's routes for Starlette: read the request, call the endpoint, write the answer."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tenantry.signin import endpoints
from tenantry.signin.endpoints import (
    BODY_LIMIT,
    CORS,
    Endpoint,
    SigninRequest,
    SigninResponse,
    answer,
)
from tenantry.signin.operations import OpenIdProvider

Run = Callable[[Callable[[], SigninResponse]], Awaitable[SigninResponse]]
"""Runs synchronous work: at once, or on a pool of threads."""

_READING: dict[str, Endpoint] = {
    "/common/discovery/instance": endpoints.instance_discovery,
    "/{tenant}/.well-known/openid-configuration": endpoints.openid_configuration,
    "/{tenant}/v2.0/.well-known/openid-configuration": endpoints.openid_configuration,
}
_KEYS: dict[str, Endpoint] = {
    "/{tenant}/discovery/keys": endpoints.keys,
    "/{tenant}/discovery/v2.0/keys": endpoints.keys,
}
_TOKEN: dict[str, Endpoint] = {
    "/{tenant}/oauth2/token": endpoints.token,
    "/{tenant}/oauth2/v2.0/token": endpoints.token,
}
_NOT_BUILT: dict[str, Endpoint] = dict.fromkeys(
    (
        "/{tenant}/oauth2/authorize",
        "/{tenant}/oauth2/v2.0/authorize",
        "/{tenant}/oauth2/devicecode",
        "/{tenant}/oauth2/v2.0/devicecode",
        "/{tenant}/oauth2/logout",
        "/{tenant}/oauth2/v2.0/logout",
        "/{tenant}/userrealm/{user}",
        "/oidc/userinfo",
    ),
    endpoints.not_built,
)
_PREFLIGHT = {
    **CORS,
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "*, Authorization",  # the star leaves Authorization out
    "Access-Control-Max-Age": "86400",
}


def signin_routes(provider: OpenIdProvider, *, read: Run, write: Run) -> list[Route]:
    """Return the routes; *read* runs what only reads, *write* what may make a signing key."""
    served = (
        (_READING, ["GET"], read),
        (_KEYS, ["GET"], write),
        (_TOKEN, ["POST"], write),
        (_NOT_BUILT, ["GET", "POST"], read),
    )
    return [
        _route(path, endpoint, methods, provider, run)
        for paths, methods, run in served
        for path, endpoint in paths.items()
    ]


def _route(
    path: str, endpoint: Endpoint, methods: list[str], provider: OpenIdProvider, run: Run
) -> Route:
    async def serve(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers=_PREFLIGHT)
        asked = await _read(path, provider, request)
        told = await run(lambda: answer(endpoint, provider, asked))
        return Response(
            msgspec.json.encode(told.body),
            status_code=told.status,
            headers=dict(told.headers),
            media_type="application/json",
        )

    return Route(path, serve, methods=[*methods, "OPTIONS"])


async def _read(path: str, provider: OpenIdProvider, request: Request) -> SigninRequest:
    body = b""
    async for chunk in request.stream():
        body += chunk[: BODY_LIMIT + 1]
        if len(body) > BODY_LIMIT:
            break
    return SigninRequest(
        path=path,
        tenant=request.path_params.get("tenant", ""),
        base_url=provider.origins.resolve(f"{request.url.scheme}://{request.url.netloc}"),
        headers=request.headers,
        query=request.query_params,
        body=body,
    )
