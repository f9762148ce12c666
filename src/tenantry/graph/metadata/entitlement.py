"""CSDL of access packages (`identityGovernance/entitlementManagement` of v1.0)."""

from tenantry.graph.metadata.entities import entity_type, many
from tenantry.graph.metadata.entitlement_values import COMPLEX_TYPES, ENUM_TYPES
from tenantry.graph.metadata.model import EntityType, Model, Navigation, Operation, properties
from tenantry.graph.wire.access_packages import CATALOG, PACKAGE, RESOURCE
from tenantry.graph.wire.assignment_policies import POLICY
from tenantry.graph.wire.assignment_requests import ASSIGNMENT, REQUEST
from tenantry.graph.wire.connected_organizations import ORGANIZATION

_SUBJECT = EntityType(
    name="accessPackageSubject",
    base="entity",
    properties=properties(
        "displayName",
        "email",
        "objectId",
        "onPremisesSecurityIdentifier",
        "principalName",
        "subjectLifecycle: accessPackageSubjectLifecycle",
        "subjectType: accessPackageSubjectType",
    ),
)
_ORIGIN = ("description", "displayName", "originId", "originSystem")


def _one(name: str, kind: str = "") -> Navigation:
    return Navigation(name=name, type=kind or name, contained=False)


_ENTITY_TYPES = (
    entity_type(
        CATALOG,
        many("accessPackages: accessPackage", "resources: accessPackageResource", contained=True),
        base="entity",
        is_open=False,
    ),
    entity_type(
        PACKAGE,
        (
            _one("catalog", "accessPackageCatalog"),
            *many(
                "assignmentPolicies: accessPackageAssignmentPolicy",
                "resourceRoleScopes: accessPackageResourceRoleScope",
                contained=True,
            ),
        ),
        base="entity",
        is_open=False,
    ),
    entity_type(
        RESOURCE,
        many(
            "roles: accessPackageResourceRole",
            "scopes: accessPackageResourceScope",
            contained=True,
        ),
        base="entity",
        is_open=False,
    ),
    entity_type(POLICY, (_one("accessPackage"),), base="entity", is_open=False),
    entity_type(
        REQUEST,
        (
            _one("accessPackage"),
            _one("assignment", "accessPackageAssignment"),
            _one("requestor", "accessPackageSubject"),
        ),
        base="entity",
        is_open=False,
    ),
    entity_type(
        ASSIGNMENT,
        (
            _one("accessPackage"),
            _one("assignmentPolicy", "accessPackageAssignmentPolicy"),
            _one("target", "accessPackageSubject"),
        ),
        base="entity",
        is_open=False,
    ),
    entity_type(ORGANIZATION, base="entity", is_open=False),
    _SUBJECT,
    EntityType(
        name="accessPackageResourceRole",
        base="entity",
        properties=properties(*_ORIGIN),
        navigations=(_one("resource", "accessPackageResource"),),
    ),
    EntityType(
        name="accessPackageResourceScope",
        base="entity",
        properties=properties(*_ORIGIN, "isRootScope: Boolean"),
    ),
    EntityType(
        name="accessPackageResourceRoleScope",
        base="entity",
        properties=properties("createdDateTime: DateTimeOffset"),
        navigations=(
            _one("role", "accessPackageResourceRole"),
            _one("scope", "accessPackageResourceScope"),
        ),
    ),
    EntityType(
        name="accessPackageResourceRequest",
        base="entity",
        properties=properties(
            "createdDateTime: DateTimeOffset",
            "requestType: accessPackageRequestType",
            "state: accessPackageRequestState",
        ),
        navigations=(
            _one("catalog", "accessPackageCatalog"),
            _one("resource", "accessPackageResource"),
        ),
    ),
    EntityType(
        name="approvalStage",
        base="entity",
        properties=properties(
            "assignedToMe: Boolean",
            "displayName",
            "justification",
            "reviewResult",
            "reviewedBy: identity",
            "reviewedDateTime: DateTimeOffset",
            "status",
        ),
    ),
    EntityType(
        name="approval",
        base="entity",
        navigations=many("stages: approvalStage", contained=True),
    ),
    EntityType(
        name="entitlementManagement",
        base="entity",
        navigations=many(
            "accessPackageAssignmentApprovals: approval",
            "accessPackages: accessPackage",
            "assignmentPolicies: accessPackageAssignmentPolicy",
            "assignmentRequests: accessPackageAssignmentRequest",
            "assignments: accessPackageAssignment",
            "catalogs: accessPackageCatalog",
            "connectedOrganizations: connectedOrganization",
            "resourceRequests: accessPackageResourceRequest",
            contained=True,
        ),
    ),
    EntityType(
        name="identityGovernance",
        navigations=(
            Navigation(name="entitlementManagement", type="entitlementManagement", contained=True),
        ),
    ),
)


def _by_current_user(kind: str) -> Operation:
    return Operation(
        name="filterByCurrentUser",
        bound_to=f"[{kind}]",
        parameters=properties("on: String!"),
        returns=f"[{kind}]",
        is_function=True,
    )


MODEL = Model(
    enum_types=ENUM_TYPES,
    complex_types=COMPLEX_TYPES,
    entity_types=_ENTITY_TYPES,
    operations=(
        *(
            _by_current_user(kind)
            for kind in (
                "accessPackage",
                "accessPackageAssignment",
                "accessPackageAssignmentRequest",
                "approval",
            )
        ),
        Operation(name="cancel", bound_to="accessPackageAssignmentRequest"),
    ),
    singletons={"identityGovernance": "identityGovernance"},
)
