"""The authorization policy: `/policies/authorizationPolicy` (contract §6.5)."""

from tenantry.directory.operations import authorization
from tenantry.graph.answers import Answer, entity, no_content
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.annotations import context_of
from tenantry.graph.wire.authorization_policy import AUTHORIZATION_POLICY, POLICY_BODY

_POLICY = "policies/authorizationPolicy"


def get_policy(request: GraphRequest) -> Answer:
    """Answer who may invite guests, and what else the policy says."""
    selected = AUTHORIZATION_POLICY.select(request.options)
    with request.read() as reading:
        policy = authorization.get_policy(reading, request.actor)
    return entity(
        AUTHORIZATION_POLICY.shown(policy, selected),
        context=f"{context_of(_POLICY, selected)}/$entity",
    )


def update_policy(request: GraphRequest) -> Answer:
    """Change what the body names."""
    values = POLICY_BODY.read(request.body)
    with request.write() as work:
        authorization.update_policy(work, request.actor, values)
    return no_content()


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    Route(
        method="GET",
        pattern=_POLICY,
        endpoint=get_policy,
        permissions=authorization.READ,
        query_options=("$select",),
    ),
    Route(
        method="PATCH",
        pattern=_POLICY,
        endpoint=update_policy,
        permissions=authorization.WRITE,
        query_options=(),
    ),
)
