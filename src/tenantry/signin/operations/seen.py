"""Who wants in by an interaction, as the resource tenant sees them."""

from dataclasses import dataclass

from tenantry.signin.asked_scopes import read_scopes
from tenantry.signin.consenting import Permission
from tenantry.signin.dispatching import Visit
from tenantry.signin.issuers import TENANT_ALIASES
from tenantry.signin.operations.accounts import SignedIn, get_signed_in
from tenantry.signin.operations.arrivals import Arrival
from tenantry.signin.operations.interactions import Interaction
from tenantry.signin.operations.provider import get_registration
from tenantry.signin.operations.visits import Visitor, find_visitor
from tenantry.storage.unit_of_work import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An account that wants in, as the resource tenant sees it."""

    person: SignedIn
    arrival: Arrival
    visit: Visit
    visitor: Visitor | None

    @property
    def asked_permissions(self) -> tuple[Permission, ...]:
        """What consent is about: what is missing, or else all that was asked for."""
        if self.visit.consent.missing or self.visitor is None:
            return self.visit.consent.missing
        known = self.visitor.resource.permissions
        return tuple(known[name] for name in self.arrival.asked.names)


def look(
    reading: Reading,
    hosts: frozenset[str],
    session_cookie: str,
    interaction: Interaction,
    *,
    ip_address: str,
) -> Seen:
    """Return the account that was chosen; `SigninRefusedError` if it is not signed in any more."""
    person = get_signed_in(reading, session_cookie, interaction.session_id)
    arrival = arrival_of(reading, hosts, person, interaction, ip_address=ip_address)
    return see(reading, hosts, person, arrival)


def see(reading: Reading, hosts: frozenset[str], person: SignedIn, arrival: Arrival) -> Seen:
    """Return the *person* as the resource tenant of the *arrival* sees them."""
    visit, visitor = find_visitor(reading, arrival, hosts)
    return Seen(person=person, arrival=arrival, visit=visit, visitor=visitor)


def arrival_of(
    reading: Reading,
    hosts: frozenset[str],
    person: SignedIn,
    interaction: Interaction,
    *,
    ip_address: str,
) -> Arrival:
    """Return who comes by the interaction, where from and where to."""
    home, tenant = person.session.tenant_id, interaction.tenant
    return Arrival(
        tenant_id=home if tenant in TENANT_ALIASES else tenant,
        home_tenant_id=home,
        home_user=person.user,
        proofs=person.session.proofs,
        registration=get_registration(reading, interaction.request.client_id),
        asked=read_scopes(interaction.request.scope, hosts),
        contexts=interaction.request.contexts,
        platform=interaction.request.platform,
        ip_address=ip_address,
    )
