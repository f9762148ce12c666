"""Coming back from an identity provider outside: the person goes on as the guest they are."""

from dataclasses import dataclass

from tenantry.collaboration.external_users import PENDING
from tenantry.collaboration.operations.outside_identities import find_guest
from tenantry.collaboration.outside_identities import IdentityProviderKind, OutsideIdentity
from tenantry.collaboration.stores.outside_identities import save_shown
from tenantry.directory.values import Record
from tenantry.signin.endpoints.authorize import go_on
from tenantry.signin.endpoints.browsers import Browser
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse, trace_of
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.accounts import sign_in
from tenantry.signin.operations.authorities import may_redeem_as
from tenantry.signin.operations.failed_factors import record_guest_failure
from tenantry.signin.operations.interactions import Interaction
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.proofs import FEDERATED, MAIL, federated_proofs
from tenantry.signin.refusals import Refusal
from tenantry.signin.sessions import Session
from tenantry.signin.stores.sessions import set_proofs
from tenantry.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedAtHome:
    """What somebody proved in their home tenant, in another cloud."""

    tenant_id: str
    is_multifactor: bool


def go_on_as(
    provider: OpenIdProvider,
    request: SigninRequest,
    browser: Browser,
    interaction: Interaction,
    identity: OutsideIdentity,
    *,
    home: ProvedAtHome | None = None,
) -> SigninResponse:
    """Go on with the sign-in as *identity*, which its provider has just vouched for.

    Of a person of another cloud *home* tells what was proved there.  It is the guest who
    redeemed as that identity, or who is invited under its address; the latter is asked for their
    consent before anything changes.  Raises `SigninRefusedError` for anybody else, and for an
    address whose guests another provider authenticates.
    """
    try:
        session, cookie = _sign_in(provider, browser, interaction, identity, home)
    except SigninRefusedError as refusal:
        record_guest_failure(provider, trace_of(request), interaction, identity, refusal)
        raise
    signed_in = interaction.of_account(session_id=session.id, is_fresh=True, passcode="")
    return go_on(provider, request, browser.with_session(cookie), signed_in)


def _sign_in(
    provider: OpenIdProvider,
    browser: Browser,
    interaction: Interaction,
    identity: OutsideIdentity,
    home: ProvedAtHome | None,
) -> tuple[Session, str]:
    """Return the session of the guest in the tenant, and the browser's new cookie."""
    is_passcode = identity.kind is IdentityProviderKind.EMAIL_PASSCODE
    method = MAIL if is_passcode else FEDERATED
    with provider.database.write() as work:
        guest = _get_guest(work, interaction, identity)
        session, cookie = sign_in(work, interaction.tenant, guest["id"], method, browser.session)
        if home is not None:
            proofs = federated_proofs(work.instant, home.tenant_id, home.is_multifactor)
            set_proofs(work, interaction.tenant, session.id, proofs)
    return session, cookie


def _get_guest(work: UnitOfWork, interaction: Interaction, identity: OutsideIdentity) -> Record:
    """Return the guest; who has not redeemed yet has shown now that they could."""
    tenant_id = interaction.tenant
    guest = find_guest(work, tenant_id, identity)
    if guest is None:
        raise _refusal(Refusal.NO_EXTERNAL_USER, interaction, identity)
    if not guest["account_enabled"]:
        raise _refusal(Refusal.DISABLED_USER, interaction, identity)
    is_pending = guest["external_user_state"] == PENDING
    is_by_mail = identity.kind is IdentityProviderKind.EMAIL_PASSCODE
    # Who redeemed may have another address at the provider by now, but no other mailbox.
    if (is_pending or is_by_mail) and not may_redeem_as(work, tenant_id, identity):
        raise _refusal(Refusal.NO_EXTERNAL_USER, interaction, identity)
    if is_pending:
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
