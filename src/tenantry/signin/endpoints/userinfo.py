"""`/oidc/userinfo`: what an application may know of the user whose access token it has.

Source: OpenID Connect Core §5.3; clients §0.1, 27.
"""

from tenantry.actor import Actor, ActorKind
from tenantry.directory.stores.objects import USERS
from tenantry.errors import NotAuthenticatedError
from tenantry.signin.endpoints.exchanges import NOT_STORED, SigninRequest, SigninResponse, form_in
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.operations.verification import TokenVerifier, bearer_of
from tenantry.signin.user_tokens import pairwise_subject


def userinfo(provider: OpenIdProvider, request: SigninRequest) -> SigninResponse:
    """Answer the claims; the token comes in the header, or in the form of a POST."""
    bearer = bearer_of(request.headers.get("authorization", ""))
    if not bearer and request.method == "POST":
        bearer = form_in(request.body).get("access_token", "")
    actor = TokenVerifier(provider.database, provider.origins).verify(bearer)
    if actor.kind is not ActorKind.USER or "openid" not in actor.permissions:
        message = "the access token is of no user who signed in with the scope `openid`"
        raise NotAuthenticatedError(message)
    return SigninResponse(headers=NOT_STORED, body=_claims(provider, actor))


def _claims(provider: OpenIdProvider, actor: Actor) -> dict[str, object]:
    with provider.database.read() as reading:
        user = USERS.find(reading, actor.tenant_id, actor.actor_id)
    if user is None:
        raise NotAuthenticatedError("The identity of the user could not be established.")
    claims: dict[str, object] = {
        "sub": pairwise_subject(actor.tenant_id, actor.app_id, actor.actor_id)
    }
    if "profile" in actor.permissions:
        claims["name"] = user["display_name"]
        claims["given_name"] = user["given_name"]
        claims["family_name"] = user["surname"]
    if "email" in actor.permissions:
        claims["email"] = user["mail"]
    return {name: value for name, value in claims.items() if value}
