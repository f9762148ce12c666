"""Writing down that somebody agreed to what an application may do."""

from tenantry.actor import Actor, ActorKind
from tenantry.directory.applications import service_principal_of
from tenantry.directory.operations.permission_grants import agree
from tenantry.directory.operations.service_principals import add_service_principal
from tenantry.directory.permission_grants import FOR_ALL
from tenantry.directory.stores.applications import find_application
from tenantry.directory.values import Record
from tenantry.signin.errors import SigninRefusedError
from tenantry.signin.operations.interactions import Interaction
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.operations.seen import Seen, look
from tenantry.signin.operations.visits import Visitor
from tenantry.signin.refusals import Refusal
from tenantry.storage.unit_of_work import UnitOfWork


def consent(
    provider: OpenIdProvider,
    session_cookie: str,
    interaction: Interaction,
    *,
    for_all: bool,
    ip_address: str,
) -> None:
    """Keep that the account of the interaction agreed, for itself or *for_all*.

    Raises `SigninRefusedError` where an administrator is needed and this is none.
    """
    with provider.database.write() as work:
        hosts = provider.origins.hosts
        seen = look(work, hosts, session_cookie, interaction, ip_address=ip_address)
        visitor, visit = seen.visitor, seen.visit
        if visitor is None or not visit.consent.missing:
            return
        if (for_all or visit.consent.needs_administrator) and not visit.may_consent_for_all:
            raise SigninRefusedError(
                Refusal.ADMINISTRATOR_CONSENT_NEEDED, app_id=interaction.request.client_id
            )
        actor = _actor_of(seen, visitor)
        agree(
            work,
            actor,
            _client(work, actor, seen, visitor),
            visitor.resource.principal["id"],
            [permission.name for permission in visit.consent.missing],
            principal_id=FOR_ALL if for_all else visitor.user["id"],
        )


def _client(work: UnitOfWork, actor: Actor, seen: Seen, visitor: Visitor) -> Record:
    """Return the client's service principal, made now if it is another tenant's application."""
    if visitor.principal is not None:
        return visitor.principal
    registration = seen.arrival.registration
    owner = registration.owner_tenant_id
    application = find_application(work, owner, registration.app_id)
    if application is None:
        raise SigninRefusedError(
            Refusal.UNKNOWN_APPLICATION, app_id=registration.app_id, tenant=actor.tenant_id
        )
    return add_service_principal(work, actor, service_principal_of(application, owner))


def _actor_of(seen: Seen, visitor: Visitor) -> Actor:
    return Actor(
        tenant_id=seen.arrival.tenant_id,
        kind=ActorKind.USER,
        actor_id=visitor.user["id"],
        display_name=visitor.user["display_name"],
        user_principal_name=visitor.user["user_principal_name"],
    )
