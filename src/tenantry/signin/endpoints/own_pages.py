"""Pages about a person's own account: each is an application of its own to the dispatcher.

Who is not signed in is sent through a sign-in and comes back.
"""

from collections.abc import Sequence

from tenantry.signin.authorization_requests import CODE, QUERY, AuthorizationRequest
from tenantry.signin.endpoints.authorize import go_on
from tenantry.signin.endpoints.browsers import bound, browser_of
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.endpoints.page_answers import page_address, see_other
from tenantry.signin.endpoints.page_requests import PageRequest
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.issuers import TENANT_ALIASES
from tenantry.signin.operations.accounts import (
    SignedIn,
    get_signed_in,
    list_signed_in,
    sign_in_name,
)
from tenantry.signin.operations.interactions import Interaction, seal
from tenantry.signin.operations.provider import OpenIdProvider, get_tenant
from tenantry.signin.reasons import Reason
from tenantry.signin.redirect_uris import Platform
from tenantry.signin.refusals import Refusal
from tenantry.signin.sessions import Session
from tenantry.storage.client_secrets import hash_secret
from tenantry.storage.unit_of_work import Reading


def find_person(page: PageRequest, reading: Reading) -> Session:
    """Return the session of whoever the page is for, at home.

    Raises `SigninRefusedError` if nobody is signed in any more.
    """
    person = get_signed_in(reading, page.browser.session, page.interaction.session_id)
    if person.session.tenant_id != page.request.tenant:
        raise SigninRefusedError(Refusal.INTERACTION_EXPIRED)
    return person.session


def begin(
    provider: OpenIdProvider,
    request: SigninRequest,
    page: str,
    client_id: str,
    *,
    is_at_home: bool = False,
) -> SigninResponse:
    """Find the account, by a sign-in if need be, and open *page* for it.

    `session_state` is what a sign-in came back with.  Of several accounts it is the one of this
    tenant who signed in last.  A page that *is_at_home* can be asked for anywhere, and opens at
    the home tenant of the account; if nobody else is signed in, any will do.
    """
    browser = bound(browser_of(request))
    with provider.database.read() as reading:
        tenant = get_tenant(reading, request.tenant)
        if tenant.id in TENANT_ALIASES and not is_at_home:
            raise SigninRefusedError(Reason.NO_TENANT, tenant=tenant.id)
        people = list_signed_in(reading, browser.session)
        started_at = reading.instant
    came_back = request.query.get("session_state", "")
    chosen = _chosen(people, tenant.id, came_back, is_at_home=is_at_home)
    place = chosen.session.tenant_id if chosen and is_at_home else tenant.id
    interaction = Interaction(
        tenant=place,
        request=request_of_page(client_id, f"{request.base_url}/{place}/{page}"),
        started_at=started_at,
        browser_hash=hash_secret(browser.binding),
        hint=sign_in_name(chosen.user) if chosen else "",
        session_id=chosen.session.id if chosen else "",
    )
    if chosen is None:
        return go_on(provider, request, browser, interaction)
    sealed = seal(provider.secret_box, interaction)
    address = page_address(request.base_url, place, page, sealed)
    return see_other(address, cookies=browser.written)


def _chosen(
    people: Sequence[SignedIn], tenant_id: str, session_id: str, *, is_at_home: bool
) -> SignedIn | None:
    """Return whom the page is for: of that session, of the tenant, or whoever is alone."""
    returned = [each for each in people if each.session.id == session_id]
    here = [each for each in people if each.session.tenant_id == tenant_id]
    anybody = people if is_at_home and len(people) == 1 else []
    return next(iter((*returned, *here, *anybody)), None)


def request_of_page(
    client_id: str, address: str, *, state: str = "", login_hint: str = ""
) -> AuthorizationRequest:
    """Return the request of a page that is an application itself, to come back to *address*."""
    return AuthorizationRequest(
        client_id=client_id,
        redirect_uri=address,
        platform=Platform.WEB,
        response_types=(CODE,),
        response_mode=QUERY,
        scope="openid",
        state=state,
        login_hint=login_hint,
    )
