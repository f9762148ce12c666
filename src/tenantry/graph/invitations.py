"""`/invitations` (contract §6.4): no page and no mail, so there is nothing to read back."""

from urllib.parse import urlencode, urlsplit

from tenantry.collaboration.operations.inviting import Invitation, invite
from tenantry.directory import rights
from tenantry.graph.answers import Answer, created
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.invitations import invitation, read_invitation

_INVITATIONS = "invitations"


def create_invitation(request: GraphRequest) -> Answer:
    """Invite somebody; the guest exists at once."""
    asked = read_invitation(request.body)
    with request.services.database.write() as work:
        made = invite(work, request.actor, asked)
    return created(
        request,
        invitation(made, request.body or {}, _redeem_url(request, made)),
        context=f"{_INVITATIONS}/$entity",
        path=f"{_INVITATIONS}/{made.id}",
    )


def _redeem_url(request: GraphRequest, made: Invitation) -> str:
    login = urlsplit(request.services.authorization_uri)
    query = urlencode(
        {
            "tenant": request.tenant_id,
            "user": made.user["id"],
            "ticket": made.ticket,
            "ver": "2.0",
        }
    )
    return f"{login.scheme}://{login.netloc}/redeem?{query}"


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    Route(
        method="POST",
        pattern=_INVITATIONS,
        endpoint=create_invitation,
        permissions=rights.USERS_INVITE,
        query_options=(),
    ),
)
