"""The grant `password`: name and password in the request itself, for scripts and tests.

No page can be shown, so whatever would need one is refused; it is off unless a setting turns it
on.  Source: RFC 6749 §4.3.
"""

from collections.abc import Mapping

from tenantry.directory.values import Record
from tenantry.identifiers import new_id
from tenantry.signin.asked_scopes import read_scopes
from tenantry.signin.endpoints.choosing import home_tenant_of
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.issuers import TENANT_ALIASES
from tenantry.signin.operations.accounts import check_password
from tenantry.signin.operations.admitting import (
    UserTokenRequest,
    answered,
    authenticate_client,
    issue_for,
)
from tenantry.signin.operations.failed_factors import Attempt, record_failed_attempt
from tenantry.signin.operations.provider import OpenIdProvider, get_registration, get_tenant
from tenantry.signin.proofs import PASSWORD, Proof
from tenantry.signin.reasons import Reason
from tenantry.signin.redirect_uris import Platform
from tenantry.signin.refusals import Refusal
from tenantry.signin.traces import Trace
from tenantry.signin.user_grants import UserGrant


def sign_in_with_password(
    provider: OpenIdProvider, trace: Trace, tenant_name: str, form: Mapping[str, str]
) -> dict[str, object]:
    """Return the answer to `password`."""
    if not provider.has_password_grant:
        raise SigninRefusedError(Refusal.PASSWORD_GRANT_OFF)
    for name in ("client_id", "username", "password", "scope"):
        if not form.get(name):
            raise SigninRefusedError(Reason.MISSING_PARAMETER, parameter=name)
    home = _home(provider, tenant_name, form["username"])
    request = UserTokenRequest(
        provider=provider, tenant_id=home, tenant_name=tenant_name, trace=trace, form=form
    )
    platform = _platform(request)
    user = _authenticated(request, platform)
    with provider.database.write() as work:
        granted = UserGrant(
            app_id=request.client_id,
            platform=platform,
            scope=form["scope"],
            user_id=user["id"],
            home_tenant_id=home,
            home_user_id=user["id"],
            session_id=new_id(),
            proofs=(Proof(method=PASSWORD, at=work.instant, tenant_id=home),),
        )
        authenticate_client(work, request, granted)
        answer = issue_for(work, request, granted, is_logged=True)
    return answered(provider, answer)


def _platform(request: UserTokenRequest) -> Platform:
    """Return what kind of client asks; it and its scope have to be known before any password."""
    read_scopes(request.form["scope"], request.hosts)
    with request.provider.database.read() as reading:
        registration = get_registration(reading, request.client_id)
    is_public = registration.is_public_client and not request.has_credentials
    return Platform.PUBLIC if is_public else Platform.WEB


def _authenticated(request: UserTokenRequest, platform: Platform) -> Record:
    """Return the user whose name and password the form has; who has not is in the log."""
    provider, form = request.provider, request.form
    try:
        return check_password(
            provider.database,
            request.tenant_id,
            form["username"],
            form["password"],
            hashing=provider.hashing,
            secret_box=provider.secret_box,
        )
    except SigninRefusedError as refusal:
        attempt = Attempt(
            home=request.tenant_id,
            user_name=form["username"],
            asked_at=request.tenant_id,
            client_id=request.client_id,
            scope=form["scope"],
            platform=platform,
            is_interactive=False,
        )
        record_failed_attempt(provider, request.trace, attempt, refusal)
        raise


def _home(provider: OpenIdProvider, tenant_name: str, user_name: str) -> str:
    """Return the home tenant of the name, which has to be the one that is asked."""
    with provider.database.read() as reading:
        asked_at = get_tenant(reading, tenant_name).id
        home = home_tenant_of(reading, user_name) if user_name.isprintable() else None
    if home is None or asked_at not in {home, *TENANT_ALIASES}:
        raise SigninRefusedError(Refusal.WRONG_CREDENTIALS)
    return home
