"""What a page endpoint answers with: a page, a way to the next one, or an answer to the client."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote, urlencode

from tenantry.errors import TenantryError
from tenantry.signin.authorization_requests import FORM_POST, FRAGMENT, Destination
from tenantry.signin.endpoints.exchanges import (
    Endpoint,
    SigninRequest,
    SigninResponse,
    answer_traced,
    fault_body,
    fault_headers,
    timestamp,
)
from tenantry.signin.errors import SigninRefusedError, oauth_error_of
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.pages.catalogue import LANGUAGES
from tenantry.signin.pages.languages import choose_language
from tenantry.signin.pages.rendering import page_headers, render
from tenantry.signin.redirect_uris import origin_of, with_parameters


def language_of(request: SigninRequest, ui_locales: str = "") -> str:
    """Return the language in which the person is spoken to."""
    return choose_language(ui_locales, request.headers.get("accept-language", ""))


def answer_page(
    endpoint: Endpoint, provider: OpenIdProvider, request: SigninRequest
) -> SigninResponse:
    """Return what *endpoint* says, or its error as a page; no other origin may read it."""
    return answer_traced(endpoint, provider, request, error_page)


def see_other(location: str, *, cookies: tuple[str, ...] = ()) -> SigninResponse:
    """Return the way to another address, which is fetched by GET."""
    headers = {**page_headers(), "Location": location}
    return SigninResponse(
        status=HTTPStatus.SEE_OTHER.value, headers=headers, body="", cookies=cookies
    )


def page_address(base_url: str, tenant: str, page: str, sealed: str) -> str:
    """Return where a page of a tenant is, for the sealed interaction."""
    return f"{base_url}/{quote(tenant, safe='')}/{page}?{urlencode({'ctx': sealed})}"


def answer_client(
    request: SigninRequest,
    destination: Destination,
    parameters: Mapping[str, str],
    *,
    app_name: str,
    cookies: tuple[str, ...] = (),
) -> SigninResponse:
    """Return *parameters* to the application, as it asked for them."""
    state = {"state": destination.state} if destination.state else {}
    told = {**parameters, **state}
    if destination.mode != FORM_POST:
        in_fragment = destination.mode == FRAGMENT
        location = with_parameters(destination.uri, told, in_fragment=in_fragment)
        return see_other(location, cookies=cookies)
    nonce, language = secrets.token_urlsafe(16), language_of(request)
    headers = page_headers(form_actions=(origin_of(destination.uri),), script_nonce=nonce)
    body = render(
        "answer",
        language,
        tenant_name="",
        problem="",
        app_name=app_name,
        action=destination.uri,
        parameters=told,
        nonce=nonce,
    )
    return SigninResponse(headers=headers, body=body, cookies=cookies)


def error_parameters(request: SigninRequest, error: TenantryError) -> dict[str, str]:
    """Return what the application is told of an error (RFC 6749 §4.1.2.1)."""
    told = oauth_error_of(error)
    description = str(fault_body(request, told)["error_description"])
    return {"error": told.error, "error_description": description}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way on from an error page.  ``text`` is a key of the catalogue."""

    href: str
    text: str


def error_page(
    request: SigninRequest,
    error: TenantryError,
    *,
    links: tuple[Link, ...] = (),
    cookies: tuple[str, ...] = (),
) -> SigninResponse:
    """Return the page that tells a person why they are not signed in."""
    told = oauth_error_of(error)
    language = language_of(request, request.query.get("ui_locales", ""))
    body = render(
        "error",
        language,
        tenant_name="",
        problem="",
        advice=_advice(language, error),
        links=links,
        error=told,
        trace_id=request.trace_id,
        correlation_id=request.correlation_id,
        timestamp=timestamp(),
    )
    headers = {**page_headers(), **fault_headers(request, error, told)}
    return SigninResponse(status=told.status, headers=headers, body=body, cookies=cookies)


def _advice(language: str, error: TenantryError) -> str:
    texts = LANGUAGES[language]
    reason = error.reason.name if isinstance(error, SigninRefusedError) else "other"
    return texts.get(f"advice.{reason}", texts["advice.other"])
