"""`/{tenant}/federation/…`: where answers of identity providers arrive, and our own metadata.

An answer is a form that another site posts, so it comes without our cookies.  A page of ours then
posts it once more, with them: an answer is worth something only in the browser that asked.
"""

import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from tenantry.signin.endpoints.browsers import browser_of
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse, form_in, trace_of
from tenantry.signin.endpoints.federated_members import go_on_at_home
from tenantry.signin.endpoints.outside_sign_ins import go_on_as
from tenantry.signin.endpoints.page_answers import language_of
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.federation.assertions import identity_of
from tenantry.signin.federation.operations.answers import (
    Believed,
    believe_saml,
    believe_ws_federation,
    read_asked,
)
from tenantry.signin.federation.operations.questions import AskedProvider
from tenantry.signin.federation.service_provider import metadata
from tenantry.signin.issuers import TENANT_ALIASES
from tenantry.signin.operations.failed_factors import record_refused_word
from tenantry.signin.operations.provider import OpenIdProvider, get_tenant
from tenantry.signin.pages.rendering import page_headers, render
from tenantry.signin.reasons import Reason
from tenantry.signin.refusals import Refusal

_AGAIN = "again"
_METADATA_TYPE = "application/samlmetadata+xml"

Believe = Callable[[OpenIdProvider, str, AskedProvider, str], Believed]
"""Takes the provider, our base URL, what was asked, and the answer."""


def saml_answer(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{tenant}/federation/saml`: the assertion consumer service."""
    return _answered(provider, request, ("SAMLResponse", "RelayState"), believe_saml)


def ws_federation_answer(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{tenant}/federation/ws-federation`: where `wsignin1.0` is answered."""
    return _answered(provider, request, ("wresult", "wctx"), believe_ws_federation)


def federation_metadata(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/{tenant}/federation/metadata`: what providers need to know of the tenant."""
    with provider.database.read() as reading:
        tenant = get_tenant(reading, request.tenant)
    if tenant.id in TENANT_ALIASES:
        raise SigninRefusedError(Reason.NO_TENANT, tenant=tenant.id)
    headers = {"Content-Type": _METADATA_TYPE}
    return SigninResponse(headers=headers, body=metadata(request.base_url, tenant.id))


def _answered(
    provider: OpenIdProvider,
    request: SigninRequest,
    names: tuple[str, str],
    believe: Believe,
) -> SigninResponse:
    form = form_in(request.body)
    for name in names:
        if not form.get(name):
            raise SigninRefusedError(Reason.MISSING_PARAMETER, parameter=name)
    browser = browser_of(request)
    if not browser.binding and _AGAIN not in form:
        return _posted_again(request, {name: form[name] for name in names})
    text, state = (form[name] for name in names)
    asked = read_asked(provider, state, browser=browser.binding)
    if asked.tenant_id != request.tenant:
        raise SigninRefusedError(Refusal.INTERACTION_EXPIRED)
    try:
        believed = believe(provider, request.base_url, asked, text)
        identity = (
            None if believed.is_at_home else identity_of(believed.assertion, believed.federation)
        )
    except SigninRefusedError as refusal:
        trace = trace_of(request)
        record_refused_word(provider, trace, asked.interaction, asked.tenant_id, refusal)
        raise
    if identity is None:
        return go_on_at_home(provider, request, browser, asked, believed)
    return go_on_as(provider, request, browser, asked.interaction, identity)


def _posted_again(request: SigninRequest, fields: dict[str, str]) -> SigninResponse:
    nonce = secrets.token_urlsafe(16)
    body = render(
        "answer",
        language_of(request),
        tenant_name="",
        problem="",
        app_name=urlsplit(request.base_url).hostname,
        action=request.own_path,
        parameters={**fields, _AGAIN: "1"},
        nonce=nonce,
    )
    return SigninResponse(headers=page_headers(script_nonce=nonce), body=body)
