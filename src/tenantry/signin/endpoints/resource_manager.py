"""The few calls of Azure Resource Manager that azure-cli makes when somebody logs in.

There are no subscriptions here, which is what is answered; the tenants are those of the caller.
`/metadata/endpoints` lets `az cloud register` find every address from one (clients §3).
"""

from collections.abc import Awaitable, Callable, Mapping

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tenantry.actor import Actor, ActorKind, operator
from tenantry.collaboration.external_users import PENDING
from tenantry.collaboration.store import list_elsewhere
from tenantry.directory.operations.tenants import get_tenant
from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError, TenantryError
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.operations.verification import TokenVerifier, bearer_of

Body = Mapping[str, object]
Run = Callable[[Callable[[], Body]], Awaitable[Body]]
"""Runs synchronous work: at once, or on a pool of threads."""

Refuse = Callable[[Request, TenantryError], Response]

CALLS = {
    "/metadata/endpoints": "the addresses of this server, for `az cloud register`",
    "/subscriptions": "an empty collection",
    "/tenants": "the caller's tenant; of a person the others, too, that they are a guest of",
}
"""Path → what `GET` answers, for the documents."""


def resource_manager_routes(
    provider: OpenIdProvider, verifier: TokenVerifier, *, run: Run, refuse: Refuse
) -> list[Route]:
    """Return the routes; all of them only read."""

    def endpoints(request: Request) -> Body:
        return cloud_metadata(provider.origins.resolve(_origin(request)))

    def subscriptions(request: Request) -> Body:
        _caller(verifier, request)
        return {"value": [], "count": {"type": "Total", "value": 0}}

    def tenants(request: Request) -> Body:
        return {"value": list_tenants(provider, _caller(verifier, request))}

    answered = (endpoints, subscriptions, tenants)
    return [_route(path, answer, run, refuse) for path, answer in zip(CALLS, answered, strict=True)]


def cloud_metadata(base_url: str) -> Body:
    """Return the description of this cloud, which has one address for everything."""
    address = f"{base_url}/"
    return {
        "name": "Tenantry",
        "authentication": {
            "loginEndpoint": base_url,
            "audiences": [address],
            "tenant": "common",
            "identityProvider": "AAD",
        },
        "resourceManager": address,
        "graph": address,
        "graphAudience": address,
        "microsoftGraphResourceId": address,
        "portal": base_url,
        "suffixes": {},
    }


def _caller(verifier: TokenVerifier, request: Request) -> Actor:
    return verifier.verify(bearer_of(request.headers.get("authorization", "")))


def list_tenants(provider: OpenIdProvider, caller: Actor) -> list[Body]:
    """Return the caller's tenant first, then those that a person has an account in as a guest."""
    with provider.database.read() as reading:
        known = [caller.tenant_id]
        if caller.kind is ActorKind.USER:
            elsewhere = list_elsewhere(reading, caller.tenant_id, caller.actor_id)
            known += [tenant_id for tenant_id, user in elsewhere if _may_come(user)]
        return [_told(get_tenant(reading, operator(tenant_id))) for tenant_id in known]


def _may_come(user: Record) -> bool:
    return bool(user["account_enabled"]) and user["external_user_state"] != PENDING


def _told(tenant: Record) -> Body:
    domains = [domain for domain in tenant["domains"] if domain["is_verified"]]
    return {
        "id": f"/tenants/{tenant['id']}",
        "tenantId": tenant["id"],
        "countryCode": tenant["country_letter_code"],
        "displayName": tenant["display_name"],
        "domains": [domain["name"] for domain in domains],
        "defaultDomain": next(one["name"] for one in domains if one["is_default"]),
        "tenantCategory": "Home",
        "tenantType": "AAD",
    }


def _route(path: str, answer: Callable[[Request], Body], run: Run, refuse: Refuse) -> Route:
    def check_and_answer(request: Request) -> Body:
        if not request.query_params.get("api-version"):
            message = "`api-version` is required, such as `2022-12-01`"
            raise InvalidValueError("api-version", message)
        return answer(request)

    async def serve(request: Request) -> Response:
        try:
            body = await run(lambda: check_and_answer(request))
        except TenantryError as fault:
            return refuse(request, fault)
        return Response(msgspec.json.encode(body), media_type="application/json")

    return Route(path, serve, methods=["GET"])


def _origin(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"
