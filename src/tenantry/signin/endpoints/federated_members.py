"""People of a federated domain: sent to their provider by the home tenant, and taken back there.

Source: claim CTS-097.  They are found by both what never changes, the immutable id, and the
sign-in name, which has to be in the domain that is federated.
"""

from dataclasses import replace

from msgspec import structs

from tenantry.collaboration.federations import may_vouch_for
from tenantry.directory.stores.users import find_by_principal_name
from tenantry.directory.values import Record
from tenantry.signin.cookies import SESSION, written_cookie
from tenantry.signin.endpoints.authorize import go_on
from tenantry.signin.endpoints.browsers import Browser
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.federation.assertions import member_of, unbelieved
from tenantry.signin.federation.operations.answers import Believed
from tenantry.signin.federation.operations.questions import AskedProvider
from tenantry.signin.operations.accounts import sign_in
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.proofs import FEDERATED
from tenantry.signin.refusals import Refusal
from tenantry.storage.unit_of_work import UnitOfWork


def go_on_at_home(
    provider: OpenIdProvider,
    request: SigninRequest,
    browser: Browser,
    asked: AskedProvider,
    believed: Believed,
) -> SigninResponse:
    """Go on with the sign-in as the user of the home tenant whom the provider named."""
    with provider.database.write() as work:
        user = _get_member(work, asked.tenant_id, believed)
        session, cookie = sign_in(work, asked.tenant_id, user["id"], FEDERATED, browser.session)
    written = written_cookie(SESSION, cookie, is_secure=browser.is_secure)
    browser = replace(browser, session=cookie, written=(*browser.written, written))
    signed_in = structs.replace(
        asked.interaction,
        session_id=session.id,
        is_fresh=True,
        has_agreed=False,
        has_consented=False,
    )
    return go_on(provider, request, browser, signed_in)


def _get_member(work: UnitOfWork, tenant_id: str, believed: Believed) -> Record:
    member = member_of(believed.assertion)
    user = find_by_principal_name(work, tenant_id, member.principal_name)
    is_theirs = (
        user is not None
        and may_vouch_for(believed.federation, member.principal_name)
        and user["external_user_state"] is None
        and user["on_premises_immutable_id"] == member.immutable_id
    )
    if user is None or not is_theirs:
        raise unbelieved("it names nobody of this tenant")
    if not user["account_enabled"]:
        raise SigninRefusedError(Refusal.DISABLED_USER)
    return user
