"""The provider's routes for Starlette: read the request, call the endpoint, write the answer."""

from collections.abc import Awaitable, Callable
from functools import partial
from http import HTTPStatus

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tenantry.signin.endpoints import (
    access_package_pages,
    admin_consent_pages,
    device_flow,
    device_pages,
    exchanges as endpoints,
    factor_pages,
    federation_pages,
    openid_callback,
    organization_pages,
    passcode_page,
    password_pages,
    provider_page,
    redemption_page,
    security_pages,
    sign_in_pages,
)
from tenantry.signin.endpoints.authorize import authorize
from tenantry.signin.endpoints.device_flow import redeem_device_code
from tenantry.signin.endpoints.exchanges import (
    BODY_LIMIT,
    CERTIFICATE_EXTENSION,
    CORS,
    Endpoint,
    SigninRequest,
    SigninResponse,
    answer,
)
from tenantry.signin.endpoints.logout import logout
from tenantry.signin.endpoints.on_behalf_of import act_on_behalf
from tenantry.signin.endpoints.page_answers import answer_page
from tenantry.signin.endpoints.password_grant import sign_in_with_password
from tenantry.signin.endpoints.realms import user_realm
from tenantry.signin.endpoints.userinfo import userinfo
from tenantry.signin.federation.service_provider import SAML_PATH, WS_FEDERATION_PATH
from tenantry.signin.operations import redeeming
from tenantry.signin.operations.outside_clients import CALLBACK
from tenantry.signin.operations.provider import OpenIdProvider

Run = Callable[[Callable[[], SigninResponse]], Awaitable[SigninResponse]]
"""Runs synchronous work: at once, or on a pool of threads."""

_READING: dict[str, Endpoint] = {
    "/common/discovery/instance": endpoints.instance_discovery,
    "/{tenant}/.well-known/openid-configuration": endpoints.openid_configuration,
    "/{tenant}/v2.0/.well-known/openid-configuration": endpoints.openid_configuration,
    "/{tenant}/federation/metadata": federation_pages.federation_metadata,
}
_KEYS: dict[str, Endpoint] = {
    "/{tenant}/discovery/keys": endpoints.keys,
    "/{tenant}/discovery/v2.0/keys": endpoints.keys,
}
_token = partial(
    endpoints.token,
    {
        "authorization_code": redeeming.redeem_code,
        "device_code": redeem_device_code,
        "password": sign_in_with_password,
        "refresh_token": redeeming.refresh,
        "urn:ietf:params:oauth:grant-type:device_code": redeem_device_code,
        "urn:ietf:params:oauth:grant-type:jwt-bearer": act_on_behalf,
    },
)
_USERS: dict[str, Endpoint] = {
    "/oidc/userinfo": userinfo,
    "/{tenant}/userrealm/{user}": user_realm,
    "/{tenant}/UserRealm/{user}": user_realm,
}
_TOKEN: dict[str, Endpoint] = {
    "/{tenant}/oauth2/token": _token,
    "/{tenant}/oauth2/v2.0/token": _token,
    "/{tenant}/oauth2/devicecode": device_flow.begin,
    "/{tenant}/oauth2/v2.0/devicecode": device_flow.begin,
}
PAGES: dict[str, Endpoint] = {
    "/device": device_pages.enter_code,
    "/device/finish": device_pages.finish,
    f"{CALLBACK}/{{provider}}": openid_callback.come_back,
    "/redeem": redemption_page.redeem,
    SAML_PATH: federation_pages.saml_answer,
    WS_FEDERATION_PATH: federation_pages.ws_federation_answer,
    "/{tenant}/oauth2/authorize": authorize,
    "/{tenant}/oauth2/v2.0/authorize": authorize,
    "/{tenant}/oauth2/logout": logout,
    "/{tenant}/oauth2/v2.0/logout": logout,
    "/{tenant}/access-packages": access_package_pages.own_access_packages,
    "/{tenant}/accounts": sign_in_pages.accounts,
    "/{tenant}/admin-consent": admin_consent_pages.ask,
    "/{tenant}/adminconsent": admin_consent_pages.begin_first_version,
    "/{tenant}/v2.0/adminconsent": admin_consent_pages.begin,
    "/{tenant}/consent": sign_in_pages.ask_consent,
    "/{tenant}/identify": sign_in_pages.identify,
    "/{tenant}/join": sign_in_pages.join,
    "/{tenant}/login": password_pages.login,
    "/{tenant}/mfa": factor_pages.mfa,
    "/{tenant}/organizations": organization_pages.own_organizations,
    "/{tenant}/security-info": security_pages.own_security,
    "/{tenant}/passcode": passcode_page.passcode,
    "/{tenant}/providers": provider_page.providers,
    "/{tenant}/password": password_pages.new_password,
}
"""What people see, and applications send them to; by path."""
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
        (_USERS, ["GET", "POST"], read),
    )
    return [
        *(
            _route(path, endpoint, methods, provider, run)
            for paths, methods, run in served
            for path, endpoint in paths.items()
        ),
        *(_page_route(path, page, provider, write) for path, page in PAGES.items()),
    ]


def _route(
    path: str, endpoint: Endpoint, methods: list[str], provider: OpenIdProvider, run: Run
) -> Route:
    async def serve(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers=_PREFLIGHT)
        asked = await _read(path, provider, request)
        return _response(await run(lambda: answer(endpoint, provider, asked)))

    return Route(path, serve, methods=[*methods, "OPTIONS"])


def _page_route(path: str, endpoint: Endpoint, provider: OpenIdProvider, run: Run) -> Route:
    """Return the route of a page, which no other origin may read."""

    async def serve(request: Request) -> Response:
        asked = await _read(path, provider, request)
        return _response(await run(lambda: answer_page(endpoint, provider, asked)))

    return Route(path, serve, methods=["GET", "POST"])


def _response(told: SigninResponse) -> Response:
    is_page = isinstance(told.body, str)
    response = Response(
        told.body if isinstance(told.body, str) else msgspec.json.encode(told.body),
        status_code=told.status,
        headers=dict(told.headers),
        media_type="text/html" if is_page else "application/json",
    )
    for cookie in told.cookies:
        response.headers.append("Set-Cookie", cookie)
    return response


async def _read(path: str, provider: OpenIdProvider, request: Request) -> SigninRequest:
    body = b""
    async for chunk in request.stream():
        body += chunk[: BODY_LIMIT + 1]
        if len(body) > BODY_LIMIT:
            break
    return SigninRequest(
        path=path,
        tenant=_named(request, "tenant"),
        user=_named(request, "user"),
        provider=_named(request, "provider"),
        base_url=provider.origins.resolve(f"{request.url.scheme}://{request.url.netloc}"),
        method=request.method,
        headers=request.headers,
        query=request.query_params,
        query_string=request.url.query,
        body=body,
        client_address=request.client.host if request.client else "",
        client_certificate=request.scope.get("extensions", {}).get(CERTIFICATE_EXTENSION, b""),
    )


def _named(request: Request, name: str) -> str:
    """Return a part of the path; a null character, which no database keeps, names nothing."""
    return str(request.path_params.get(name, "")).replace("\0", "\N{REPLACEMENT CHARACTER}")
