"""Letting a user in at the token endpoint, where nobody can be asked anything.

Whatever a grant stands for, the same is looked at: the client's proof, the user at home and here,
the access decision, the assignment, the consent.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec import structs

from tenantry.collaboration.operations.outside_identities import is_still_theirs
from tenantry.directory.stores import tenants
from tenantry.directory.stores.objects import USERS
from tenantry.directory.users import is_external
from tenantry.directory.values import Record
from tenantry.identifiers import new_id
from tenantry.signin import dispatching, store
from tenantry.signin.asked_claims import read_contexts
from tenantry.signin.asked_scopes import read_scopes
from tenantry.signin.client_authentication import check_secret
from tenantry.signin.dispatching import Asked, Refuse, Visit
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.issuers import Tenant
from tenantry.signin.operations import issuing
from tenantry.signin.operations.arrivals import Arrival
from tenantry.signin.operations.client_assertions import remember
from tenantry.signin.operations.issuing import Issuance
from tenantry.signin.operations.provider import OpenIdProvider, get_registration
from tenantry.signin.operations.recording import record_failure, record_sign_in
from tenantry.signin.operations.visits import Visitor, find_visitor
from tenantry.signin.proofs import authenticated_at, is_over
from tenantry.signin.reasons import Reason
from tenantry.signin.refusals import Refusal
from tenantry.signin.sessions import is_still_valid
from tenantry.signin.traces import Trace
from tenantry.signin.user_grants import UserGrant
from tenantry.storage.client_secrets import hash_secret
from tenantry.storage.unit_of_work import Reading, UnitOfWork

ASSERTION = "client_assertion"


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTokenRequest:
    """A request of the token endpoint for a user of one tenant.

    ``tenant_name`` is as the caller wrote it, which may be `common`.  Who *is_elsewhere* shows
    what another tenant gave, and has not agreed to what this one asks on its page.
    """

    provider: OpenIdProvider
    tenant_id: str
    tenant_name: str
    trace: Trace
    form: Mapping[str, str]
    is_elsewhere: bool = False

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


def answered(
    provider: OpenIdProvider, redeemed: Redeemed | SigninRefusedError
) -> dict[str, object]:
    """Return the signed answer, or raise the refusal; takes no transaction."""
    if isinstance(redeemed, SigninRefusedError):
        raise redeemed
    return issuing.token_response(provider.keys, redeemed.issuance, redeemed.refresh_token)


def issue_for(
    work: UnitOfWork,
    request: UserTokenRequest,
    granted: UserGrant,
    family_id: str = "",
    *,
    is_logged: bool = False,
) -> Redeemed | SigninRefusedError:
    """Let the user in, and begin a family of refresh tokens if one is asked for.

    A refusal is returned as for `admitted`.
    """
    issuance = admitted(work, request, granted, is_logged=is_logged)
    if isinstance(issuance, SigninRefusedError):
        return issuance
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
) -> Issuance | SigninRefusedError:
    """Return what may be issued now, or why the user is no longer let in.

    A refusal is returned, not raised, so that the log keeps it: whoever gets one ends the
    transaction first.  Success is in the log where it *is_logged*, as a sign-in of its own though
    nobody was shown a page.
    """
    if tenants.find(work, granted.home_tenant_id) is None:
        return SigninRefusedError(Refusal.DELETED_USER)
    home_user = USERS.find(work, granted.home_tenant_id, granted.home_user_id)
    barred = _find_bar(work, request, granted, home_user)
    if home_user is None or barred is not None:
        barred = barred or Refusal.DELETED_USER
        return refused(work, request, granted, SigninRefusedError(barred))
    asked = structs.replace(
        granted,
        scope=request.form.get("scope") or granted.scope,
        contexts=read_contexts(request.form.get("claims", "")) or granted.contexts,
    )
    arrival = _arrival(work, request, asked, home_user)
    try:
        visit, visitor = find_visitor(work, arrival, request.hosts)
        refusal = _refusal(request, granted, arrival, visit, visitor)
    except SigninRefusedError as fault:
        visit, visitor, refusal = None, None, fault
    if refusal is not None or is_logged:
        record_sign_in(work, request.trace, arrival, visitor, refusal=refusal, is_interactive=False)
    if refusal is not None or visit is None or visitor is None:
        return refusal or SigninRefusedError(Refusal.INTERACTION_REQUIRED)
    scopes = tuple(sorted(visit.consent.granted))
    base_url = request.trace.base_url
    return issuing.gather(work, base_url, arrival, visitor, granted, scopes=scopes)


def _find_bar(
    reading: Reading, request: UserTokenRequest, granted: UserGrant, home_user: Record | None
) -> Refusal | None:
    """Return why the person goes nowhere, whatever the tenants allow."""
    if is_over(granted.proofs, instant=reading.instant):
        return Refusal.REFRESH_EXPIRED
    if home_user is None:
        return Refusal.DELETED_USER
    if not home_user["account_enabled"]:
        return Refusal.DISABLED_USER
    if request.tenant_id != granted.home_tenant_id and is_external(home_user):
        # No tenant here authenticates them: they are known in the one that they are a guest of.
        return Refusal.REFRESH_UNKNOWN
    if is_external(home_user) and not is_still_theirs(reading, granted.home_tenant_id, home_user):
        return Refusal.REFRESH_REVOKED
    return None


def refused(
    work: UnitOfWork,
    request: UserTokenRequest,
    granted: UserGrant,
    refusal: SigninRefusedError,
) -> SigninRefusedError:
    """Return the refusal, after it was kept in the log of the person who granted.

    Nothing of the request itself is read, which could be malformed.
    """
    home_user = USERS.find(work, granted.home_tenant_id, granted.home_user_id)
    arrival = _arrival(work, request, granted, home_user or _nameless(granted.home_user_id))
    record_failure(work, request.trace, arrival, refusal, is_interactive=False)
    return refusal


def _arrival(
    reading: Reading, request: UserTokenRequest, granted: UserGrant, home_user: Record
) -> Arrival:
    return Arrival(
        tenant_id=request.tenant_id,
        home_tenant_id=granted.home_tenant_id,
        home_user=home_user,
        proofs=granted.proofs,
        registration=get_registration(reading, request.client_id),
        asked=read_scopes(granted.scope, request.hosts),
        contexts=granted.contexts,
        platform=granted.platform,
        ip_address=_address(request, granted),
    )


def _address(request: UserTokenRequest, granted: UserGrant) -> str:
    """Return where the person is: a server that asks for them is somewhere else."""
    is_at_client = granted.platform.is_public or not granted.ip_address
    return request.trace.ip_address if is_at_client else granted.ip_address


def _nameless(user_id: str) -> Record:
    """Return what is left of somebody who was deleted."""
    return {"id": user_id, "display_name": None, "user_principal_name": None}


def _refusal(
    request: UserTokenRequest,
    granted: UserGrant,
    arrival: Arrival,
    visit: Visit,
    visitor: Visitor | None,
) -> SigninRefusedError | None:
    """Return why the user is no longer let in without being asked, if so."""
    step = dispatching.admit(Asked(is_silent=True, has_agreed=not request.is_elsewhere), visit)
    if isinstance(step, Refuse):
        named = {"app_id": request.client_id, **dict(step.named)}
        return SigninRefusedError(step.reason, **named)
    if visitor is None or not isinstance(step, dispatching.Issue):
        return SigninRefusedError(Refusal.INTERACTION_REQUIRED)
    proved_at = authenticated_at(granted.proofs)
    if not all(is_still_valid(proved_at, each) for each in (arrival.home_user, visitor.user)):
        return SigninRefusedError(Refusal.REFRESH_REVOKED)
    return None
