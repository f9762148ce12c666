"""Redeeming what a user granted: a code once, refresh tokens one after the other.

At each use everything is looked at again: the user at home and here, the access decision, the
assignment, the consent.  What is used twice is in two hands, and ends the whole family.
A refresh token is good in every tenant that the person can enter, and stays where it was given.
Source: RFC 6749 §4.1.3, §6, RFC 9700 §4.14; decision 34.
"""

from collections.abc import Callable, Mapping

from tenantry.clock import add_seconds
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.issuers import TENANT_ALIASES
from tenantry.signin.operations import issuing
from tenantry.signin.operations.admitting import (
    ASSERTION,
    Redeemed,
    UserTokenRequest,
    admitted,
    answered,
    authenticate_client,
    issue_for,
    refused,
)
from tenantry.signin.operations.provider import OpenIdProvider, get_tenant
from tenantry.signin.proof_keys import is_proven
from tenantry.signin.reasons import Reason
from tenantry.signin.redirect_uris import Platform
from tenantry.signin.refusals import Refusal
from tenantry.signin.stores import codes, refresh_tokens
from tenantry.signin.traces import Trace
from tenantry.signin.user_grants import tenant_in
from tenantry.storage.client_secrets import hash_secret
from tenantry.storage.unit_of_work import UnitOfWork

GRACE = 60
"""Seconds in which a refresh token may be used again: a client's two threads, or a lost answer."""


def redeem_code(
    provider: OpenIdProvider, trace: Trace, tenant_name: str, form: Mapping[str, str]
) -> dict[str, object]:
    """Return the answer to `authorization_code`."""
    return _redeem(provider, trace, tenant_name, form, use=_use_code, parameter="code")


def refresh(
    provider: OpenIdProvider, trace: Trace, tenant_name: str, form: Mapping[str, str]
) -> dict[str, object]:
    """Return the answer to `refresh_token`."""
    return _redeem(
        provider, trace, tenant_name, form, use=_use_refresh_token, parameter="refresh_token"
    )


_Use = Callable[[UnitOfWork, UserTokenRequest], Redeemed | SigninRefusedError]
"""Uses what was presented; a refusal is returned where what was written has to stay."""


def _redeem(
    provider: OpenIdProvider,
    trace: Trace,
    tenant_name: str,
    form: Mapping[str, str],
    *,
    use: _Use,
    parameter: str,
) -> dict[str, object]:
    for name in ("client_id", parameter):
        if not form.get(name):
            raise SigninRefusedError(Reason.MISSING_PARAMETER, parameter=name)
    is_code = parameter == "code"
    given_at = tenant_in(form[parameter])
    if given_at is None:
        raise SigninRefusedError(Refusal.CODE_UNKNOWN if is_code else Refusal.REFRESH_UNKNOWN)
    if ASSERTION in form:
        is_alias = tenant_name.lower() in TENANT_ALIASES
        asked = given_at if is_code or is_alias else tenant_name
        provider.assertions.prepare(provider.database, asked, form)
    with provider.database.write() as work:
        asked_at = get_tenant(work, tenant_name).id
        if is_code and asked_at not in {given_at, *TENANT_ALIASES}:
            raise SigninRefusedError(Refusal.CODE_UNKNOWN)
        tenant_id = given_at if asked_at in TENANT_ALIASES else asked_at
        request = UserTokenRequest(
            provider=provider,
            tenant_id=tenant_id,
            tenant_name=tenant_name,
            trace=trace,
            form=form,
            is_elsewhere=tenant_id != given_at,
        )
        redeemed = use(work, request)
    return answered(provider, redeemed)


def _use_code(work: UnitOfWork, request: UserTokenRequest) -> Redeemed | SigninRefusedError:
    stored = codes.find(work, request.tenant_id, hash_secret(request.form["code"]))
    if stored is None:
        raise SigninRefusedError(Refusal.CODE_UNKNOWN)
    if stored.granted.app_id != request.client_id:
        raise SigninRefusedError(Refusal.CODE_OF_ANOTHER, what="client")
    authenticate_client(work, request, stored.granted)
    if stored.redeemed_at is not None:
        refresh_tokens.remove_family(work, request.tenant_id, stored.family_id)
        return refused(work, request, stored.granted, SigninRefusedError(Refusal.CODE_USED))
    problem = _problem_of(stored, request.form, work.instant)
    if problem is not None:
        return refused(work, request, stored.granted, problem)
    redeemed = issue_for(work, request, stored.granted, stored.family_id)
    if isinstance(redeemed, SigninRefusedError):
        return redeemed
    codes.set_redeemed(work, request.tenant_id, stored.code_hash)
    return redeemed


def _problem_of(
    stored: codes.StoredCode, form: Mapping[str, str], instant: str
) -> SigninRefusedError | None:
    """Return why the code cannot be redeemed so, if it cannot."""
    if instant >= stored.expires_at:
        return SigninRefusedError(Refusal.CODE_EXPIRED)
    # Where no challenge binds the code to its client, the redirect URI has to (RFC 6749 §4.1.3).
    unsaid = stored.redirect_uri if stored.challenge else ""
    if form.get("redirect_uri", unsaid) != stored.redirect_uri:
        return SigninRefusedError(Refusal.CODE_OF_ANOTHER, what="redirect URI")
    verifier = form.get("code_verifier", "")
    if not stored.challenge:
        # A verifier without a challenge: somebody took the challenge out of the request.
        return SigninRefusedError(Refusal.WRONG_VERIFIER) if verifier else None
    if not is_proven(verifier, stored.challenge, stored.challenge_method):
        return SigninRefusedError(Refusal.WRONG_VERIFIER)
    return None


def _use_refresh_token(
    work: UnitOfWork, request: UserTokenRequest
) -> Redeemed | SigninRefusedError:
    token = request.form["refresh_token"]
    given_at = tenant_in(token) or request.tenant_id
    stored = refresh_tokens.find(work, given_at, hash_secret(token))
    if stored is None or stored.granted.app_id != request.client_id:
        raise SigninRefusedError(Refusal.REFRESH_UNKNOWN)
    authenticate_client(work, request, stored.granted)
    if work.instant >= stored.expires_at:
        return refused(work, request, stored.granted, SigninRefusedError(Refusal.REFRESH_EXPIRED))
    if stored.rotated_at is not None and work.instant > add_seconds(stored.rotated_at, GRACE):
        refresh_tokens.remove_family(work, given_at, stored.family_id)
        return refused(work, request, stored.granted, SigninRefusedError(Refusal.REFRESH_REVOKED))
    issuance = admitted(work, request, stored.granted, is_logged=True)
    if isinstance(issuance, SigninRefusedError):
        return issuance
    if stored.rotated_at is None:
        refresh_tokens.set_rotated(work, given_at, stored.token_hash)
    is_spa = stored.granted.platform is Platform.SPA
    following = issuing.add_refresh_token(
        work,
        given_at,
        stored.granted,
        stored.family_id,
        expires_at=stored.expires_at if is_spa else None,
    )
    return Redeemed(issuance=issuance, refresh_token=following)
