"""CSDL of users, groups, organization, domains and the recycle bin (contract §6.1 … §6.6)."""

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
from tenantry.graph.wire.administrative_units import UNIT
from tenantry.graph.wire.devices import DEVICE
from tenantry.graph.wire.groups import GROUP
from tenantry.graph.wire.organization import DOMAIN, ORGANIZATION
from tenantry.graph.wire.users import USER

_ASSIGNED = many("appRoleAssignments: appRoleAssignment", contained=True)
_ENUMS = (
    EnumType(name="mdmAuthority", members={"unknown": 0, "intune": 1, "sccm": 2, "office365": 3}),
    EnumType(
        name="partnerTenantType",
        members={
            "microsoftSupport": 1,
            "syndicatePartner": 2,
            "breadthPartner": 3,
            "breadthPartnerDelegatedAdmin": 4,
            "resellerPartnerDelegatedAdmin": 5,
            "valueAddedResellerPartnerDelegatedAdmin": 6,
            "unknownFutureValue": 7,
        },
    ),
)
_COMPLEX_TYPES = (
    ComplexType(name="assignedLabel", properties=properties("displayName", "labelId")),
    ComplexType(
        name="domainState",
        properties=properties("lastActionDateTime: DateTimeOffset", "operation", "status"),
    ),
    ComplexType(name="employeeOrgData", properties=properties("costCenter", "division")),
    ComplexType(
        name="tenantInformation",
        properties=properties(
            "defaultDomainName", "displayName", "federationBrandName", "tenantId: String!"
        ),
    ),
    ComplexType(name="keyValue", properties=properties("key", "value")),
    ComplexType(
        name="objectIdentity", properties=properties("issuer", "issuerAssignedId", "signInType")
    ),
    ComplexType(
        name="onPremisesExtensionAttributes",
        properties=properties(*(f"extensionAttribute{number}" for number in range(1, 16))),
    ),
    ComplexType(
        name="onPremisesProvisioningError",
        properties=properties(
            "category", "occurredDateTime: DateTimeOffset", "propertyCausingError", "value"
        ),
    ),
    ComplexType(
        name="passwordProfile",
        properties=properties(
            "forceChangePasswordNextSignIn: Boolean",
            "forceChangePasswordNextSignInWithMfa: Boolean",
            "password",
        ),
    ),
    ComplexType(
        name="alternativeSecurityId",
        properties=properties("identityProvider", "key: Binary", "type: Int32"),
    ),
    ComplexType(name="privacyProfile", properties=properties("contactEmail", "statementUrl")),
    ComplexType(
        name="provisionedPlan",
        properties=properties("capabilityStatus", "provisioningStatus", "service"),
    ),
    ComplexType(
        name="serviceProvisioningError",
        properties=properties(
            "createdDateTime: DateTimeOffset", "isResolved: Boolean", "serviceInstance"
        ),
    ),
    ComplexType(
        name="verifiedDomain",
        properties=properties(
            "capabilities", "isDefault: Boolean", "isInitial: Boolean", "name", "type"
        ),
    ),
)
_OPERATIONS = (
    Operation(
        name="changePassword",
        bound_to="user",
        parameters=properties("currentPassword", "newPassword"),
    ),
    Operation(
        name="checkMemberGroups",
        bound_to="directoryObject",
        parameters=properties("groupIds: [String]"),
        returns="[String]",
    ),
    Operation(
        name="checkMemberObjects",
        bound_to="directoryObject",
        parameters=properties("ids: [String]"),
        returns="[String]",
    ),
    *(
        Operation(
            name=f"findTenantInformationBy{by}",
            bound_to="tenantRelationship",
            parameters=properties(parameter),
            returns="tenantInformation",
            is_function=True,
        )
        for by, parameter in (("DomainName", "domainName"), ("TenantId", "tenantId"))
    ),
    Operation(
        name="getMemberObjects",
        bound_to="directoryObject",
        parameters=properties("securityEnabledOnly: Boolean"),
        returns="[String]",
    ),
    Operation(
        name="getByIds",
        bound_to="[directoryObject]",
        parameters=properties("ids: [String]", "types: [String]"),
        returns="[directoryObject]",
    ),
    Operation(
        name="getMemberGroups",
        bound_to="directoryObject",
        parameters=properties("securityEnabledOnly: Boolean"),
        returns="[String]",
    ),
    Operation(
        name="restore",
        bound_to="directoryObject",
        parameters=properties("autoReconcileProxyConflict: Boolean", "newUserPrincipalName"),
        returns="directoryObject",
    ),
    Operation(name="revokeSignInSessions", bound_to="user", returns="Boolean"),
    Operation(
        name="verify",
        bound_to="domain",
        parameters=properties("forceTakeover: Boolean"),
        returns="domain",
    ),
    *(
        Operation(name="delta", bound_to=f"[{kind}]", returns=f"[{kind}]", is_function=True)
        for kind in ("device", "group", "user")
    ),
)

MODEL = Model(
    enum_types=_ENUMS,
    complex_types=_COMPLEX_TYPES,
    entity_types=(
        EntityType(
            name="directory",
            base="entity",
            navigations=(
                *many("administrativeUnits: administrativeUnit", contained=True),
                *many("deletedItems", contained=True),
                *many("federationConfigurations: identityProviderBase", contained=True),
            ),
        ),
        EntityType(name="tenantRelationship"),
        entity_type(UNIT, (*many("members"), *many("scopedRoleMembers: scopedRoleMembership"))),
        EntityType(
            name="scopedRoleMembership",
            base="entity",
            properties=properties(
                "administrativeUnitId: String!", "roleId: String!", "roleMemberInfo: identity!"
            ),
        ),
        entity_type(DEVICE),
        entity_type(
            DOMAIN,
            (
                *many(
                    "serviceConfigurationRecords: domainDnsRecord",
                    "verificationDnsRecords: domainDnsRecord",
                ),
                *many("federationConfiguration: internalDomainFederation", contained=True),
                Navigation(name="rootDomain", type="domain"),
            ),
            base="entity",
            is_open=False,
        ),
        EntityType(
            name="domainDnsRecord",
            base="entity",
            properties=properties(
                "isOptional: Boolean!",
                "label: String!",
                "recordType",
                "supportedService: String!",
                "ttl: Int32!",
            ),
        ),
        EntityType(
            name="domainDnsMxRecord",
            base="domainDnsRecord",
            properties=properties("mailExchange: String!", "preference: Int32"),
        ),
        EntityType(
            name="domainDnsTxtRecord",
            base="domainDnsRecord",
            properties=properties("text: String!"),
        ),
        entity_type(
            GROUP,
            (
                *_ASSIGNED,
                *many("memberOf", "members", "transitiveMemberOf", "transitiveMembers"),
            ),
        ),
        entity_type(ORGANIZATION),
        entity_type(
            USER,
            (
                *_ASSIGNED,
                *many("licenseDetails: licenseDetails", contained=True),
                *many("oauth2PermissionGrants: oAuth2PermissionGrant"),
                *many("directReports", "memberOf", "sponsors", "transitiveMemberOf"),
                Navigation(name="authentication", type="authentication", contained=True),
                Navigation(name="manager", type="directoryObject"),
            ),
        ),
    ),
    operations=_OPERATIONS,
    entity_sets={
        "devices": "device",
        "domains": "domain",
        "groups": "group",
        "organization": "organization",
        "users": "user",
    },
    singletons={"directory": "directory", "tenantRelationships": "tenantRelationship"},
)
