"""`/policies/b2bManagementPolicies`, of beta alone: whose domains may be invited (XTA-007)."""

from tenantry.collaboration.operations import domain_lists
from tenantry.directory.operations.authorization import READ, WRITE
from tenantry.graph.answers import Answer, collection, created, entity, no_content
from tenantry.graph.keys import object_key
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire import domain_lists as wire

_POLICIES = "policies/b2bManagementPolicies"
_POLICY = f"{_POLICIES}/{{b2bPolicy}}"
_BETA = ("beta",)


def list_policies(request: GraphRequest) -> Answer:
    """Answer the one policy, if there is one."""
    with request.read() as reading:
        found = domain_lists.find_list(reading, request.actor)
    return collection(request, [wire.shown(found)] if found else [], context=_POLICIES)


def get_policy(request: GraphRequest) -> Answer:
    """Answer the policy by its id."""
    with request.read() as reading:
        found = domain_lists.get_list(reading, request.actor, _key(request))
    return entity(wire.shown(found), context=f"{_POLICIES}/$entity")


def create_policy(request: GraphRequest) -> Answer:
    """Make the policy; 409 where there is one."""
    values = wire.read_new(request.body)
    with request.write() as work:
        made = domain_lists.create_list(work, request.actor, values)
    path = f"{_POLICIES}/{made.id}"
    return created(request, wire.shown(made), context=f"{_POLICIES}/$entity", path=path)


def update_policy(request: GraphRequest) -> Answer:
    """Change the name, or the list as a whole."""
    values = wire.read_changes(request.body)
    with request.write() as work:
        domain_lists.update_list(work, request.actor, _key(request), values)
    return no_content()


def delete_policy(request: GraphRequest) -> Answer:
    """Take the policy away."""
    with request.write() as work:
        domain_lists.delete_list(work, request.actor, _key(request))
    return no_content()


def _key(request: GraphRequest) -> str:
    return object_key(request, "b2bPolicy", "id")


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(
        Route(method="GET", pattern=pattern, endpoint=endpoint, permissions=READ, versions=_BETA)
        for pattern, endpoint in ((_POLICIES, list_policies), (_POLICY, get_policy))
    ),
    *(
        Route(method=method, pattern=pattern, endpoint=endpoint, permissions=WRITE, versions=_BETA)
        for method, pattern, endpoint in (
            ("POST", _POLICIES, create_policy),
            ("PATCH", _POLICY, update_policy),
            ("DELETE", _POLICY, delete_policy),
        )
    ),
)
