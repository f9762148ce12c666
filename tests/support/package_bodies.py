"""What the writing routes of access packages take, by method and pattern without the names of keys.

Beside them what their keys can be, and one of everything for a tenant of a generated test.
"""

from collections.abc import Mapping
from typing import Any

from tenantry.actor import Actor
from tenantry.entitlement.operations import (
    catalogs,
    organizations,
    package_roles,
    packages,
    policies,
    requesting,
)
from tenantry.entitlement.operations.requesting import Asked
from tenantry.entitlement.operations.requestors import asker_here
from tenantry.entitlement.origins import GROUP, member_role
from tenantry.entitlement.policies import (
    ApprovalSettings,
    ApprovalStage,
    AssignmentPolicy,
    RequestorSettings,
    SubjectSet,
)
from tenantry.storage.database import Database

_ROOT = "identityGovernance/entitlementManagement"
_ORIGIN = "https://login.tenantry.test"

FOR_PEOPLE = frozenset(
    {
        f"GET {_ROOT}/accessPackages/filterByCurrentUser(on={{on}})",
        f"GET {_ROOT}/assignmentRequests/filterByCurrentUser(on={{on}})",
        f"GET {_ROOT}/assignments/filterByCurrentUser(on={{on}})",
        f"GET {_ROOT}/accessPackageAssignmentApprovals/filterByCurrentUser(on={{on}})",
        f"PATCH {_ROOT}/accessPackageAssignmentApprovals/{{approval}}/stages/{{stage}}",
        "POST users/{user}/changePassword",
    }
)
"""Routes that applications cannot call for themselves."""

PACKAGE_FUNCTIONS: Mapping[str, str] = {
    f"{kind}/filterByCurrentUser(on={{on}})": f"{kind}/filterByCurrentUser(on='{on}')"
    for kind, on in (
        ("accessPackages", "allowedRequestor"),
        ("accessPackageAssignmentApprovals", "approver"),
        ("assignmentRequests", "target"),
        ("assignments", "target"),
    )
}
"""A function as its pattern writes it, and as a request does."""

PACKAGE_KEYS: Mapping[str, tuple[str, ...]] = {
    "accessPackageAssignmentApprovals": ("/{packageRequest}",),
    "accessPackages": ("/{emptyPackage}", "/{accessPackage}", "('{accessPackage}')"),
    "assignmentPolicies": ("/{assignmentPolicy}",),
    "assignmentRequests": ("/{packageRequest}",),
    "assignments": ("/{packageAssignment}",),
    "catalogs": ("/{catalog}",),
    "connectedOrganizations": ("/{connectedOrganization}",),
    "resourceRoleScopes": ("/{roleScope}",),
    "stages": ("/{packageRequest}",),
}

_GROUP = "innerGroup"
_POLICY = {
    "displayName": "Everybody",
    "accessPackage": {"id": "{accessPackage}"},
    "allowedTargetScope": "allMemberUsers",
    "requestorSettings": {"enableTargetsToSelfAddAccess": True},
    "expiration": {"type": "afterDuration", "duration": "P7D"},
    "specificAllowedTargets": [],
}
PACKAGE_BODIES: Mapping[str, tuple[Any, ...]] = {
    f"POST {_ROOT}/catalogs": ({"displayName": "Tools", "isExternallyVisible": True},),
    f"PATCH {_ROOT}/catalogs/{{}}": ({"state": "unpublished"},),
    f"POST {_ROOT}/resourceRequests": (
        {
            "requestType": "adminAdd",
            "catalog": {"id": "{catalog}"},
            "resource": {"originSystem": GROUP, "originId": f"{{{_GROUP}}}"},
        },
    ),
    f"POST {_ROOT}/accessPackages": ({"displayName": "Sales", "catalog": {"id": "{catalog}"}},),
    f"PATCH {_ROOT}/accessPackages/{{}}": ({"description": "Other tools"},),
    f"POST {_ROOT}/accessPackages/{{}}/resourceRoleScopes": (
        {
            "role": {
                "originId": "Member_{group}",
                "originSystem": GROUP,
                "resource": {"id": "{packageResource}"},
            },
            "scope": {"originId": "{group}", "originSystem": GROUP},
        },
    ),
    f"POST {_ROOT}/assignmentPolicies": (_POLICY,),
    f"PUT {_ROOT}/assignmentPolicies/{{}}": (_POLICY,),
    f"POST {_ROOT}/assignmentRequests": (
        {
            "requestType": "adminAdd",
            "assignment": {
                "targetId": "{guest}",
                "assignmentPolicyId": "{assignmentPolicy}",
                "accessPackageId": "{accessPackage}",
            },
        },
        {"requestType": "adminRemove", "assignment": {"id": "{packageAssignment}"}},
    ),
    f"POST {_ROOT}/assignmentRequests/{{}}/cancel": (None,),
    f"PATCH {_ROOT}/accessPackageAssignmentApprovals/{{}}/stages/{{}}": (
        {"reviewResult": "Approve", "justification": "Known"},
    ),
    f"POST {_ROOT}/connectedOrganizations": (
        {
            "displayName": "Strangers",
            "identitySources": [
                {
                    "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant",
                    "tenantId": "{stranger}",
                }
            ],
        },
    ),
    f"PATCH {_ROOT}/connectedOrganizations/{{}}": ({"state": "proposed"},),
}


def make_packages(
    database: Database, actor: Actor, word: str, names: Mapping[str, str]
) -> dict[str, str]:
    """Make one of everything about packages, with *word* in its texts; return the names.

    *names* are those of the tenant's `group`, `user`, `report`, `manager` and `partner`.
    """
    with database.write() as work:
        catalog = catalogs.create_catalog(work, actor, {"display_name": f"Catalog of {word}"})
        resource = catalogs.add_resource(work, actor, catalog["id"], GROUP, names["group"])
        package = packages.create_package(
            work, actor, catalog["id"], {"display_name": f"Package of {word}"}
        )
        held = packages.create_package(
            work, actor, catalog["id"], {"display_name": f"Design of {word}"}
        )
        role = package_roles.add_role(
            work, actor, held["id"], resource["id"], member_role(names["group"])
        )
        policy = policies.create_policy(
            work, actor, held["id"], {"display_name": f"Way of {word}"}, _decided_by(names)
        )
        source, values = names["partner"], {"display_name": f"Friends of {word}"}
        organization = organizations.create_organization(work, actor, source, values)
        asked = Asked(package_id=held["id"], policy_id=policy["id"], justification=f"For {word}")
        asker = asker_here(work, actor.tenant_id, names["report"])
        request = requesting.ask(work, asker, asked, origin=_ORIGIN)
        assigned = Asked(package_id=held["id"], policy_id=policy["id"], target_id=names["manager"])
        made = requesting.assign(work, actor, assigned, origin=_ORIGIN)
    return {
        "accessPackage": held["id"],
        "assignmentPolicy": policy["id"],
        "catalog": catalog["id"],
        "connectedOrganization": organization["id"],
        "emptyPackage": package["id"],
        "packageAssignment": made["assignment_id"],
        "packageRequest": request["id"],
        "packageResource": resource["id"],
        "roleScope": role["id"],
    }


def _decided_by(names: Mapping[str, str]) -> AssignmentPolicy:
    stage = ApprovalStage(primary_approvers=(SubjectSet(kind="singleUser", id=names["user"]),))
    return AssignmentPolicy(
        allowed_target_scope="allMemberUsers",
        requestor_settings=RequestorSettings(enable_targets_to_self_add_access=True),
        request_approval_settings=ApprovalSettings(
            is_approval_required_for_add=True, stages=(stage,)
        ),
    )
