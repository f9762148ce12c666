"""What the log keeps of a person who did not prove who they are, or did not agree.

Nobody but the administrators of the tenants learns of it: the caller is told the same whether
somebody has the name or not, after the same work.
"""

from contextlib import suppress
from dataclasses import dataclass

from tenantry.audit.sign_ins import NOBODY
from tenantry.collaboration.operations.outside_identities import find_guest
from tenantry.collaboration.outside_identities import OutsideIdentity
from tenantry.directory.values import Record
from tenantry.signin.asked_scopes import read_scopes
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.issuers import TENANT_ALIASES
from tenantry.signin.operations.accounts import find_user_at_home
from tenantry.signin.operations.arrivals import Arrival
from tenantry.signin.operations.interactions import Interaction
from tenantry.signin.operations.provider import OpenIdProvider, get_registration
from tenantry.signin.operations.recording import record_failure, record_sign_in
from tenantry.signin.operations.seen import look
from tenantry.signin.redirect_uris import Platform
from tenantry.signin.refusals import Refusal
from tenantry.signin.traces import Trace
from tenantry.storage.unit_of_work import Reading

_NOBODY: Record = {"id": NOBODY, "display_name": None, "user_principal_name": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Somebody gives a name and a password to the tenant *home*, on the way to *asked_at*.

    ``asked_at`` is the id or alias that the application asked at.
    """

    home: str
    user_name: str
    asked_at: str
    client_id: str
    scope: str
    platform: Platform
    is_interactive: bool = True


def attempt_of(interaction: Interaction, home: str) -> Attempt:
    """Return the attempt on a page of the tenant *home*."""
    request = interaction.request
    return Attempt(
        home=home,
        user_name=interaction.hint,
        asked_at=interaction.tenant,
        client_id=request.client_id,
        scope=request.scope,
        platform=request.platform,
    )


def record_failed_attempt(
    provider: OpenIdProvider, trace: Trace, attempt: Attempt, refusal: SigninRefusedError
) -> None:
    """Keep why the attempt failed; of a name that nobody has, only that there was one."""
    user = find_user_at_home(provider.database, attempt.home, attempt.user_name)
    if user is None:
        refusal = SigninRefusedError(Refusal.UNKNOWN_USER)
    with provider.database.write() as work:
        arrival = _arrival(work, provider, attempt, user or _NOBODY)
        record_failure(work, trace, arrival, refusal, is_interactive=attempt.is_interactive)


def record_guest_failure(
    provider: OpenIdProvider,
    trace: Trace,
    interaction: Interaction,
    identity: OutsideIdentity,
    refusal: SigninRefusedError,
) -> None:
    """Keep why somebody from outside is not let in as a guest of the tenant that is asked."""
    with provider.database.write() as work:
        guest = find_guest(work, interaction.tenant, identity)
        attempt = attempt_of(interaction, interaction.tenant)
        arrival = _arrival(work, provider, attempt, guest or _NOBODY)
        record_failure(work, trace, arrival, refusal)


def record_refused_word(
    provider: OpenIdProvider,
    trace: Trace,
    interaction: Interaction,
    home: str,
    refusal: SigninRefusedError,
    *,
    user: Record | None = None,
) -> None:
    """Keep why an identity provider's answer to the tenant *home* signs nobody in.

    ``user`` is who it is surely about; an answer that is not believed is about nobody.
    """
    with provider.database.write() as work:
        arrival = _arrival(work, provider, attempt_of(interaction, home), user or _NOBODY)
        record_failure(work, trace, arrival, refusal)


def record_refusal(
    provider: OpenIdProvider,
    trace: Trace,
    session_cookie: str,
    interaction: Interaction,
    refusal: SigninRefusedError,
) -> None:
    """Keep why the account of the interaction, which is signed in, comes no further."""
    with provider.database.write() as work, suppress(SigninRefusedError):
        # Who is signed out by now, or asks for what is gone, is told of that by the next step.
        seen = look(
            work,
            provider.origins.hosts,
            session_cookie,
            interaction,
            ip_address=trace.ip_address,
        )
        record_sign_in(work, trace, seen.arrival, seen.visitor, refusal=refusal)


def _arrival(
    reading: Reading, provider: OpenIdProvider, attempt: Attempt, home_user: Record
) -> Arrival:
    is_anywhere = attempt.asked_at in TENANT_ALIASES
    return Arrival(
        tenant_id=attempt.home if is_anywhere else attempt.asked_at,
        home_tenant_id=attempt.home,
        home_user=home_user,
        proofs=(),
        registration=get_registration(reading, attempt.client_id),
        asked=read_scopes(attempt.scope, provider.origins.hosts),
        platform=attempt.platform,
    )
