"""The cross-tenant access policy and its default: `/policies/crossTenantAccessPolicy` (§2)."""

from tenantry.access.operations import policies
from tenantry.access.operations.authorization import READ, WRITE
from tenantry.graph.answers import Answer, entity, no_content
from tenantry.graph.odata.options import ITEM_OPTIONS, selected
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import Route
from tenantry.graph.wire import policies as wire

_POLICY = "policies/crossTenantAccessPolicy"
_DEFAULT = f"{_POLICY}/default"


def get_policy(request: GraphRequest) -> Answer:
    """Answer the policy itself."""
    with request.read() as reading:
        settings = policies.get_policy(reading, request.actor)
    body = wire.policy(request.tenant_id, settings)
    return entity(selected(request.options, body), context=f"{_POLICY}/$entity")


def update_policy(request: GraphRequest) -> Answer:
    """Change the name or the clouds of the policy."""
    given = wire.POLICY_BODY.read(request.body)
    with request.write() as work:
        policies.update_policy(work, request.actor, given)
    return no_content()


def get_default(request: GraphRequest) -> Answer:
    """Answer the settings towards all tenants that are not partners."""
    with request.read() as reading:
        settings = policies.get_default(reading, request.actor)
    body = wire.default(request.tenant_id, settings)
    return entity(selected(request.options, body), context=f"{_DEFAULT}/$entity")


def update_default(request: GraphRequest) -> Answer:
    """Change the settings towards all tenants that are not partners."""
    given = wire.DEFAULT_BODY.read(request.body)
    with request.write() as work:
        advice = policies.update_default(work, request.actor, given)
    return no_content(advice)


def reset_default(request: GraphRequest) -> Answer:
    """Put the default back to what every tenant starts with."""
    with request.write() as work:
        policies.reset_default(work, request.actor)
    return no_content()


ROUTES = (
    *(
        Route(
            method="GET",
            pattern=pattern,
            endpoint=endpoint,
            permissions=READ,
            query_options=ITEM_OPTIONS,
        )
        for pattern, endpoint in ((_POLICY, get_policy), (_DEFAULT, get_default))
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=WRITE)
        for method, pattern, endpoint in (
            ("PATCH", _POLICY, update_policy),
            ("PATCH", _DEFAULT, update_default),
            ("POST", f"{_DEFAULT}/resetToSystemDefault", reset_default),
        )
    ),
)
