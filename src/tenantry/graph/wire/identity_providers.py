"""Identity providers on the wire; a secret goes in and never comes out (contract §6.10)."""

from tenantry.collaboration.identity_providers import (
    SHOWN_SECRET,
    IdentityProvider,
    SocialProvider,
)
from tenantry.graph.wire.annotations import JsonObject, typed
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import text

SOCIAL_TYPE, BUILT_IN_TYPE = "socialIdentityProvider", "builtInIdentityProvider"

_CHANGED = {
    "clientId": Property("client_id", text, nullable=False),
    "clientSecret": Property("client_secret", text, nullable=False),
    "displayName": Property("display_name", text, nullable=False),
}
NEW_BODY = BodyShape(
    {**_CHANGED, "identityProviderType": Property("type", text, nullable=False)},
    required=["identityProviderType"],
    read_only=["id"],
)
CHANGES_BODY = BodyShape(_CHANGED, read_only=["id", "identityProviderType"])


def shown(provider: IdentityProvider) -> JsonObject:
    """Return a provider of either kind, as an item of the collection of both."""
    told = {
        "id": provider.id,
        "displayName": provider.display_name,
        "identityProviderType": provider.type,
    }
    if not isinstance(provider, SocialProvider):
        return typed(BUILT_IN_TYPE, told)
    client = {"clientId": provider.client_id, "clientSecret": SHOWN_SECRET}
    return typed(SOCIAL_TYPE, {**told, **client})


def shown_as_before(provider: SocialProvider) -> JsonObject:
    """Return a social provider in the shape of the collection that came before."""
    return {
        "id": provider.id,
        "type": provider.type,
        "name": provider.display_name,
        "clientId": provider.client_id,
        "clientSecret": SHOWN_SECRET,
    }
