"""`/policies/externalIdentitiesPolicy`, of beta alone: whether external users may leave."""

from tenantry.collaboration.operations import external_identities
from tenantry.graph.answers import Answer, entity, no_content
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire import external_identities as wire

_POLICY = "policies/externalIdentitiesPolicy"
_BETA = ("beta",)


def get_policy(request: GraphRequest) -> Answer:
    """Answer whether external users may leave by themselves."""
    with request.read() as reading:
        policy = external_identities.get_policy(reading, request.actor)
    return entity(wire.shown(policy), context=f"{_POLICY}/$entity")


def update_policy(request: GraphRequest) -> Answer:
    """Change what the body names."""
    values = wire.POLICY_BODY.read(request.body)
    with request.write() as work:
        external_identities.update_policy(work, request.actor, values)
    return no_content()


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    Route(
        method="GET",
        pattern=_POLICY,
        endpoint=get_policy,
        permissions=external_identities.READ,
        versions=_BETA,
    ),
    Route(
        method="PATCH",
        pattern=_POLICY,
        endpoint=update_policy,
        permissions=external_identities.WRITE,
        versions=_BETA,
    ),
)
