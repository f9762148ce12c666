"""`/redeem`: where the address of an invitation leads.

It begins a sign-in in the tenant that invited, in which the invitation is redeemed, and which
ends where the inviter wanted the guest to go.  The ticket says which invitation it is and that
the tenant made it; whether a person may redeem it is decided by the sign-in, as for any visit.
Source: behaviour §14.2; claim RO-010.
"""

from collections.abc import Mapping

from tenantry.access.first_party import MY_APPS
from tenantry.collaboration import store
from tenantry.collaboration.outside_identities import IdentityProviderKind
from tenantry.directory.values import Record
from tenantry.identifiers import is_id
from tenantry.signin.authorization_requests import QUERY, AuthorizationRequest
from tenantry.signin.endpoints.authorize import begin_sign_in
from tenantry.signin.endpoints.browsers import Browser, bound, browser_of
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse, form_in
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.accounts import list_signed_in
from tenantry.signin.operations.authorities import list_kinds
from tenantry.signin.operations.foreign_discovery import discover_foreign_home
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.redirect_uris import Platform
from tenantry.signin.refusals import Refusal
from tenantry.storage.client_secrets import hash_secret
from tenantry.storage.unit_of_work import Reading

_CHOOSING = "select_account"
_PROBLEM = "it is of no invitation; ask whoever invited you for another one"


def redeem(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """Begin the sign-in of an invited guest."""
    named = form_in(request.query_string.encode())
    browser = bound(browser_of(request))
    with provider.database.read() as reading:
        invitation = _get_invitation(reading, named)
    discover_foreign_home(provider, invitation["tenant_id"], invitation["email_address"])
    with provider.database.read() as reading:
        hint = _hint(reading, invitation, browser)
        started_at = reading.instant
    asked = AuthorizationRequest(
        client_id=MY_APPS,
        redirect_uri=invitation["redirect_url"],
        platform=Platform.WEB,
        response_types=(),
        response_mode=QUERY,
        scope="openid",
        prompt=_CHOOSING if named.get("prompt") == _CHOOSING else "",
        login_hint=hint,
    )
    return begin_sign_in(
        provider, request, browser, invitation["tenant_id"], asked, started_at=started_at
    )


def _hint(reading: Reading, invitation: Record, browser: Browser) -> str:
    """Return the sign-in name that the person need not type.

    Where they would be sent a passcode, and somebody is signed in already, it is those who are
    asked: the person says that they are somebody else, and types who (RO-010).
    """
    tenant_id, address = invitation["tenant_id"], str(invitation["email_address"])
    if list_kinds(reading, tenant_id, address) != (IdentityProviderKind.EMAIL_PASSCODE,):
        return address
    others = [
        each
        for each in list_signed_in(reading, browser.session)
        if each.counts_in(tenant_id) and each.session.tenant_id != tenant_id
    ]
    return "" if others else address


def _get_invitation(reading: Reading, named: Mapping[str, str]) -> Record:
    """Return the invitation that the address names; `SigninRefusedError` if there is none."""
    tenant_id, user_id = (named.get(name, "").lower() for name in ("tenant", "user"))
    ticket_hash = hash_secret(named.get("ticket", ""))
    if is_id(tenant_id) and is_id(user_id):
        found = store.find_by_ticket(reading, tenant_id, user_id, ticket_hash)
        if found is not None:
            return found
    raise SigninRefusedError(Refusal.INVALID_PARAMETER, parameter="ticket", problem=_PROBLEM)
