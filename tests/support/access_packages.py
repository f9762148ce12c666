"""Access packages as the administrator of a tenant makes them, over HTTP."""

from typing import Any

from tests.support.tenants import Json, Tenant

ROOT = "/identityGovernance/entitlementManagement"
PACKAGES, POLICIES = f"{ROOT}/accessPackages", f"{ROOT}/assignmentPolicies"
REQUESTS, ASSIGNMENTS = f"{ROOT}/assignmentRequests", f"{ROOT}/assignments"
ORGANIZATIONS = f"{ROOT}/connectedOrganizations"
APPROVALS = f"{ROOT}/accessPackageAssignmentApprovals"

SELF_SERVICE = {"enableTargetsToSelfAddAccess": True, "enableTargetsToSelfRemoveAccess": True}


def add_package(tenant: Tenant, name: str = "Design") -> Json:
    """Make a package in the catalog that every tenant has."""
    catalog = general(tenant)
    package: Json = tenant.post(
        PACKAGES, {"displayName": name, "catalog": {"id": catalog["id"]}, "description": "Tools"}
    )
    return package


def general(tenant: Tenant) -> Json:
    """Return the catalog that every tenant has."""
    [catalog] = tenant.get(f"{ROOT}/catalogs?$filter=displayName eq 'General'")["value"]
    return catalog  # type: ignore[no-any-return]  # JSON


def let_give_group(tenant: Tenant, package: Json, group: Json) -> Json:
    """Let a package give membership of *group*."""
    resource = _add_resource(tenant, "AadGroup", group["id"])
    return _add_role(tenant, package, resource, f"Member_{group['id']}")


def let_give_role(tenant: Tenant, package: Json, principal_id: str, role_id: str) -> Json:
    """Let a package give the role of an application."""
    return _add_role(
        tenant, package, _add_resource(tenant, "AadApplication", principal_id), role_id
    )


def add_policy(tenant: Tenant, package: Json, scope: str, **given: Any) -> Json:
    """Open a way to a package for *scope*; *given* are further properties."""
    body = {
        "displayName": f"For {scope}",
        "accessPackage": {"id": package["id"]},
        "allowedTargetScope": scope,
        "requestorSettings": SELF_SERVICE,
        **given,
    }
    policy: Json = tenant.post(POLICIES, body)
    return policy


def approved_by(*users: Json, **given: Any) -> Json:
    """Return the settings by which any one of *users* approves."""
    approvers = [
        {"@odata.type": "#microsoft.graph.singleUser", "userId": user["id"]} for user in users
    ]
    stage = {"primaryApprovers": approvers, "durationBeforeAutomaticDenial": "P14D"}
    return {"isApprovalRequiredForAdd": True, "stages": [{**stage, **given}]}


def connect(tenant: Tenant, other: Tenant) -> Json:
    """Make *other* a connected organization of *tenant*."""
    source = {
        "@odata.type": "#microsoft.graph.domainIdentitySource",
        "domainName": other.domain,
        "displayName": other.domain,
    }
    body = {"displayName": other.domain, "identitySources": [source], "state": "configured"}
    organization: Json = tenant.post(ORGANIZATIONS, body)
    return organization


def members_of(organization: Json) -> Json:
    """Return the people of a connected organization as a policy names them."""
    kind = "#microsoft.graph.connectedOrganizationMembers"
    return {"@odata.type": kind, "connectedOrganizationId": organization["id"]}


def asking(package: Json, policy: Json, target: Json | None = None, **given: Any) -> Json:
    """Return the body that asks for a package, or assigns it to *target*."""
    assignment = {"accessPackageId": package["id"], "assignmentPolicyId": policy["id"]}
    if target is None:
        return {"requestType": "userAdd", "assignment": assignment, **given}
    assignment["targetId"] = target["id"]
    return {"requestType": "adminAdd", "assignment": assignment, **given}


def assignments_of(tenant: Tenant, user: Json) -> list[Json]:
    """Return the assignments of a user, ended ones too."""
    return tenant.list_all(f"{ASSIGNMENTS}?$filter=target/objectId eq '{user['id']}'")


def _add_resource(tenant: Tenant, origin_system: str, origin_id: str) -> Json:
    catalog = general(tenant)
    known = tenant.get(f"{ROOT}/catalogs/{catalog['id']}/resources")["value"]
    found = [each for each in known if each["originId"] == origin_id]
    if found:
        return found[0]  # type: ignore[no-any-return]  # JSON
    resource = {"originSystem": origin_system, "originId": origin_id}
    body = {"requestType": "adminAdd", "catalog": {"id": catalog["id"]}, "resource": resource}
    made: Json = tenant.post(f"{ROOT}/resourceRequests", body)["resource"]
    return made


def _add_role(tenant: Tenant, package: Json, resource: Json, role_id: str) -> Json:
    role = {
        "originId": role_id,
        "originSystem": resource["originSystem"],
        "resource": {"id": resource["id"]},
    }
    scope = {"originId": resource["originId"], "originSystem": resource["originSystem"]}
    path = f"{PACKAGES}/{package['id']}/resourceRoleScopes"
    made: Json = tenant.post(path, {"role": role, "scope": scope})
    return made
