"""`/{tenant}/oauth2[/v2.0]/logout`: signing out of all accounts of the browser.

Whoever is signed out is sent on only to a redirect URI that an application of the tenant
registered (OpenID Connect RP-Initiated Logout §3; clients §0.1, 28).
"""

from tenantry.signin.cookies import SESSION, cleared_cookie
from tenantry.signin.endpoints.browsers import browser_of
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse, form_in
from tenantry.signin.endpoints.page_answers import error_page, language_of, see_other
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.accounts import sign_out
from tenantry.signin.operations.provider import OpenIdProvider, get_tenant
from tenantry.signin.pages.rendering import page_headers, render
from tenantry.signin.redirect_uris import with_parameters
from tenantry.signin.refusals import Refusal
from tenantry.signin.stores.registrations import is_registered


def logout(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """End the browser's sessions, and send it back or say that it is done."""
    given = form_in(request.body if request.method == "POST" else request.query_string.encode())
    browser = browser_of(request)
    wanted = given.get("post_logout_redirect_uri", "")
    with provider.database.write() as work:
        sign_out(work, browser.session)
        tenant = get_tenant(work, request.tenant)
        is_known = bool(wanted) and is_registered(work, tenant.id, wanted)
    cookies = (cleared_cookie(SESSION, is_secure=browser.is_secure),)
    if wanted and not is_known:
        refusal = SigninRefusedError(Refusal.LOGOUT_REDIRECT_UNKNOWN, redirect_uri=wanted)
        return error_page(request, refusal, cookies=cookies)
    if wanted:
        state = {"state": given["state"]} if given.get("state") else {}
        return see_other(with_parameters(wanted, state, in_fragment=False), cookies=cookies)
    language = language_of(request, given.get("ui_locales", ""))
    body = render("signed_out", language, tenant_name="", problem="")
    return SigninResponse(headers=page_headers(), body=body, cookies=cookies)
