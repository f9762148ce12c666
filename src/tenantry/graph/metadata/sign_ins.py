"""CSDL of the sign-in log (contract §6.12)."""

from tenantry.graph.metadata.model import ComplexType, EntityType, Model, enum_type, properties

_RISK_DETAILS = (
    "none",
    "adminGeneratedTemporaryPassword",
    "userPerformedSecuredPasswordChange",
    "userPerformedSecuredPasswordReset",
    "adminConfirmedSigninSafe",
    "aiConfirmedSigninSafe",
    "userPassedMFADrivenByRiskBasedPolicy",
    "adminDismissedAllRiskForUser",
    "adminConfirmedSigninCompromised",
    "hidden",
    "adminConfirmedUserCompromised",
    "unknownFutureValue",
    "m365DAdminDismissedDetection",
    "adminConfirmedServicePrincipalCompromised",
    "adminDismissedAllRiskForServicePrincipal",
    "userChangedPasswordOnPremises",
    "adminDismissedRiskForSignIn",
    "adminConfirmedAccountSafe",
    "microsoftRevokedSessions",
)
_RISK_EVENTS = (
    "unlikelyTravel",
    "anonymizedIPAddress",
    "maliciousIPAddress",
    "unfamiliarFeatures",
    "malwareInfectedIPAddress",
    "suspiciousIPAddress",
    "leakedCredentials",
    "investigationsThreatIntelligence",
    "generic",
    "adminConfirmedUserCompromised",
    "mcasImpossibleTravel",
    "mcasSuspiciousInboxManipulationRules",
    "investigationsThreatIntelligenceSigninLinked",
    "maliciousIPAddressValidCredentialsBlockedIP",
    "unknownFutureValue",
)
_POLICY_RESULTS = (
    "success",
    "failure",
    "notApplied",
    "notEnabled",
    "unknown",
    "unknownFutureValue",
    "reportOnlySuccess",
    "reportOnlyFailure",
    "reportOnlyNotApplied",
    "reportOnlyInterrupted",
)
_RISK_LEVELS = ("low", "medium", "high", "hidden", "none", "unknownFutureValue")
_RISK_STATES = (
    "none",
    "confirmedSafe",
    "remediated",
    "dismissed",
    "atRisk",
    "confirmedCompromised",
    "unknownFutureValue",
)


MODEL = Model(
    enum_types=(
        enum_type("appliedConditionalAccessPolicyResult", *_POLICY_RESULTS),
        enum_type(
            "conditionalAccessStatus", "success", "failure", "notApplied", "unknownFutureValue"
        ),
        enum_type("riskDetail", *_RISK_DETAILS),
        enum_type("riskEventType", *_RISK_EVENTS),
        enum_type("riskLevel", *_RISK_LEVELS),
        enum_type("riskState", *_RISK_STATES),
    ),
    complex_types=(
        ComplexType(
            name="appliedConditionalAccessPolicy",
            properties=properties(
                "displayName",
                "enforcedGrantControls: [String]",
                "enforcedSessionControls: [String]",
                "id",
                "result: appliedConditionalAccessPolicyResult",
            ),
        ),
        ComplexType(
            name="authenticationAppDeviceDetails",
            properties=properties("appVersion", "clientApp", "deviceId", "operatingSystem"),
        ),
        ComplexType(
            name="deviceDetail",
            properties=properties(
                "browser",
                "deviceId",
                "displayName",
                "isCompliant: Boolean",
                "isManaged: Boolean",
                "operatingSystem",
                "trustType",
            ),
        ),
        ComplexType(
            name="geoCoordinates",
            properties=properties("altitude: Double", "latitude: Double", "longitude: Double"),
        ),
        ComplexType(
            name="signInLocation",
            properties=properties(
                "city", "countryOrRegion", "geoCoordinates: geoCoordinates", "state"
            ),
        ),
        ComplexType(
            name="signInStatus",
            properties=properties("additionalDetails", "errorCode: Int32", "failureReason"),
        ),
    ),
    entity_types=(
        EntityType(
            name="signIn",
            base="entity",
            properties=properties(
                "appDisplayName",
                "appId",
                "appliedConditionalAccessPolicies: [appliedConditionalAccessPolicy]",
                "authenticationAppDeviceDetails: authenticationAppDeviceDetails",
                "clientAppUsed",
                "conditionalAccessStatus: conditionalAccessStatus",
                "correlationId",
                "createdDateTime: DateTimeOffset!",
                "deviceDetail: deviceDetail",
                "homeTenantId",
                "ipAddress",
                "isInteractive: Boolean",
                "location: signInLocation",
                "resourceDisplayName",
                "resourceId",
                "resourceTenantId",
                "riskDetail: riskDetail",
                "riskEventTypes: [riskEventType]",
                "riskEventTypes_v2: [String]",
                "riskLevelAggregated: riskLevel",
                "riskLevelDuringSignIn: riskLevel",
                "riskState: riskState",
                "servicePrincipalId",
                "servicePrincipalName",
                "status: signInStatus",
                "userAgent",
                "userDisplayName",
                "userId: String!",
                "userPrincipalName",
            ),
        ),
    ),
)
