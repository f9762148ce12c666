"""Letting a user in at the token endpoint, where nobody can be asked anything.

Whatever a grant stands for, the same is looked at: the client's proof, the user at home and here,
the access decision, the assignment, the consent.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tenantry.directory.stores import tenants
from tenantry.directory.stores.objects import USERS
from tenantry.identifiers import new_id
from tenantry.signin import dispatching, store
from tenantry.signin.asked_claims import read_contexts
from tenantry.signin.asked_scopes import read_scopes
from tenantry.signin.client_authentication import check_secret
from tenantry.signin.dispatching import Asked, Refuse, Visit
from tenantry.signin.errors import Reason, SigninRefusedError
from tenantry.signin.issuers import Tenant
from tenantry.signin.operations import issuing
from tenantry.signin.operations.arrivals import Arrival
from tenantry.signin.operations.client_assertions import remember
from tenantry.signin.operations.issuing import Issuance
from tenantry.signin.operations.provider import OpenIdProvider, get_registration
from tenantry.signin.operations.recording import record_sign_in
from tenantry.signin.operations.visits import Visitor, find_visitor
from tenantry.signin.proofs import authenticated_at
from tenantry.signin.refusals import Refusal
from tenantry.signin.sessions import is_still_valid
from tenantry.signin.traces import Trace
from tenantry.signin.user_grants import UserGrant
from tenantry.storage.client_secrets import hash_secret
from tenantry.storage.unit_of_work import UnitOfWork

ASSERTION = "client_assertion"


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTokenRequest:
    """A request of the token endpoint for a user of one tenant.

    ``tenant_name`` is as the caller wrote it, which may be `common`.
    """

    provider: OpenIdProvider
    tenant_id: str
    tenant_name: str
    trace: Trace
    form: Mapping[str, str]

    @property
    def hosts(self) -> frozenset[str]:
        """The names of this server."""
        return self.provider.origins.hosts

    @property
    def client_id(self) -> str:
        """The application id of the client."""
        return self.form["client_id"].lower()

    @property
    def has_credentials(self) -> bool:
        """Whether the client shows a secret or an assertion."""
        return bool(self.form.get("client_secret") or ASSERTION in self.form)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redeemed:
    """What one use of a grant gives."""

    issuance: Issuance
    refresh_token: str | None

    def response(self, provider: OpenIdProvider) -> dict[str, object]:
        """Return the signed answer; it takes no transaction."""
        return issuing.token_response(provider.keys, self.issuance, self.refresh_token)


def issue_for(
    work: UnitOfWork,
    request: UserTokenRequest,
    granted: UserGrant,
    family_id: str = "",
    *,
    is_logged: bool = False,
) -> Redeemed:
    """Let the user in, and begin a family of refresh tokens if one is asked for."""
    issuance = admitted(work, request, granted, is_logged=is_logged)
    token = None
    if issuance.asked.wants_refresh_token:
        family_id = family_id or new_id()
        token = issuing.add_refresh_token(work, request.tenant_id, granted, family_id)
    return Redeemed(issuance=issuance, refresh_token=token)


def authenticate_client(work: UnitOfWork, request: UserTokenRequest, granted: UserGrant) -> None:
    """Refuse a client that has a secret or certificate and does not show it, or a wrong one."""
    form = request.form
    secret = form.get("client_secret", "")
    if granted.platform.is_public and not secret and ASSERTION not in form:
        return
    client = store.find_client(work, request.tenant_id, request.client_id)
    if client is None:
        raise SigninRefusedError(
            Reason.UNKNOWN_CLIENT, app_id=request.client_id, tenant=request.tenant_id
        )
    if ASSERTION in form:
        tenant = Tenant(id=request.tenant_id, name=request.tenant_name)
        used = request.provider.assertions.check(work, tenant, client, form)
        if used is not None:
            remember(work, used)
        return
    if not secret:
        raise SigninRefusedError(Reason.MISSING_SECRET)
    check_secret(client, hash_secret(secret), now=work.instant)


def admitted(
    work: UnitOfWork, request: UserTokenRequest, granted: UserGrant, *, is_logged: bool = False
) -> Issuance:
    """Return what may be issued now; `SigninRefusedError` where the user is no longer let in.

    What *is_logged* is a sign-in of its own in the log, though nobody was shown a page.
    """
    home = tenants.find(work, granted.home_tenant_id)
    home_user = USERS.find(work, granted.home_tenant_id, granted.home_user_id)
    if home is None or home_user is None:
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
        contexts=read_contexts(request.form.get("claims", "")) or granted.contexts,
    )
    visit, visitor = find_visitor(work, arrival, request.hosts)
    refusal = _refusal(request, granted, arrival, visit, visitor)
    if is_logged:
        record_sign_in(work, request.trace, arrival, visitor, refusal=refusal, is_interactive=False)
    if refusal is not None or visitor is None:
        raise refusal or SigninRefusedError(Refusal.INTERACTION_REQUIRED)
    scopes = tuple(sorted(visit.consent.granted))
    base_url = request.trace.base_url
    return issuing.gather(work, base_url, arrival, visitor, granted, scopes=scopes)


def _refusal(
    request: UserTokenRequest,
    granted: UserGrant,
    arrival: Arrival,
    visit: Visit,
    visitor: Visitor | None,
) -> SigninRefusedError | None:
    """Return why the user is no longer let in without being asked, if so."""
    step = dispatching.admit(Asked(is_silent=True, has_agreed=True), visit)
    if isinstance(step, Refuse):
        named = {"app_id": request.client_id, **dict(step.named)}
        return SigninRefusedError(step.reason, **named)
    if visitor is None or not isinstance(step, dispatching.Issue):
        return SigninRefusedError(Refusal.INTERACTION_REQUIRED)
    proved_at = authenticated_at(granted.proofs)
    if not all(is_still_valid(proved_at, each) for each in (arrival.home_user, visitor.user)):
        return SigninRefusedError(Refusal.REFRESH_REVOKED)
    return None
