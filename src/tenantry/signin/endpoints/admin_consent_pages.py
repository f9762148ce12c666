"""`/{tenant}/adminconsent` and `/{tenant}/v2.0/adminconsent`: consent for a whole tenant.

An application sends an administrator here; after a sign-in like any other, the page tells what
everybody's data would be open to.  Source: the page on the admin consent endpoint.
"""

from collections.abc import Mapping
from functools import partial

from msgspec import structs

from tenantry.access.first_party import MY_APPS
from tenantry.actor import Actor, ActorKind
from tenantry.clock import add_seconds
from tenantry.directory.operations.role_definitions import actions_of_roles
from tenantry.directory.stores import roles
from tenantry.directory.stores.objects import USERS
from tenantry.signin.admin_consents import Request, may_agree
from tenantry.signin.authorization_requests import Destination, find_destination
from tenantry.signin.endpoints.authorize import begin_sign_in
from tenantry.signin.endpoints.browsers import Browser, bound, browser_of
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse, form_in
from tenantry.signin.endpoints.own_pages import request_of_page
from tenantry.signin.endpoints.page_answers import error_parameters, language_of, see_other
from tenantry.signin.endpoints.page_requests import tenant_name_of
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.issuers import TENANT_ALIASES
from tenantry.signin.operations.accounts import find_signed_in
from tenantry.signin.operations.admin_consents import RIGHTS, agree_for_all, find_asked
from tenantry.signin.operations.arrivals import find_client_principal
from tenantry.signin.operations.interactions import LIFETIME
from tenantry.signin.operations.provider import OpenIdProvider, get_registration, get_tenant
from tenantry.signin.operations.sealed_texts import Carried, seal, unseal
from tenantry.signin.pages.rendering import page_headers, render
from tenantry.signin.reasons import Reason
from tenantry.signin.redirect_uris import origin_of, with_parameters
from tenantry.signin.refusals import Refusal
from tenantry.signin.stores import codes
from tenantry.signin.user_grants import tenant_in
from tenantry.storage.client_secrets import hash_secret
from tenantry.storage.unit_of_work import Reading

_PURPOSE = "admin consent"
_PAGE = "admin-consent"
_PERSONAL_ACCOUNTS = "consumers"
_LONGEST = 2048  # characters of a parameter that goes from page to page


class _Ticket(Carried, frozen=True, kw_only=True):
    """What is asked, and, once somebody signed in, by whom it can be agreed to.

    ``scope`` is None in the first version, which asks for all that is declared.
    """

    client_id: str
    redirect_uri: str
    state: str
    scope: str | None
    started_at: str
    tenant_id: str = ""
    user_id: str = ""
    session_id: str = ""


def _begin(provider: OpenIdProvider, request: SigninRequest, *, has_scope: bool) -> SigninResponse:
    asked = form_in(request.body if request.method == "POST" else request.query_string.encode())
    browser = bound(browser_of(request))
    with provider.database.read() as reading:
        tenant_id = get_tenant(reading, request.tenant).id
        destination, app_id = _destination(reading, tenant_id, asked)
        started_at = reading.instant
    ticket = _Ticket(
        client_id=app_id,
        redirect_uri=destination.uri,
        state=destination.state,
        scope=_required(asked, "scope") if has_scope else None,
        started_at=started_at,
        browser_hash=hash_secret(browser.binding),
    )
    sign_in = request_of_page(
        MY_APPS,
        f"{request.base_url}/{tenant_id}/{_PAGE}",
        state=seal(provider.secret_box, _PURPOSE, ticket),
        login_hint=asked.get("login_hint", ""),
    )
    return begin_sign_in(provider, request, browser, tenant_id, sign_in, started_at=started_at)


def _destination(
    reading: Reading, tenant_id: str, asked: Mapping[str, str]
) -> tuple[Destination, str]:
    """Return where the application is answered, and its id; refused if it cannot be asked for."""
    registration = get_registration(reading, _required(asked, "client_id"))
    if tenant_id == _PERSONAL_ACCOUNTS:
        raise SigninRefusedError(Reason.NO_TENANT, tenant=tenant_id)
    if tenant_id not in TENANT_ALIASES:
        find_client_principal(reading, tenant_id, registration)
    destination, _ = find_destination(asked, registration)
    if len(destination.state) > _LONGEST:
        problem = f"`state` has over {_LONGEST} characters"
        raise SigninRefusedError(Reason.MALFORMED, problem=problem)
    return destination, registration.app_id


begin, begin_first_version = partial(_begin, has_scope=True), partial(_begin, has_scope=False)


def ask(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """Show what is asked for to whom the sign-in came back with, and do what they answer."""
    browser = browser_of(request)
    if request.method == "POST":
        form = form_in(request.body)
        return _answered(provider, request, browser, form)
    ticket = _unsealed(provider, request.query.get("state", ""), browser)
    code = request.query.get("code", "")
    if not code:
        return _told(request, ticket, SigninRefusedError(Refusal.CONSENT_DECLINED))
    with provider.database.write() as work:
        tenant_id = tenant_in(code) or ""
        stored = codes.find(work, tenant_id, hash_secret(code))
        own = f"{request.base_url}/{request.tenant}/{_PAGE}"
        if stored is None or stored.redeemed_at is not None or stored.redirect_uri != own:
            raise SigninRefusedError(Refusal.INTERACTION_EXPIRED)
        codes.set_redeemed(work, tenant_id, stored.code_hash)
    ticket = structs.replace(
        ticket,
        tenant_id=tenant_id,
        user_id=stored.granted.user_id,
        session_id=stored.granted.session_id,
    )
    return _show(provider, request, browser, ticket)


def _show(
    provider: OpenIdProvider, request: SigninRequest, browser: Browser, ticket: _Ticket
) -> SigninResponse:
    with provider.database.read() as reading:
        actor, asked = _look(provider, reading, browser, ticket)
        registration = get_registration(reading, ticket.client_id)
        publisher = tenant_name_of(reading, registration.owner_tenant_id)
        tenant_name = tenant_name_of(reading, ticket.tenant_id)
    body = render(
        "admin_consent",
        language_of(request),
        action=request.own_path,
        app_name=registration.display_name,
        asked=asked,
        problem="",
        publisher=publisher,
        tenant_name=tenant_name,
        sealed=seal(provider.secret_box, _PURPOSE, ticket),
        user_name=actor.user_principal_name,
    )
    headers = page_headers(form_actions=(origin_of(ticket.redirect_uri),))
    return SigninResponse(headers=headers, body=body, cookies=browser.written)


def _answered(
    provider: OpenIdProvider,
    request: SigninRequest,
    browser: Browser,
    form: Mapping[str, str],
) -> SigninResponse:
    ticket = _unsealed(provider, form.get("ctx", ""), browser)
    if form.get("answer") != "accept":
        return _told(request, ticket, SigninRefusedError(Refusal.CONSENT_DECLINED))
    with provider.database.write() as work:
        if work.instant >= add_seconds(ticket.started_at, LIFETIME):
            raise SigninRefusedError(Refusal.INTERACTION_EXPIRED)
        actor, asked = _look(provider, work, browser, ticket)
        agree_for_all(work, actor, get_registration(work, ticket.client_id), asked)
    return _told(request, ticket)


def _look(
    provider: OpenIdProvider, reading: Reading, browser: Browser, ticket: _Ticket
) -> tuple[Actor, list[Request]]:
    """Return who agrees and to what; `SigninRefusedError` where they may not, or are gone."""
    signed_in = find_signed_in(reading, browser.session, ticket.session_id)
    user = USERS.find(reading, ticket.tenant_id, ticket.user_id) if ticket.tenant_id else None
    if user is None or not user["account_enabled"] or signed_in is None:
        raise SigninRefusedError(Refusal.INTERACTION_EXPIRED)
    registration = get_registration(reading, ticket.client_id)
    hosts = provider.origins.hosts
    asked = find_asked(reading, ticket.tenant_id, registration, ticket.scope, hosts)
    held = roles.list_role_ids(reading, ticket.tenant_id, user["id"])
    if not may_agree(held, asked):
        raise SigninRefusedError(Refusal.ADMINISTRATOR_CONSENT_NEEDED, app_id=registration.app_id)
    actor = Actor(
        tenant_id=ticket.tenant_id,
        kind=ActorKind.USER,
        actor_id=user["id"],
        display_name=user["display_name"],
        user_principal_name=user["user_principal_name"],
        permissions=RIGHTS,
        role_actions=actions_of_roles(reading, ticket.tenant_id, held),
    )
    return actor, asked


def _told(
    request: SigninRequest, ticket: _Ticket, refusal: SigninRefusedError | None = None
) -> SigninResponse:
    """Send the browser back to the application, which is told what came of it."""
    told = {"admin_consent": "True", "tenant": ticket.tenant_id, "state": ticket.state}
    if refusal is not None:
        word = "permission_denied" if ticket.scope is None else "consent_required"
        told = {**error_parameters(request, refusal), **told, "error": word}
    if ticket.scope is not None:
        told["scope"] = ticket.scope
    said = {name: value for name, value in told.items() if value}
    return see_other(with_parameters(ticket.redirect_uri, said, in_fragment=False))


def _unsealed(provider: OpenIdProvider, text: str, browser: Browser) -> _Ticket:
    return unseal(provider.secret_box, _PURPOSE, text, _Ticket, browser=browser.binding)


def _required(asked: Mapping[str, str], name: str) -> str:
    value = asked.get(name, "")
    if not value.strip() or not value.isprintable() or len(value) > _LONGEST:
        raise SigninRefusedError(Reason.MISSING_PARAMETER, parameter=name)
    return value
