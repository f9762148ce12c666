"""`/invitations` (contract §6.4): they are made, not read back."""

from urllib.parse import urlsplit

from tenantry.collaboration.operations.inviting import invite
from tenantry.directory import rights
from tenantry.graph.answers import Answer, created
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.invitations import invitation, read_invitation

_INVITATIONS = "invitations"


def create_invitation(request: GraphRequest) -> Answer:
    """Invite somebody; the guest exists at once."""
    asked = read_invitation(request.body)
    request.actor.require(*rights.USERS_INVITE)
    if request.services.discover_home is not None:
        request.services.discover_home(request.tenant_id, asked.email_address)
    login = urlsplit(request.services.authorization_uri)
    with request.write() as work:
        made = invite(work, request.actor, asked, origin=f"{login.scheme}://{login.netloc}")
    return created(
        request,
        invitation(made, request.body or {}),
        context=f"{_INVITATIONS}/$entity",
        path=f"{_INVITATIONS}/{made.id}",
    )


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    Route(
        method="POST",
        pattern=_INVITATIONS,
        endpoint=create_invitation,
        permissions=rights.USERS_INVITE,
        query_options=(),
    ),
)
