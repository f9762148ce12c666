"""CSDL of access packages (`identityGovernance/entitlementManagement` of v1.0)."""

from tenantry.graph.metadata.entities import entity_type, many
from tenantry.graph.metadata.model import (
    ComplexType,
    EntityType,
    EnumType,
    Model,
    Navigation,
    Operation,
    properties,
)
from tenantry.graph.wire.access_packages import CATALOG, PACKAGE, RESOURCE
from tenantry.graph.wire.assignment_policies import POLICY
from tenantry.graph.wire.assignment_requests import ASSIGNMENT, REQUEST
from tenantry.graph.wire.connected_organizations import ORGANIZATION


def _enum(name: str, *members: str) -> EnumType:
    return EnumType(name=name, members={member: at for at, member in enumerate(members)})


_ENUMS = (
    _enum(
        "allowedTargetScope",
        "notSpecified",
        "specificDirectoryUsers",
        "specificConnectedOrganizationUsers",
        "specificDirectoryServicePrincipals",
        "allMemberUsers",
        "allDirectoryUsers",
        "allDirectoryServicePrincipals",
        "allConfiguredConnectedOrganizationUsers",
        "allExternalUsers",
        "unknownFutureValue",
    ),
    _enum(
        "expirationPatternType", "notSpecified", "noExpiration", "afterDateTime", "afterDuration"
    ),
    _enum(
        "accessPackageCatalogType",
        "userManaged",
        "serviceDefault",
        "serviceManaged",
        "unknownFutureValue",
    ),
    _enum("accessPackageCatalogState", "unpublished", "published", "unknownFutureValue"),
    _enum("connectedOrganizationState", "configured", "proposed", "unknownFutureValue"),
    _enum(
        "accessPackageRequestType",
        "notSpecified",
        "userAdd",
        "userUpdate",
        "userRemove",
        "adminAdd",
        "adminUpdate",
        "adminRemove",
        "systemAdd",
        "systemUpdate",
        "systemRemove",
        "onBehalfAdd",
        "unknownFutureValue",
    ),
    _enum(
        "accessPackageRequestState",
        "submitted",
        "pendingApproval",
        "delivering",
        "delivered",
        "deliveryFailed",
        "denied",
        "scheduled",
        "canceled",
        "partiallyDelivered",
        "unknownFutureValue",
    ),
    _enum(
        "accessPackageAssignmentState",
        "delivering",
        "partiallyDelivered",
        "delivered",
        "expired",
        "deliveryFailed",
        "unknownFutureValue",
    ),
    _enum(
        "accessPackageSubjectType",
        "notSpecified",
        "user",
        "servicePrincipal",
        "unknownFutureValue",
    ),
    _enum(
        "accessPackageSubjectLifecycle",
        "notDefined",
        "notGoverned",
        "governed",
        "unknownFutureValue",
    ),
)


def _complex(name: str, *declared: str, base: str = "") -> ComplexType:
    return ComplexType(name=name, base=base, properties=properties(*declared))


_COMPLEX_TYPES = (
    _complex("subjectSet"),
    _complex("singleUser", "description", "userId", base="subjectSet"),
    _complex("groupMembers", "description", "groupId", base="subjectSet"),
    _complex(
        "connectedOrganizationMembers",
        "connectedOrganizationId",
        "description",
        base="subjectSet",
    ),
    _complex("requestorManager", "managerLevel: Int32", base="subjectSet"),
    _complex(
        "expirationPattern",
        "duration: Duration",
        "endDateTime: DateTimeOffset",
        "type: expirationPatternType",
    ),
    _complex(
        "entitlementManagementSchedule",
        "expiration: expirationPattern",
        "startDateTime: DateTimeOffset",
    ),
    _complex(
        "accessPackageApprovalStage",
        "durationBeforeAutomaticDenial: Duration",
        "escalationApprovers: [subjectSet]",
        "fallbackEscalationApprovers: [subjectSet]",
        "fallbackPrimaryApprovers: [subjectSet]",
        "isApproverJustificationRequired: Boolean",
        "isEscalationEnabled: Boolean",
        "primaryApprovers: [subjectSet]",
    ),
    _complex(
        "accessPackageAssignmentApprovalSettings",
        "isApprovalRequiredForAdd: Boolean",
        "isApprovalRequiredForUpdate: Boolean",
        "isRequestorJustificationRequired: Boolean",
        "stages: [accessPackageApprovalStage]",
    ),
    _complex(
        "accessPackageAssignmentRequestorSettings",
        "allowCustomAssignmentSchedule: Boolean",
        "enableOnBehalfRequestorsToAddAccess: Boolean",
        "enableOnBehalfRequestorsToRemoveAccess: Boolean",
        "enableOnBehalfRequestorsToUpdateAccess: Boolean",
        "enableTargetsToSelfAddAccess: Boolean",
        "enableTargetsToSelfRemoveAccess: Boolean",
        "enableTargetsToSelfUpdateAccess: Boolean",
        "onBehalfRequestors: [subjectSet]",
    ),
    _complex("accessPackageAutomaticRequestSettings"),
    _complex("accessPackageNotificationSettings", "isAssignmentNotificationDisabled: Boolean"),
    _complex("accessPackageAssignmentReviewSettings"),
    _complex("accessPackageAnswer"),
    _complex("accessPackageResourceAttribute"),
    _complex("identitySource"),
    _complex("azureActiveDirectoryTenant", "displayName", "tenantId", base="identitySource"),
    _complex("domainIdentitySource", "displayName", "domainName", base="identitySource"),
)
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
    enum_types=_ENUMS,
    complex_types=_COMPLEX_TYPES,
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
