"""`/identity/conditionalAccess/policies`, and its other name (contract §6.11)."""

from tenantry.access.operations import conditional_access as policies
from tenantry.access.operations.conditional_access import READ, WRITE
from tenantry.graph.answers import Answer, created, entity, no_content
from tenantry.graph.items import shower
from tenantry.graph.keys import object_key
from tenantry.graph.listing import answer_one, answer_page
from tenantry.graph.odata.options import FILTER_OPTIONS, ITEM_OPTIONS
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.conditional_access import POLICIES
from tenantry.graph.wire.entities import Entity

_ROOT = "identity/conditionalAccess"
_POLICIES = f"{_ROOT}/policies"


def list_policies(request: GraphRequest) -> Answer:
    """Answer a page of policies."""
    entity_ = _entity(request)
    return answer_page(
        request, entity_, policies.list_policies, policies.count_policies, shower(request, entity_)
    )


def get_policy(request: GraphRequest) -> Answer:
    """Answer one policy."""
    return answer_one(
        request,
        _entity(request),
        lambda reading, actor: policies.get_policy(reading, actor, _key(request)),
    )


def create_policy(request: GraphRequest) -> Answer:
    """Make a policy."""
    given = _entity(request).body.read_new(request.body)
    with request.write() as work:
        policy = policies.create_policy(work, request.actor, given)
    return created(
        request,
        _entity(request).shown(policy),
        context=f"{_POLICIES}/$entity",
        path=f"{_POLICIES}/{policy['id']}",
    )


def update_policy(request: GraphRequest) -> Answer:
    """Change what the body names."""
    given = _entity(request).body.read(request.body)
    with request.write() as work:
        policies.update_policy(work, request.actor, _key(request), given)
    return no_content()


def delete_policy(request: GraphRequest) -> Answer:
    """Delete a policy; it can be restored."""
    with request.write() as work:
        policies.delete_policy(work, request.actor, _key(request))
    return no_content()


def restore_policy(request: GraphRequest) -> Answer:
    """Take a deleted policy back and answer it."""
    with request.write() as work:
        policy = policies.restore_policy(work, request.actor, _key(request))
    return entity(_entity(request).shown(policy), context=f"{_POLICIES}/$entity")


def _entity(request: GraphRequest) -> Entity:
    return POLICIES[request.version]


def _key(request: GraphRequest) -> str:
    return object_key(request, "policy").lower()


ROUTES: tuple[Route | NotBuiltRoute, ...] = tuple(
    route
    for path in (_POLICIES, "policies/conditionalAccessPolicies")
    for route in (
        Route(
            method="GET",
            pattern=path,
            endpoint=list_policies,
            permissions=READ,
            query_options=FILTER_OPTIONS,
        ),
        Route(
            method="GET",
            pattern=f"{path}/{{policy}}",
            endpoint=get_policy,
            permissions=READ,
            query_options=ITEM_OPTIONS,
        ),
        *(
            Route(method=method, pattern=pattern, endpoint=endpoint, permissions=WRITE)
            for method, pattern, endpoint in (
                ("POST", path, create_policy),
                ("PATCH", f"{path}/{{policy}}", update_policy),
                ("DELETE", f"{path}/{{policy}}", delete_policy),
                ("POST", f"{path}/{{policy}}/restore", restore_policy),
            )
        ),
    )
)
