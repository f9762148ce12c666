"""Coming back from an identity provider outside: the person goes on as the guest they are."""

from dataclasses import replace

from msgspec import structs

from tenantry.collaboration.external_users import PENDING
from tenantry.collaboration.operations.outside_identities import find_guest
from tenantry.collaboration.outside_identities import IdentityProviderKind, OutsideIdentity
from tenantry.collaboration.stores.outside_identities import save_shown
from tenantry.directory.values import Record
from tenantry.signin.cookies import SESSION, written_cookie
from tenantry.signin.endpoints.authorize import go_on
from tenantry.signin.endpoints.browsers import Browser
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.accounts import sign_in
from tenantry.signin.operations.authorities import may_redeem
from tenantry.signin.operations.interactions import Interaction
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.proofs import FEDERATED, MAIL
from tenantry.signin.refusals import Refusal
from tenantry.storage.unit_of_work import UnitOfWork


def go_on_as(
    provider: OpenIdProvider,
    request: SigninRequest,
    browser: Browser,
    interaction: Interaction,
    identity: OutsideIdentity,
) -> SigninResponse:
    """Go on with the sign-in as *identity*, which its provider has just vouched for.

    It is the guest who redeemed as that identity, or who is invited under its address; the latter
    is asked for their consent before anything changes.  Raises `SigninRefusedError` for anybody
    else, and for an address whose guests another provider authenticates.
    """
    tenant_id = interaction.tenant
    with provider.database.write() as work:
        guest = _get_guest(work, interaction, identity)
        is_passcode = identity.kind is IdentityProviderKind.EMAIL_PASSCODE
        method = MAIL if is_passcode else FEDERATED
        session, cookie = sign_in(work, tenant_id, guest["id"], method, browser.session)
    written = written_cookie(SESSION, cookie, is_secure=browser.is_secure)
    browser = replace(browser, session=cookie, written=(*browser.written, written))
    signed_in = structs.replace(
        interaction,
        session_id=session.id,
        is_fresh=True,
        has_agreed=False,
        has_consented=False,
        passcode="",
    )
    return go_on(provider, request, browser, signed_in)


def _get_guest(work: UnitOfWork, interaction: Interaction, identity: OutsideIdentity) -> Record:
    """Return the guest; who has not redeemed yet has shown now that they could."""
    tenant_id = interaction.tenant
    guest = find_guest(work, tenant_id, identity)
    if guest is None:
        raise _refusal(Refusal.NO_EXTERNAL_USER, interaction, identity)
    if not guest["account_enabled"]:
        raise _refusal(Refusal.DISABLED_USER, interaction, identity)
    if guest["external_user_state"] == PENDING:
        if not may_redeem(work, tenant_id, identity.email, identity.kind):
            raise _refusal(Refusal.NO_EXTERNAL_USER, interaction, identity)
        save_shown(work, tenant_id, guest["id"], identity)
    return guest


def _refusal(
    reason: Refusal, interaction: Interaction, identity: OutsideIdentity
) -> SigninRefusedError:
    return SigninRefusedError(
        reason,
        user=identity.email,
        home=identity.issuer,
        resource=interaction.tenant,
        app_id=interaction.request.client_id,
    )
