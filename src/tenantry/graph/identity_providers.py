"""`/identity/identityProviders`, and `/identityProviders` from before (contract §6.10)."""

from collections.abc import Mapping
from typing import cast

from tenantry.collaboration.identity_providers import SOCIAL_TYPES, SocialProvider
from tenantry.collaboration.operations import identity_providers as operations
from tenantry.collaboration.operations.identity_providers import READ, WRITE
from tenantry.errors import NotBuiltError
from tenantry.graph.answers import Answer, collection, created, entity, no_content
from tenantry.graph.keys import object_key
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire import identity_providers as wire

_PROVIDERS = "identity/identityProviders"
_PROVIDER = f"{_PROVIDERS}/{{provider}}"
_BEFORE = "identityProviders"
_ONE_BEFORE = f"{_BEFORE}/{{provider}}"


def list_providers(request: GraphRequest) -> Answer:
    """Answer the built-in providers and those that the tenant set up."""
    with request.read() as reading:
        found = operations.list_providers(reading, request.actor)
    return collection(request, [wire.shown(each) for each in found], context=_PROVIDERS)


def get_provider(request: GraphRequest) -> Answer:
    """Answer one provider of either kind."""
    with request.read() as reading:
        found = operations.get_provider(reading, request.actor, _key(request))
    return entity(wire.shown(found), context=f"{_PROVIDERS}/$entity")


def list_types(request: GraphRequest) -> Answer:
    """Answer which types a tenant can set up."""
    request.actor.require(*READ)
    return Answer(body={"value": SOCIAL_TYPES}, context="Collection(Edm.String)")


def create_provider(request: GraphRequest) -> Answer:
    """Set up a social provider; 409 where there is one of the type."""
    values = _texts(wire.NEW_BODY.read_new(request.body))
    with request.write() as work:
        made = operations.create_provider(work, request.actor, values, request.services.secret_box)
    path = f"{_PROVIDERS}/{made.id}"
    return created(request, wire.shown(made), context=f"{_PROVIDERS}/$entity", path=path)


def update_provider(request: GraphRequest) -> Answer:
    """Change the name of a social provider, or the client."""
    values = _texts(wire.CHANGES_BODY.read(request.body))
    with request.write() as work:
        operations.update_provider(
            work, request.actor, _key(request), values, request.services.secret_box
        )
    return no_content()


def delete_provider(request: GraphRequest) -> Answer:
    """Take a social provider away."""
    with request.write() as work:
        operations.delete_provider(work, request.actor, _key(request))
    return no_content()


def list_as_before(request: GraphRequest) -> Answer:
    """Answer the social providers in their older shape."""
    with request.read() as reading:
        found = operations.list_social_providers(reading, request.actor)
    return collection(request, [wire.shown_as_before(each) for each in found], context=_BEFORE)


def get_as_before(request: GraphRequest) -> Answer:
    """Answer a social provider in its older shape."""
    with request.read() as reading:
        found = operations.get_provider(reading, request.actor, _key(request))
    if not isinstance(found, SocialProvider):
        raise NotBuiltError(f"{_BEFORE}/{found.id}")
    return entity(wire.shown_as_before(found), context=f"{_BEFORE}/$entity")


def _key(request: GraphRequest) -> str:
    return object_key(request, "provider", "id")


def _texts(read: Mapping[str, object]) -> Mapping[str, str]:
    """Return what a body gave, all of whose properties were checked to be texts."""
    return cast("Mapping[str, str]", read)


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(method="GET", pattern=pattern, endpoint=endpoint, permissions=READ)
        for pattern, endpoint in (
            (_PROVIDERS, list_providers),
            (_PROVIDER, get_provider),
            (f"{_PROVIDERS}/availableProviderTypes", list_types),
            (f"{_PROVIDERS}/availableProviderTypes()", list_types),
            (_BEFORE, list_as_before),
            (_ONE_BEFORE, get_as_before),
        )
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=WRITE)
        for method, pattern, endpoint in (
            ("POST", _PROVIDERS, create_provider),
            ("PATCH", _PROVIDER, update_provider),
            ("DELETE", _PROVIDER, delete_provider),
        )
    ),
    *(
        NotBuiltRoute(method=method, pattern=f"{_BEFORE}/**")
        for method in ("POST", "PATCH", "DELETE")
    ),
)
