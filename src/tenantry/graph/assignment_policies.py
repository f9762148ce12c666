"""`…/entitlementManagement/assignmentPolicies`: the ways to a package."""

from collections.abc import Sequence

from tenantry.entitlement.operations import policies
from tenantry.entitlement.operations.reading import packages_of
from tenantry.graph.answers import Answer, created, entity, no_content
from tenantry.graph.entitlement_routes import ITEM, PAGES, read_routes, write_routes
from tenantry.graph.expansions import Relate, answer_expanded, answer_expanded_page, expanded
from tenantry.graph.keys import object_key
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.access_packages import PACKAGE, ROOT
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.assignment_policies import POLICY, read_policy
from tenantry.graph.wire.showing import Record
from tenantry.storage.unit_of_work import Reading

_POLICIES = f"{ROOT}/assignmentPolicies"
_POLICY = f"{_POLICIES}/{{assignmentPolicy}}"
_RELATIONSHIPS = ("accessPackage",)
_NOT_BUILT = ("catalog", "customExtensionStageSettings", "questions")


def list_policies(request: GraphRequest) -> Answer:
    """Answer a page of policies."""
    read, count = policies.list_policies, policies.count_policies
    return answer_expanded_page(request, POLICY, read, count, _relate(request))


def get_policy(request: GraphRequest) -> Answer:
    """Answer one policy."""
    key = _key(request)
    return answer_expanded(
        request,
        POLICY,
        lambda reading, actor: policies.get_policy(reading, actor, key),
        _relate(request),
    )


def create_policy(request: GraphRequest) -> Answer:
    """Open a way to a package."""
    package_id, named, policy = read_policy(request.body)
    with request.write() as work:
        made = policies.create_policy(work, request.actor, package_id, named, policy)
    path = f"{_POLICIES}/{made['id']}"
    return created(request, POLICY.shown(made), context=f"{_POLICIES}/$entity", path=path)


def replace_policy(request: GraphRequest) -> Answer:
    """Write a policy anew, as a whole; its package stays the one that it has."""
    package_id, named, policy = read_policy(request.body)
    with request.write() as work:
        after = policies.replace_policy(
            work,
            request.actor,
            _key(request),
            package_id=package_id,
            named=named,
            policy=policy,
        )
    return entity(POLICY.shown(after), context=f"{_POLICIES}/$entity")


def delete_policy(request: GraphRequest) -> Answer:
    """Close a way to a package."""
    with request.write() as work:
        policies.delete_policy(work, request.actor, _key(request))
    return no_content()


def _relate(request: GraphRequest) -> Relate:
    parts = expanded(request.options, _RELATIONSHIPS, _NOT_BUILT)

    def relate(reading: Reading, records: Sequence[Record]) -> list[JsonObject]:
        if not parts:
            return [{} for _ in records]
        found = packages_of(reading, request.tenant_id, records)
        return [{"accessPackage": PACKAGE.shown(found[each["package_id"]])} for each in records]

    return relate


def _key(request: GraphRequest) -> str:
    return object_key(request, "assignmentPolicy", "id").lower()


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *read_routes((_POLICIES, list_policies, PAGES), (_POLICY, get_policy, ITEM)),
    *write_routes(
        ("POST", _POLICIES, create_policy),
        ("PUT", _POLICY, replace_policy),
        ("DELETE", _POLICY, delete_policy),
    ),
)
