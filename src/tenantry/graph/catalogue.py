"""Every path of the API: those that are served, and those that are documented and not built."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from tenantry.errors import NotBuiltError
from tenantry.graph import (
    access_packages,
    access_policy,
    administrative_units,
    app_role_assignments,
    application_keys,
    application_templates,
    applications,
    assignment_approvals,
    assignment_policies,
    assignment_requests,
    authentication_methods,
    authentication_policies,
    authorization_policy,
    conditional_access,
    connected_organizations,
    contacts,
    deleted_items,
    delta,
    device_people,
    devices,
    directory_audits,
    directory_objects,
    directory_roles,
    domain_lists,
    domain_records,
    domains,
    email_method,
    entitlement_catalogs,
    external_identities,
    federated_credentials,
    federation_configurations,
    group_members,
    group_memberships,
    groups,
    home_federations,
    identity_providers,
    invitations,
    named_locations,
    organization,
    own_password,
    owners,
    partners,
    permission_grants,
    provisioning_log,
    resource_actions,
    role_definitions,
    scoped_roles,
    service_principals,
    sign_ins,
    subscribed_skus,
    synchronization,
    synchronization_schema,
    tenant_information,
    user_licences,
    user_relations,
    users,
)
from tenantry.graph.faults import MethodNotAllowedError, UnknownSegmentError
from tenantry.graph.odata.paths import VERSIONS, Segment, Word, parse_path
from tenantry.graph.odata.routes import KeyValue, OtherMethods, RouteTable
from tenantry.graph.requests import Call
from tenantry.graph.routes import NotBuiltRoute, Route

_RESOURCES = (
    access_packages,
    access_policy,
    administrative_units,
    app_role_assignments,
    application_keys,
    application_templates,
    applications,
    assignment_approvals,
    assignment_policies,
    assignment_requests,
    authentication_methods,
    authentication_policies,
    authorization_policy,
    conditional_access,
    connected_organizations,
    contacts,
    deleted_items,
    delta,
    device_people,
    devices,
    directory_audits,
    directory_objects,
    directory_roles,
    domain_lists,
    domain_records,
    domains,
    email_method,
    entitlement_catalogs,
    external_identities,
    federated_credentials,
    federation_configurations,
    group_members,
    group_memberships,
    groups,
    home_federations,
    identity_providers,
    invitations,
    named_locations,
    organization,
    own_password,
    owners,
    partners,
    permission_grants,
    provisioning_log,
    resource_actions,
    role_definitions,
    scoped_roles,
    service_principals,
    sign_ins,
    subscribed_skus,
    synchronization,
    synchronization_schema,
    tenant_information,
    user_licences,
    user_relations,
    users,
)

_KEPT = 256  # paths: each is asked about several times in a request, and some in every other
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_NOT_BUILT = (
    "directory/remoteTenantGroups",
    "domainDnsRecords",
    "identity/conditionalAccess/authenticationStrength",
    "identity/conditionalAccess/deletedItems",
    "identity/conditionalAccess/templates",
    "identityGovernance",
    "policies/identitySecurityDefaultsEnforcementPolicy",
    "roleManagement/entitlementManagement",
    "scopedRoleMemberships",
    "teams",
    "tenantRelationships",
)
"""Documented paths that are not built, with all that is below them (contract §2 … §6)."""

ROUTES: tuple[Route | NotBuiltRoute, ...] = (
    *(route for resource in _RESOURCES for route in resource.ROUTES),
    *(
        NotBuiltRoute(method=method, pattern=f"{path}/**")
        for path in _NOT_BUILT
        for method in _METHODS
    ),
)


def find_route(call: Call) -> tuple[Route, Mapping[str, KeyValue]]:
    """Return the route of *call* and the keys in its path.

    Raises:
        NotBuiltError: The path is documented but not built.
        MethodNotAllowedError: The path has other verbs.
        UnknownSegmentError: There is no such path.
    """
    return _find(call.version, call.method, call.path)


@lru_cache(_KEPT)
def _find(version: str, method: str, path: str) -> tuple[Route, Mapping[str, KeyValue]]:
    segments = parse_path(path)
    found = _TABLES[version].find(segments, method)
    if found is None:
        raise UnknownSegmentError(_first_unknown(segments))
    if isinstance(found, OtherMethods):
        raise MethodNotAllowedError(found.methods)
    if found.route.endpoint is None:
        raise NotBuiltError(f"{method} /{found.route.pattern.removesuffix('/**')}")
    return found.route.endpoint, MappingProxyType(found.keys)  # many requests share it


def _first_unknown(segments: tuple[Segment, ...]) -> str:
    """Return the text of the first of *segments* at which no path goes on."""
    if not segments:
        return "/"
    lengths = range(len(segments) - 1, 0, -1)
    known = next((size for size in lengths if _BEGINNINGS.find(segments[:size], "GET")), 0)
    unknown = segments[known]
    return unknown.text if isinstance(unknown, Word) else "()"


def _beginnings() -> RouteTable[str]:
    """Return a table in which every path stands that another path begins with."""
    parts = [route.pattern.removesuffix("/**").split("/") for route in ROUTES]
    table: RouteTable[str] = RouteTable()
    for beginning in {"/".join(names[:size]) for names in parts for size in range(1, len(names))}:
        table.add("GET", beginning, beginning)
    return table


def _table(version: str) -> RouteTable[Route]:
    table: RouteTable[Route] = RouteTable()
    for route in ROUTES:
        if isinstance(route, NotBuiltRoute):
            table.add_not_built(route.method, route.pattern)
        elif version in route.versions:
            table.add(route.method, route.pattern, route)
    return table


_TABLES = {version: _table(version) for version in VERSIONS}
_BEGINNINGS = _beginnings()
