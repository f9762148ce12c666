"""`/{tenant}/oauth2[/v2.0]/authorize`: where an application sends a browser to begin a sign-in."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from msgspec import structs

from tenantry.directory.stores import tenants
from tenantry.signin import dispatching
from tenantry.signin.asked_scopes import read_scopes
from tenantry.signin.authorization_requests import (
    FORM_POST,
    FRAGMENT,
    AuthorizationRequest,
    find_destination,
    read_request,
)
from tenantry.signin.cookies import SESSION, written_cookie
from tenantry.signin.endpoints.browsers import Browser, bound, browser_of
from tenantry.signin.endpoints.choosing import begin_outside
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse, form_in, trace_of
from tenantry.signin.endpoints.page_answers import (
    Link,
    answer_client,
    error_page,
    error_parameters,
    page_address,
    see_other,
)
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.issuers import TENANT_ALIASES
from tenantry.signin.operations.accounts import get_signed_in, sign_in_name
from tenantry.signin.operations.arrivals import find_client_principal
from tenantry.signin.operations.authorizing import advance
from tenantry.signin.operations.failed_factors import record_refusal
from tenantry.signin.operations.interactions import Interaction, seal
from tenantry.signin.operations.issuing import signed_id_token
from tenantry.signin.operations.outcomes import Answer, End, Show
from tenantry.signin.operations.provider import OpenIdProvider, get_registration, get_tenant
from tenantry.signin.reasons import Reason
from tenantry.signin.redirect_uris import with_parameters
from tenantry.signin.refusals import Refusal
from tenantry.signin.registrations import Registration
from tenantry.signin.sessions import LIFETIME
from tenantry.storage.client_secrets import hash_secret
from tenantry.storage.unit_of_work import Reading

_PERSONAL_ACCOUNTS = "consumers"
_PAGES: Mapping[type, str] = {
    dispatching.Identify: "identify",
    dispatching.Choose: "accounts",
    dispatching.ProveAgain: "mfa",
    dispatching.Join: "join",
    dispatching.AskConsent: "consent",
}


def authorize(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """Begin a sign-in.

    A form that another site posts here comes without cookies, so it is sent on as a GET.
    """
    if request.method == "POST":
        parameters = form_in(request.body)
        return see_other(f"{request.base_url}{request.own_path}?{urlencode(parameters)}")
    parameters = form_in(request.query_string.encode())
    with provider.database.read() as reading:
        tenant_id, registration = _client(reading, request, parameters)
        started_at = reading.instant
    destination, platform = find_destination(parameters, registration)
    try:
        asked = read_request(parameters, registration, destination, platform)
        read_scopes(asked.scope, provider.origins.hosts)
    except SigninRefusedError as refusal:
        told = error_parameters(request, refusal)
        return answer_client(request, destination, told, app_name=registration.display_name)
    browser = bound(browser_of(request))
    return begin_sign_in(provider, request, browser, tenant_id, asked, started_at=started_at)


def begin_sign_in(
    provider: OpenIdProvider,
    request: SigninRequest,
    browser: Browser,
    tenant_id: str,
    asked: AuthorizationRequest,
    *,
    started_at: str,
) -> SigninResponse:
    """Begin the sign-in that was *asked* for at the tenant with this id or alias.

    The *browser* is one that is `bound`.
    """
    interaction = Interaction(
        tenant=tenant_id,
        request=asked,
        started_at=started_at,
        browser_hash=hash_secret(browser.binding),
        hint=asked.login_hint,
    )
    return go_on(provider, request, browser, interaction)


def go_on(
    provider: OpenIdProvider, request: SigninRequest, browser: Browser, interaction: Interaction
) -> SigninResponse:
    """Let the dispatcher look, and do what it says."""
    outcome = advance(provider, trace_of(request), browser.session, interaction)
    if isinstance(outcome, Show):
        return _shown(provider, request, browser, outcome)
    if isinstance(outcome, End):
        if not outcome.is_silent:
            return _refused(provider, request, browser, outcome, interaction)
        parameters = error_parameters(request, outcome.refusal)
    else:
        parameters = _told(provider, outcome)
        browser = _lasting(browser, outcome.persistence)
    return answer_client(
        request,
        outcome.destination,
        parameters,
        app_name=interaction.request.client_id,
        cookies=browser.written,
    )


def _refused(
    provider: OpenIdProvider,
    request: SigninRequest,
    browser: Browser,
    outcome: End,
    interaction: Interaction,
) -> SigninResponse:
    """Tell the person; they may be somebody else, or go back to the application."""
    sealed = seal(provider.secret_box, interaction.of_another())
    again = page_address(request.base_url, interaction.tenant, "identify", sealed)
    links = [Link(href=again, text="error.again")]
    destination = outcome.destination
    if destination.mode != FORM_POST:
        told = {**error_parameters(request, outcome.refusal), "state": destination.state}
        in_fragment = destination.mode == FRAGMENT
        back = with_parameters(destination.uri, told, in_fragment=in_fragment)
        links.append(Link(href=back, text="error.back"))
    return error_page(request, outcome.refusal, links=tuple(links), cookies=browser.written)


def _lasting(browser: Browser, persistence: str | None) -> Browser:
    """Let the session outlive the browser's window, or end with it, where a policy says so."""
    if persistence is None or not browser.session:
        return browser
    seconds = LIFETIME if persistence == "always" else None
    cookie = written_cookie(SESSION, browser.session, is_secure=browser.is_secure, seconds=seconds)
    return replace(browser, written=(*browser.written, cookie))


def _told(provider: OpenIdProvider, outcome: Answer) -> dict[str, str]:
    """Return what the application is told, the id_token among it if it asked for one here."""
    parameters = dict(outcome.parameters)
    if outcome.issuance is None:
        return parameters
    code = parameters.get("code", "")
    return {**parameters, "id_token": signed_id_token(provider.keys, outcome.issuance, code=code)}


def _shown(
    provider: OpenIdProvider, request: SigninRequest, browser: Browser, shown: Show
) -> SigninResponse:
    """Send the browser to the page that comes next, or to who authenticates the person."""
    page, tenant = _PAGES.get(type(shown.step), ""), shown.tenant_id
    if isinstance(shown.step, dispatching.Authenticate):
        named = structs.replace(shown.interaction, hint=shown.step.user_name)
        return begin_outside(provider, request, browser, named)
    if isinstance(shown.step, dispatching.ProveAgain):
        tenant = shown.step.tenant_id
        with provider.database.read() as reading:
            is_here = tenants.find(reading, tenant) is not None
        if not is_here:
            return _send_for_mfa(provider, request, browser, shown)
    sealed = seal(provider.secret_box, shown.interaction)
    location = page_address(request.base_url, tenant, page, sealed)
    return see_other(location, cookies=browser.written)


def _send_for_mfa(
    provider: OpenIdProvider, request: SigninRequest, browser: Browser, shown: Show
) -> SigninResponse:
    """Send the person home to another installation for a second factor, though only once."""
    interaction = shown.interaction
    if interaction.was_sent_for_mfa:
        refusal = SigninRefusedError(Refusal.MFA_NEEDED)
        record_refusal(provider, trace_of(request), browser.session, interaction, refusal)
        raise refusal
    with provider.database.read() as reading:
        person = get_signed_in(reading, browser.session, interaction.session_id)
    sent = structs.replace(
        interaction, hint=sign_in_name(person.user), session_id="", was_sent_for_mfa=True
    )
    return begin_outside(provider, request, browser, sent)


def _client(
    reading: Reading, request: SigninRequest, parameters: Mapping[str, str]
) -> tuple[str, Registration]:
    """Return the tenant that is asked and the application, if they belong together."""
    tenant = get_tenant(reading, request.tenant)
    if not parameters.get("client_id"):
        raise SigninRefusedError(Reason.MISSING_PARAMETER, parameter="client_id")
    registration = get_registration(reading, parameters["client_id"])
    if tenant.id == _PERSONAL_ACCOUNTS:
        raise SigninRefusedError(Reason.NO_TENANT, tenant=tenant.id)
    if tenant.id not in TENANT_ALIASES:
        find_client_principal(reading, tenant.id, registration)
    elif not registration.is_multitenant:
        raise SigninRefusedError(
            Refusal.NOT_MULTITENANT, app_id=registration.app_id, tenant=tenant.id
        )
    return tenant.id, registration
