"""Performing what the dispatcher decides: reads the facts, asks it, and does the next step.

Every page leads back to `advance`, which looks at everything again in one transaction.
"""

from dataclasses import replace

from tenantry.actor import Actor, ActorKind
from tenantry.collaboration.external_users import HomeUser
from tenantry.collaboration.operations.domain_lists import check_domain
from tenantry.collaboration.operations.outside_identities import accept_outside
from tenantry.collaboration.operations.redeeming import accept
from tenantry.signin import dispatching
from tenantry.signin.authorization_requests import CODE, ID_TOKEN, AuthorizationRequest
from tenantry.signin.dispatching import Asked, GoOn
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations import issuing
from tenantry.signin.operations.accounts import (
    SignedIn,
    account_of,
    list_signed_in,
    renewed,
    sign_in_name,
)
from tenantry.signin.operations.arrivals import Arrival
from tenantry.signin.operations.device_proof import with_device
from tenantry.signin.operations.interactions import Interaction
from tenantry.signin.operations.outcomes import Answer, End, Outcome, ended, shown
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.operations.recording import record_sign_in
from tenantry.signin.operations.seen import Seen, arrival_of, see
from tenantry.signin.operations.visits import Visitor
from tenantry.signin.sessions import Session
from tenantry.signin.traces import Trace
from tenantry.signin.user_grants import UserGrant
from tenantry.signin.user_tokens import home_account
from tenantry.storage.unit_of_work import UnitOfWork


def advance(
    provider: OpenIdProvider, trace: Trace, session_cookie: str, interaction: Interaction
) -> Outcome:
    """Return what happens next in the sign-in."""
    if not session_cookie:  # nobody is signed in, so nothing is looked up and no writer waits
        step = dispatching.identify(asked_of(interaction), [], None)
        return shown(interaction, step, interaction.tenant)
    with provider.database.write() as work:
        try:
            return _Turn(work, provider, trace, interaction).take(session_cookie)
        except SigninRefusedError as refusal:
            return ended(interaction, refusal)


class _Turn:
    """One look at everything, in one transaction."""

    def __init__(
        self, work: UnitOfWork, provider: OpenIdProvider, trace: Trace, interaction: Interaction
    ) -> None:
        self._work = work
        self._hosts = provider.origins.hosts
        self._trace = trace
        self._interaction = interaction
        self._asked = asked_of(interaction)

    def take(self, session_cookie: str) -> Outcome:
        """Return what happens next in the browser that has this cookie."""
        signed_in = {
            each.session.id: each
            for each in list_signed_in(self._work, session_cookie)
            if each.counts_in(self._interaction.tenant)
        }
        accounts = {key: account_of(self._work, one) for key, one in signed_in.items()}
        chosen = accounts.get(self._interaction.session_id)
        step = dispatching.identify(self._asked, list(accounts.values()), chosen)
        if isinstance(step, GoOn):
            return self._admit(signed_in[step.account.session_id])
        return shown(self._interaction, step, self._interaction.tenant)

    def _admit(self, person: SignedIn) -> Outcome:
        session = with_device(self._work, person.session, self._trace)
        person = replace(person, session=session)
        arrival = arrival_of(
            self._work,
            self._hosts,
            person,
            self._interaction,
            ip_address=self._trace.ip_address,
        )
        try:
            seen = see(self._work, self._hosts, person, arrival)
        except SigninRefusedError as refusal:
            record_sign_in(self._work, self._trace, arrival, None, refusal=refusal)
            return ended(self._interaction, refusal)
        return self._answered(person, seen)

    def _answered(self, person: SignedIn, seen: Seen) -> Outcome:
        step = dispatching.admit(self._asked, seen.visit)
        if seen.visitor is not None and isinstance(step, dispatching.Redeem):
            redeem(self._work, seen.arrival, seen.visitor)
            return self._admit(renewed(self._work, person))
        if seen.visitor is not None and isinstance(step, dispatching.Issue):
            return self._issue(seen, seen.visitor)
        if isinstance(step, dispatching.Authenticate):
            step = dispatching.Authenticate(user_name=sign_in_name(person.user))
        outcome = shown(
            self._interaction, step, seen.arrival.tenant_id, session_id=person.session.id
        )
        if isinstance(outcome, End):
            record_sign_in(
                self._work, self._trace, seen.arrival, seen.visitor, refusal=outcome.refusal
            )
        return outcome

    def _issue(self, seen: Seen, visitor: Visitor) -> Answer:
        request, session = self._interaction.request, seen.person.session
        record_sign_in(self._work, self._trace, seen.arrival, visitor)
        if not request.response_types:
            return Answer(destination=request.destination)
        granted = grant_of(seen.arrival, visitor, session, request)
        scopes = tuple(sorted(seen.visit.consent.granted))
        issuance = issuing.gather(
            self._work, self._trace.base_url, seen.arrival, visitor, granted, scopes=scopes
        )
        parameters: dict[str, str] = {}
        if CODE in request.response_types:
            tenant_id = seen.arrival.tenant_id
            parameters["code"] = issuing.add_code(self._work, tenant_id, request, granted)
        if request.wants_client_info:
            parameters["client_info"] = home_account(issuance.facts)
        return Answer(
            destination=request.destination,
            parameters={**parameters, "session_state": session.id},
            issuance=issuance if ID_TOKEN in request.response_types else None,
            persistence=visitor.decision.persistent_browser,
        )


def asked_of(interaction: Interaction) -> Asked:
    """Return what the request and the person's answers say of the sign-in."""
    request = interaction.request
    return Asked(
        is_silent=request.is_silent,
        must_authenticate=request.prompt == "login",
        must_choose=request.prompt == "select_account",
        must_consent=request.prompt == "consent",
        max_age=request.max_age,
        wants_second_factor=request.wants_second_factor,
        login_hint=interaction.hint,
        has_chosen=interaction.has_chosen,
        is_fresh=interaction.is_fresh,
        has_agreed=interaction.has_agreed,
        has_consented=interaction.has_consented,
    )


def grant_of(
    arrival: Arrival,
    visitor: Visitor,
    session: Session,
    request: AuthorizationRequest,
) -> UserGrant:
    """Return what the visitor granted to the client."""
    return UserGrant(
        app_id=arrival.registration.app_id,
        platform=request.platform,
        scope=request.scope,
        user_id=visitor.user["id"],
        home_tenant_id=arrival.home_tenant_id,
        home_user_id=arrival.home_user["id"],
        session_id=session.id,
        proofs=session.proofs,
        nonce=request.nonce,
        contexts=request.contexts,
        ip_address=arrival.ip_address,
    )


def redeem(work: UnitOfWork, arrival: Arrival, visitor: Visitor) -> None:
    """Let the person be the external user that was invited for them."""
    actor = Actor(
        tenant_id=arrival.tenant_id,
        kind=ActorKind.USER,
        actor_id=visitor.user["id"],
        display_name=visitor.user["display_name"],
        user_principal_name=visitor.user["user_principal_name"],
    )
    if not arrival.is_from_elsewhere:
        accept_outside(work, actor, visitor.user)
        return
    if visitor.user["mail"]:
        check_domain(work, arrival.tenant_id, visitor.user["mail"])
    home = HomeUser(tenant_id=arrival.home_tenant_id, user_id=arrival.home_user["id"])
    accept(work, actor, visitor.user, home)
