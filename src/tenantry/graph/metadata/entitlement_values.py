"""CSDL of the enums and complex types of access packages."""

from tenantry.graph.metadata.model import ComplexType, enum_type, properties

ENUM_TYPES = (
    enum_type(
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
    enum_type(
        "expirationPatternType", "notSpecified", "noExpiration", "afterDateTime", "afterDuration"
    ),
    enum_type(
        "accessPackageCatalogType",
        "userManaged",
        "serviceDefault",
        "serviceManaged",
        "unknownFutureValue",
    ),
    enum_type("accessPackageCatalogState", "unpublished", "published", "unknownFutureValue"),
    enum_type("connectedOrganizationState", "configured", "proposed", "unknownFutureValue"),
    enum_type(
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
    enum_type(
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
    enum_type(
        "accessPackageAssignmentState",
        "delivering",
        "partiallyDelivered",
        "delivered",
        "expired",
        "deliveryFailed",
        "unknownFutureValue",
    ),
    enum_type(
        "accessPackageSubjectType",
        "notSpecified",
        "user",
        "servicePrincipal",
        "unknownFutureValue",
    ),
    enum_type(
        "accessPackageSubjectLifecycle",
        "notDefined",
        "notGoverned",
        "governed",
        "unknownFutureValue",
    ),
)


def _complex(name: str, *declared: str, base: str = "") -> ComplexType:
    return ComplexType(name=name, base=base, properties=properties(*declared))


COMPLEX_TYPES = (
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
