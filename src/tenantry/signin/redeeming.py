"""Redeeming what a user granted: a code once, refresh tokens one after the other.

At each use everything is looked at again: the user at home and here, the access decision, the
assignment, the consent.  What is used twice is in two hands, and ends the whole family.
Source: RFC 6749 §4.1.3, §6, RFC 9700 §4.14; decision 34.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tenantry.clock import add_seconds
from tenantry.directory.stores.objects import USERS
from tenantry.signin import dispatching, issuing, store
from tenantry.signin.asked_scopes import read_scopes
from tenantry.signin.authorizing import get_registration
from tenantry.signin.client_assertions import remember
from tenantry.signin.client_authentication import check_secret
from tenantry.signin.dispatching import Asked, Refuse
from tenantry.signin.errors import Reason, SigninRefusedError
from tenantry.signin.issuers import TENANT_ALIASES, Tenant
from tenantry.signin.issuing import Issuance
from tenantry.signin.operations import OpenIdProvider, get_tenant
from tenantry.signin.proof_keys import is_proven
from tenantry.signin.proofs import authenticated_at
from tenantry.signin.redirect_uris import Platform
from tenantry.signin.refusals import Refusal
from tenantry.signin.sessions import is_still_valid
from tenantry.signin.stores import codes, refresh_tokens
from tenantry.signin.user_grants import UserGrant, tenant_in
from tenantry.signin.visits import Arrival, find_visitor
from tenantry.storage.client_secrets import hash_secret
from tenantry.storage.unit_of_work import UnitOfWork

_ASSERTION = "client_assertion"

GRACE = 60
"""Seconds in which a refresh token may be used again: a client's two threads, or a lost answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeemed:
    """What one use gives."""

    issuance: Issuance
    refresh_token: str | None


def redeem_code(
    provider: OpenIdProvider, base_url: str, tenant_name: str, form: Mapping[str, str]
) -> dict[str, object]:
    """Return the answer to `authorization_code`."""
    return _redeem(provider, base_url, tenant_name, form, use=_use_code, parameter="code")


def refresh(
    provider: OpenIdProvider, base_url: str, tenant_name: str, form: Mapping[str, str]
) -> dict[str, object]:
    """Return the answer to `refresh_token`."""
    return _redeem(
        provider, base_url, tenant_name, form, use=_use_refresh_token, parameter="refresh_token"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """A request of the token endpoint, of one tenant."""

    provider: OpenIdProvider
    tenant_id: str
    tenant_name: str  # as the caller wrote it, which may be `common`
    base_url: str
    form: Mapping[str, str]

    @property
    def hosts(self) -> frozenset[str]:
        return self.provider.origins.hosts

    @property
    def client_id(self) -> str:
        return self.form["client_id"].lower()


_Use = Callable[[UnitOfWork, _Request], Redeemed | SigninRefusedError]
"""Uses what was presented; a refusal is returned where what was written has to stay."""


def _redeem(
    provider: OpenIdProvider,
    base_url: str,
    tenant_name: str,
    form: Mapping[str, str],
    *,
    use: _Use,
    parameter: str,
) -> dict[str, object]:
    for name in ("client_id", parameter):
        if not form.get(name):
            raise SigninRefusedError(Reason.MISSING_PARAMETER, parameter=name)
    if _ASSERTION in form:
        provider.assertions.prepare(
            provider.database, tenant_in(form[parameter]) or tenant_name, form
        )
    unknown = Refusal.CODE_UNKNOWN if parameter == "code" else Refusal.REFRESH_UNKNOWN
    tenant_id = tenant_in(form[parameter])
    with provider.database.write() as work:
        asked_at = get_tenant(work, tenant_name).id
        if tenant_id is None or asked_at not in {tenant_id, *TENANT_ALIASES}:
            raise SigninRefusedError(unknown)
        request = _Request(
            provider=provider,
            tenant_id=tenant_id,
            tenant_name=tenant_name,
            base_url=base_url,
            form=form,
        )
        redeemed = use(work, request)
    if isinstance(redeemed, SigninRefusedError):
        raise redeemed
    return issuing.token_response(provider.keys, redeemed.issuance, redeemed.refresh_token)


def _use_code(work: UnitOfWork, request: _Request) -> Redeemed | SigninRefusedError:
    stored = codes.find(work, request.tenant_id, hash_secret(request.form["code"]))
    if stored is None:
        raise SigninRefusedError(Refusal.CODE_UNKNOWN)
    if stored.granted.app_id != request.client_id:
        raise SigninRefusedError(Refusal.CODE_OF_ANOTHER, what="client")
    _authenticate(work, request, stored.granted)
    if stored.redeemed_at is not None:
        refresh_tokens.remove_family(work, request.tenant_id, stored.family_id)
        return SigninRefusedError(Refusal.CODE_USED)
    _check_code(stored, request.form, work.instant)
    codes.set_redeemed(work, request.tenant_id, stored.code_hash)
    issuance = _admitted(work, request, stored.granted)
    token = None
    if issuance.asked.wants_refresh_token:
        token = issuing.add_refresh_token(work, request.tenant_id, stored.granted, stored.family_id)
    return Redeemed(issuance=issuance, refresh_token=token)


def _check_code(stored: codes.StoredCode, form: Mapping[str, str], instant: str) -> None:
    if instant >= stored.expires_at:
        raise SigninRefusedError(Refusal.CODE_EXPIRED)
    if form.get("redirect_uri", stored.redirect_uri) != stored.redirect_uri:
        raise SigninRefusedError(Refusal.CODE_OF_ANOTHER, what="redirect URI")
    verifier = form.get("code_verifier", "")
    if not stored.challenge:
        # A verifier without a challenge: somebody took the challenge out of the request.
        if verifier:
            raise SigninRefusedError(Refusal.WRONG_VERIFIER)
        return
    if not is_proven(verifier, stored.challenge, stored.challenge_method):
        raise SigninRefusedError(Refusal.WRONG_VERIFIER)


def _use_refresh_token(work: UnitOfWork, request: _Request) -> Redeemed | SigninRefusedError:
    tenant_id = request.tenant_id
    stored = refresh_tokens.find(work, tenant_id, hash_secret(request.form["refresh_token"]))
    if stored is None or stored.granted.app_id != request.client_id:
        raise SigninRefusedError(Refusal.REFRESH_UNKNOWN)
    _authenticate(work, request, stored.granted)
    if work.instant >= stored.expires_at:
        raise SigninRefusedError(Refusal.REFRESH_EXPIRED)
    if stored.rotated_at is not None and work.instant > add_seconds(stored.rotated_at, GRACE):
        refresh_tokens.remove_family(work, tenant_id, stored.family_id)
        return SigninRefusedError(Refusal.REFRESH_REVOKED)
    issuance = _admitted(work, request, stored.granted)
    if stored.rotated_at is None:
        refresh_tokens.set_rotated(work, tenant_id, stored.token_hash)
    is_spa = stored.granted.platform is Platform.SPA
    token = issuing.add_refresh_token(
        work,
        tenant_id,
        stored.granted,
        stored.family_id,
        expires_at=stored.expires_at if is_spa else None,
    )
    return Redeemed(issuance=issuance, refresh_token=token)


def _authenticate(work: UnitOfWork, request: _Request, granted: UserGrant) -> None:
    """Refuse a client that has a secret or certificate and does not show it, or a wrong one."""
    form = request.form
    secret = form.get("client_secret", "")
    if granted.platform.is_public and not secret and _ASSERTION not in form:
        return
    client = store.find_client(work, request.tenant_id, request.client_id)
    if client is None:
        raise SigninRefusedError(
            Reason.UNKNOWN_CLIENT, app_id=request.client_id, tenant=request.tenant_id
        )
    if _ASSERTION in form:
        tenant = Tenant(id=request.tenant_id, name=request.tenant_name)
        used = request.provider.assertions.check(work, tenant, client, form)
        if used is not None:
            remember(work, used)
        return
    if not secret:
        raise SigninRefusedError(Reason.MISSING_SECRET)
    check_secret(client, hash_secret(secret), now=work.instant)


def _admitted(work: UnitOfWork, request: _Request, granted: UserGrant) -> Issuance:
    """Return what may be issued now; `SigninRefusedError` where the user is no longer let in."""
    home_user = USERS.find(work, granted.home_tenant_id, granted.home_user_id)
    if home_user is None:
        raise SigninRefusedError(Refusal.DELETED_USER)
    if not home_user["account_enabled"]:
        raise SigninRefusedError(Refusal.DISABLED_USER)
    arrival = Arrival(
        tenant_id=request.tenant_id,
        home_tenant_id=granted.home_tenant_id,
        home_user=home_user,
        proofs=granted.proofs,
        registration=get_registration(work, request.client_id),
        asked=read_scopes(request.form.get("scope") or granted.scope, request.hosts),
    )
    visit, visitor = find_visitor(work, arrival, request.hosts)
    step = dispatching.admit(Asked(is_silent=True, has_agreed=True), visit)
    if isinstance(step, Refuse) or visitor is None:
        named = {"app_id": request.client_id, **dict(getattr(step, "named", ()))}
        reason = step.reason if isinstance(step, Refuse) else Refusal.INTERACTION_REQUIRED
        raise SigninRefusedError(reason, **named)
    proved_at = authenticated_at(granted.proofs)
    if not all(is_still_valid(proved_at, each) for each in (home_user, visitor.user)):
        raise SigninRefusedError(Refusal.REFRESH_REVOKED)
    scopes = tuple(sorted(visit.consent.granted))
    return issuing.gather(work, request.base_url, arrival, visitor, granted, scopes=scopes)
