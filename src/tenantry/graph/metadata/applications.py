"""CSDL of applications, service principals and app role assignments (contract §5, §6.9, §9.3)."""

from collections.abc import Mapping

from tenantry.graph.metadata.entities import entity_type, many
from tenantry.graph.metadata.model import (
    ComplexType,
    EntityType,
    EnumType,
    Model,
    Operation,
    properties,
)
from tenantry.graph.metadata.structures import Structure, complex_types
from tenantry.graph.wire import application_types as types
from tenantry.graph.wire.app_role_assignments import ASSIGNMENT
from tenantry.graph.wire.applications import APPLICATION, SERVICE_PRINCIPAL
from tenantry.graph.wire.federated_credentials import FEDERATED_CREDENTIAL
from tenantry.graph.wire.permission_grants import PERMISSION_GRANT

_NAMES: Mapping[Structure, str] = {
    types.ApiApplication: "apiApplication",
    types.AppRole: "appRole",
    types.ImplicitGrantSettings: "implicitGrantSettings",
    types.InformationalUrl: "informationalUrl",
    types.OptionalClaim: "optionalClaim",
    types.OptionalClaims: "optionalClaims",
    types.ParentalControlSettings: "parentalControlSettings",
    types.PermissionScope: "permissionScope",
    types.PreAuthorizedApplication: "preAuthorizedApplication",
    types.PublicClientApplication: "publicClientApplication",
    types.RedirectUriSettings: "redirectUriSettings",
    types.RequiredResourceAccess: "requiredResourceAccess",
    types.ResourceAccess: "resourceAccess",
    types.SamlSingleSignOnSettings: "samlSingleSignOnSettings",
    types.SpaApplication: "spaApplication",
    types.WebApplication: "webApplication",
}
_CREDENTIAL = (
    "customKeyIdentifier: Binary",
    "displayName",
    "endDateTime: DateTimeOffset",
    "keyId: Guid",
    "startDateTime: DateTimeOffset",
)
_SECRET_ACTIONS = tuple(
    operation
    for owner in ("application", "servicePrincipal")
    for operation in (
        Operation(
            name="addPassword",
            bound_to=owner,
            parameters=properties("passwordCredential: passwordCredential"),
            returns="passwordCredential",
        ),
        Operation(name="removePassword", bound_to=owner, parameters=properties("keyId: Guid!")),
        Operation(
            name="addKey",
            bound_to=owner,
            parameters=properties(
                "keyCredential: keyCredential!",
                "passwordCredential: passwordCredential",
                "proof: String!",
            ),
            returns="keyCredential",
        ),
        Operation(
            name="removeKey",
            bound_to=owner,
            parameters=properties("keyId: Guid!", "proof: String!"),
        ),
    )
)

MODEL = Model(
    enum_types=(EnumType(name="weakAlgorithms", members={"rsaSha1": 1, "unknownFutureValue": 2}),),
    complex_types=(
        *complex_types(_NAMES, ()),
        ComplexType(
            name="addIn",
            properties=properties("id: Guid", "properties: [keyValue]!", "type: String!"),
        ),
        ComplexType(
            name="applicationServicePrincipal",
            properties=properties("application: application", "servicePrincipal: servicePrincipal"),
        ),
        ComplexType(
            name="certification",
            properties=properties(
                "certificationDetailsUrl",
                "certificationExpirationDateTime: DateTimeOffset",
                "isCertifiedByMicrosoft: Boolean",
                "isPublisherAttested: Boolean",
                "lastCertificationDateTime: DateTimeOffset",
            ),
        ),
        ComplexType(
            name="keyCredential",
            properties=properties(*_CREDENTIAL, "key: Binary", "type", "usage"),
        ),
        ComplexType(
            name="passwordCredential", properties=properties(*_CREDENTIAL, "hint", "secretText")
        ),
        ComplexType(
            name="requestSignatureVerification",
            properties=properties(
                "allowedWeakAlgorithms: weakAlgorithms", "isSignedRequestRequired: Boolean!"
            ),
        ),
        ComplexType(
            name="resourceSpecificPermission",
            properties=properties(
                "description", "displayName", "id: Guid!", "isEnabled: Boolean!", "value"
            ),
        ),
        ComplexType(
            name="servicePrincipalLockConfiguration",
            properties=properties(
                "allProperties: Boolean",
                "credentialsWithUsageSign: Boolean",
                "credentialsWithUsageVerify: Boolean",
                "isEnabled: Boolean!",
                "tokenEncryptionKeyId: Boolean",
            ),
        ),
        ComplexType(
            name="verifiedPublisher",
            properties=properties(
                "addedDateTime: DateTimeOffset", "displayName", "verifiedPublisherId"
            ),
        ),
    ),
    entity_types=(
        entity_type(ASSIGNMENT, is_open=False),
        entity_type(
            APPLICATION,
            many(
                "extensionProperties: extensionProperty",
                "federatedIdentityCredentials: federatedIdentityCredential",
                contained=True,
            ),
        ),
        entity_type(FEDERATED_CREDENTIAL, base="entity", is_open=False),
        entity_type(PERMISSION_GRANT, base="entity", is_open=False),
        entity_type(
            SERVICE_PRINCIPAL,
            (
                *many(
                    "appRoleAssignedTo: appRoleAssignment",
                    "appRoleAssignments: appRoleAssignment",
                    "federatedIdentityCredentials: federatedIdentityCredential",
                    contained=True,
                ),
                *many("oauth2PermissionGrants: oAuth2PermissionGrant"),
                *many("memberOf", "transitiveMemberOf"),
            ),
        ),
        EntityType(name="applicationTemplate", base="entity", properties=properties("displayName")),
        EntityType(
            name="extensionProperty",
            base="directoryObject",
            properties=properties(
                "appDisplayName",
                "dataType: String!",
                "isMultiValued: Boolean!",
                "isSyncedFromOnPremises: Boolean",
                "name: String!",
                "targetObjects: [String]!",
            ),
        ),
    ),
    operations=(
        *_SECRET_ACTIONS,
        Operation(
            name="instantiate",
            bound_to="applicationTemplate",
            parameters=properties("displayName", "serviceManagementReference"),
            returns="applicationServicePrincipal",
        ),
        *(
            Operation(name="delta", bound_to=f"[{owner}]", returns=f"[{owner}]", is_function=True)
            for owner in ("application", "servicePrincipal")
        ),
    ),
    entity_sets={
        "applicationTemplates": "applicationTemplate",
        "applications": "application",
        "oauth2PermissionGrants": "oAuth2PermissionGrant",
        "servicePrincipals": "servicePrincipal",
    },
)
