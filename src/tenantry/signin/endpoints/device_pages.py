"""The pages on which somebody types the code of a device, and signs in for it."""

from tenantry.signin.authorization_requests import CODE, QUERY, AuthorizationRequest
from tenantry.signin.endpoints.authorize import begin_sign_in
from tenantry.signin.endpoints.browsers import Browser, bound, browser_of
from tenantry.signin.endpoints.device_flow import typed
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse, form_in
from tenantry.signin.endpoints.page_answers import language_of
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.provider import OpenIdProvider, get_registration
from tenantry.signin.operations.sealed_texts import Carried, seal, unseal
from tenantry.signin.operations.typed_codes import find_device
from tenantry.signin.pages.catalogue import LANGUAGES
from tenantry.signin.pages.rendering import page_headers, render
from tenantry.signin.redirect_uris import Platform
from tenantry.signin.refusals import Refusal
from tenantry.signin.stores import codes, device_codes
from tenantry.signin.user_grants import tenant_in
from tenantry.storage.client_secrets import hash_secret

_PURPOSE = "device"


class _Ticket(Carried, frozen=True, kw_only=True):
    """Which device a browser signs in for; sealed, so that nobody makes one for somebody else."""

    asked_at: str
    device_hash: str


def enter_code(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/device`: the code, then whether the person began this, then the sign-in."""
    browser = bound(browser_of(request))
    given = form_in(request.body) if request.method == "POST" else dict(request.query)
    if request.method != "POST":
        return _show(request, browser, "device", user_code=given.get("user_code", ""))
    if "ticket" in given:
        return _decided(provider, request, browser, given)
    user_code = given.get("user_code", "")
    found = find_device(provider, request.client_address, typed(user_code))
    code = found.code
    if code is None:
        text = "device.locked" if found.is_locked else "device.unknown"
        problem = LANGUAGES[language_of(request)][text]
        return _show(request, browser, "device", user_code=user_code, problem=problem)
    with provider.database.read() as reading:
        name = get_registration(reading, code.app_id).display_name
    ticket = _Ticket(
        asked_at=code.asked_at,
        device_hash=code.device_hash,
        browser_hash=hash_secret(browser.binding),
    )
    sealed = seal(provider.secret_box, _PURPOSE, ticket)
    return _show(request, browser, "device_confirm", app_name=name, ticket=sealed)


def finish(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """`/device/finish`: where the sign-in comes back to; the device may go on."""
    browser = browser_of(request)
    ticket = _ticket(provider, request.query.get("state", ""), browser)
    code = request.query.get("code", "")
    tenant_id = tenant_in(code)
    with provider.database.write() as work:
        stored = codes.find(work, tenant_id, hash_secret(code)) if tenant_id else None
        if stored is None or tenant_id is None:
            device_codes.set_declined(work, ticket.asked_at, ticket.device_hash)
        elif stored.redeemed_at is None and stored.redirect_uri == _address(request):
            codes.set_redeemed(work, tenant_id, stored.code_hash)
            device_codes.set_granted(
                work, ticket.asked_at, ticket.device_hash, tenant_id, stored.granted
            )
    template = "device_declined" if stored is None else "device_done"
    return _show(request, browser, template)


def _decided(
    provider: OpenIdProvider, request: SigninRequest, browser: Browser, given: dict[str, str]
) -> SigninResponse:
    ticket = _ticket(provider, given["ticket"], browser)
    with provider.database.write() as work:
        code = device_codes.find(work, ticket.asked_at, ticket.device_hash)
        if code is None or work.instant >= code.expires_at:
            raise SigninRefusedError(Refusal.INTERACTION_EXPIRED)
        if given.get("answer") != "accept":
            device_codes.set_declined(work, ticket.asked_at, ticket.device_hash)
            return _show(request, browser, "device_declined")
        started_at = work.instant
    asked = AuthorizationRequest(
        client_id=code.app_id,
        redirect_uri=_address(request),
        platform=Platform.PUBLIC,
        response_types=(CODE,),
        response_mode=QUERY,
        scope=code.scope,
        state=seal(provider.secret_box, _PURPOSE, ticket),
        prompt="select_account",  # a person who was lured here at least chooses the account
    )
    return begin_sign_in(provider, request, browser, code.asked_at, asked, started_at=started_at)


def _address(request: SigninRequest) -> str:
    return f"{request.base_url}/device/finish"


def _show(
    request: SigninRequest, browser: Browser, template: str, **values: object
) -> SigninResponse:
    shared: dict[str, object] = {"tenant_name": "", "problem": "", "action": "/device"}
    body = render(template, language_of(request), **{**shared, **values})
    return SigninResponse(headers=page_headers(), body=body, cookies=browser.written)


def _ticket(provider: OpenIdProvider, text: str, browser: Browser) -> _Ticket:
    return unseal(provider.secret_box, _PURPOSE, text, _Ticket, browser=browser.binding)
