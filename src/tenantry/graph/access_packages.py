"""`…/entitlementManagement/accessPackages`, and what each gives: `resourceRoleScopes`."""

from collections.abc import Collection

from tenantry.entitlement.operations import catalogs, offers, package_roles, packages, policies
from tenantry.entitlement.operations.authorizing import authorize_own
from tenantry.entitlement.operations.requestors import asker_here
from tenantry.errors import InvalidValueError
from tenantry.graph.answers import Answer, collection, created, no_content
from tenantry.graph.entitlement_routes import ITEM, PAGES, own_route, read_routes, write_routes
from tenantry.graph.expansions import Relate, answer_expanded, answer_expanded_page, expanded
from tenantry.graph.keys import object_key
from tenantry.graph.requests import GraphRequest
from tenantry.graph.routes import NotBuiltRoute, Route
from tenantry.graph.wire.access_packages import (
    CATALOG,
    PACKAGE,
    PACKAGE_BODY,
    PACKAGE_CHANGES,
    ROOT,
    read_role_scope,
    role_scope,
)
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.assignment_policies import POLICY
from tenantry.graph.wire.showing import Record
from tenantry.storage.unit_of_work import Reading

_PACKAGES = f"{ROOT}/accessPackages"
_PACKAGE = f"{_PACKAGES}/{{accessPackage}}"
_SCOPES = f"{_PACKAGE}/resourceRoleScopes"
_RELATIONSHIPS = ("assignmentPolicies", "catalog", "resourceRoleScopes")
_INSIDE = ("role", "scope")
_NOT_BUILT = ("accessPackagesIncompatibleWith", "incompatibleAccessPackages", "incompatibleGroups")


def list_packages(request: GraphRequest) -> Answer:
    """Answer a page of packages."""
    read, count = packages.list_packages, packages.count_packages
    return answer_expanded_page(request, PACKAGE, read, count, _relate(request))


def get_package(request: GraphRequest) -> Answer:
    """Answer one package."""
    key = _key(request)
    return answer_expanded(
        request,
        PACKAGE,
        lambda reading, actor: packages.get_package(reading, actor, key),
        _relate(request),
    )


def list_requestable(request: GraphRequest) -> Answer:
    """Answer the packages that the caller may ask for."""
    if str(request.keys["on"]).lower() != "allowedrequestor":
        message = "`on` is `allowedRequestor`: the packages that the caller may ask for"
        raise InvalidValueError("on", message)
    with request.read() as reading:
        authorize_own(request.actor)
        asker = asker_here(reading, request.tenant_id, request.actor.actor_id)
        found = offers.list_offers(reading, asker)
    items = [PACKAGE.shown(each.package) for each in found]
    return collection(request, items, context=_PACKAGES)


def create_package(request: GraphRequest) -> Answer:
    """Make a package."""
    values = PACKAGE_BODY.read_new(request.body)
    catalog_id = str(values.pop("catalog_id"))
    with request.write() as work:
        made = packages.create_package(work, request.actor, catalog_id, values)
    path = f"{_PACKAGES}/{made['id']}"
    return created(request, PACKAGE.shown(made), context=f"{_PACKAGES}/$entity", path=path)


def update_package(request: GraphRequest) -> Answer:
    """Change a package."""
    values = PACKAGE_CHANGES.read(request.body)
    with request.write() as work:
        packages.update_package(work, request.actor, _key(request), values)
    return no_content()


def delete_package(request: GraphRequest) -> Answer:
    """Delete a package that nobody has."""
    with request.write() as work:
        packages.delete_package(work, request.actor, _key(request))
    return no_content()


def list_role_scopes(request: GraphRequest) -> Answer:
    """Answer what a package gives."""
    with request.read() as reading:
        found = package_roles.list_roles(reading, request.actor, _key(request))
    items = [role_scope(each) for each in found]
    context = f"{_PACKAGES}('{_key(request)}')/resourceRoleScopes"
    return collection(request, items, context=context)


def create_role_scope(request: GraphRequest) -> Answer:
    """Let a package give one more role."""
    resource_id, role_id = read_role_scope(request.body)
    with request.write() as work:
        made = package_roles.add_role(work, request.actor, _key(request), resource_id, role_id)
    place = f"{_PACKAGES}('{made['package_id']}')/resourceRoleScopes"
    path = f"{_PACKAGES}/{made['package_id']}/resourceRoleScopes/{made['id']}"
    return created(request, role_scope(made), context=f"{place}/$entity", path=path)


def delete_role_scope(request: GraphRequest) -> Answer:
    """Let a package give a role no longer."""
    role_id = object_key(request, "roleScope", "id").lower()
    with request.write() as work:
        package_roles.remove_role(work, request.actor, _key(request), role_id)
    return no_content()


def _relate(request: GraphRequest) -> Relate:
    parts = expanded(request.options, _RELATIONSHIPS, _NOT_BUILT, inside=_INSIDE)
    return lambda reading, records: [_parts(reading, request, each, parts) for each in records]


def _parts(
    reading: Reading, request: GraphRequest, package: Record, parts: Collection[str]
) -> JsonObject:
    """Return the expanded relationships of a package."""
    found: dict[str, object] = {}
    if "catalog" in parts:
        catalog = catalogs.get_catalog(reading, request.actor, package["catalog_id"])
        found["catalog"] = CATALOG.shown(catalog)
    if "resourceRoleScopes" in parts:
        roles = package_roles.list_roles(reading, request.actor, package["id"])
        found["resourceRoleScopes"] = [role_scope(each) for each in roles]
    if "assignmentPolicies" in parts:
        known = policies.list_of_package(reading, request.actor, package["id"])
        found["assignmentPolicies"] = [POLICY.shown(each) for each in known]
    return found


def _key(request: GraphRequest) -> str:
    return object_key(request, "accessPackage", "id").lower()


ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *read_routes(
        (_PACKAGES, list_packages, PAGES),
        (_PACKAGE, get_package, ITEM),
        (_SCOPES, list_role_scopes, ()),
    ),
    own_route(_PACKAGES, list_requestable),
    *write_routes(
        ("POST", _PACKAGES, create_package),
        ("PATCH", _PACKAGE, update_package),
        ("DELETE", _PACKAGE, delete_package),
        ("POST", _SCOPES, create_role_scope),
        ("DELETE", f"{_SCOPES}/{{roleScope}}", delete_role_scope),
    ),
)
