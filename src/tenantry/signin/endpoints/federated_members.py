"""People of a federated domain: sent to their provider by the home tenant, and taken back there.

Source: claim CTS-097.  They are found by both what never changes, the immutable id, and the
sign-in name, which has to be in the domain that is federated.
"""

from contextlib import suppress

from tenantry.collaboration.federations import may_vouch_for
from tenantry.directory.stores.users import find_by_principal_name
from tenantry.directory.values import Record
from tenantry.signin.endpoints.authorize import go_on
from tenantry.signin.endpoints.browsers import Browser
from tenantry.signin.endpoints.exchanges import SigninRequest, SigninResponse, trace_of
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.federation.assertions import member_of, unbelieved
from tenantry.signin.federation.operations.answers import Believed
from tenantry.signin.federation.operations.questions import AskedProvider
from tenantry.signin.operations.accounts import sign_in
from tenantry.signin.operations.failed_factors import record_refused_word
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.proofs import FEDERATED
from tenantry.signin.refusals import Refusal
from tenantry.storage.unit_of_work import Reading, UnitOfWork


def go_on_at_home(
    provider: OpenIdProvider,
    request: SigninRequest,
    browser: Browser,
    asked: AskedProvider,
    believed: Believed,
) -> SigninResponse:
    """Go on with the sign-in as the user of the home tenant whom the provider named."""
    try:
        with provider.database.write() as work:
            user = _get_member(work, asked.tenant_id, believed)
            session, cookie = sign_in(work, asked.tenant_id, user["id"], FEDERATED, browser.session)
    except SigninRefusedError as refusal:
        _record(provider, request, asked, believed, refusal)
        raise
    signed_in = asked.interaction.of_account(session_id=session.id, is_fresh=True)
    return go_on(provider, request, browser.with_session(cookie), signed_in)


def _record(
    provider: OpenIdProvider,
    request: SigninRequest,
    asked: AskedProvider,
    believed: Believed,
    refusal: SigninRefusedError,
) -> None:
    user = None
    with provider.database.read() as reading, suppress(SigninRefusedError):  # it names nobody
        user = _find_member(reading, asked.tenant_id, believed)
    record_refused_word(
        provider, trace_of(request), asked.interaction, asked.tenant_id, refusal, user=user
    )


def _get_member(work: UnitOfWork, tenant_id: str, believed: Believed) -> Record:
    user = _find_member(work, tenant_id, believed)
    if user is None:
        raise unbelieved("it names nobody of this tenant")
    if not user["account_enabled"]:
        raise SigninRefusedError(Refusal.DISABLED_USER)
    return user


def _find_member(reading: Reading, tenant_id: str, believed: Believed) -> Record | None:
    member = member_of(believed.assertion)
    user = find_by_principal_name(reading, tenant_id, member.principal_name)
    is_theirs = (
        user is not None
        and may_vouch_for(believed.federation, member.principal_name)
        and user["external_user_state"] is None
        and user["on_premises_immutable_id"] == member.immutable_id
    )
    return user if is_theirs else None
