"""CSDL of the cross-tenant access policy and the authorization policy (contract §2.3, §6.5)."""

from collections.abc import Mapping

from tenantry.access import policy
from tenantry.graph.metadata.entities import entity_type
from tenantry.graph.metadata.model import (
    ComplexType,
    EntityType,
    EnumType,
    Model,
    Navigation,
    properties,
)
from tenantry.graph.metadata.structures import Structure, complex_types, struct_properties
from tenantry.graph.wire.authorization_policy import AUTHORIZATION_POLICY

_ENUMS = (
    EnumType(
        name="allowInvitesFrom",
        members={
            "none": 0,
            "adminsAndGuestInviters": 1,
            "adminsGuestInvitersAndAllMembers": 2,
            "everyone": 3,
            "unknownFutureValue": 4,
        },
    ),
    EnumType(
        name="crossTenantAccessPolicyTargetConfigurationAccessType",
        members={"allowed": 1, "blocked": 2, "unknownFutureValue": 3},
    ),
    EnumType(
        name="crossTenantAccessPolicyTargetType",
        members={"user": 1, "group": 2, "application": 3, "unknownFutureValue": 4},
    ),
    EnumType(
        name="b2bIdentityProvidersType",
        members={
            "azureActiveDirectory": 1,
            "externalFederation": 2,
            "socialIdentityProviders": 3,
            "emailOneTimePasscode": 4,
            "microsoftAccount": 5,
            "defaultConfiguredIdp": 6,
            "unknownFutureValue": 7,
        },
    ),
)
_NAMES: Mapping[Structure, str] = {
    policy.B2BSetting: "crossTenantAccessPolicyB2BSetting",
    policy.TenantRestrictions: "crossTenantAccessPolicyTenantRestrictions",
    policy.TargetConfiguration: "crossTenantAccessPolicyTargetConfiguration",
    policy.Target: "crossTenantAccessPolicyTarget",
    policy.InboundTrust: "crossTenantAccessPolicyInboundTrust",
    policy.AutomaticConsent: "inboundOutboundPolicyConfiguration",
    policy.UserSyncInbound: "crossTenantUserSyncInbound",
    policy.DevicesFilter: "devicesFilter",
    policy.M365InboundSetting: "crossTenantAccessPolicyM365CollaborationInboundSetting",
    policy.M365OutboundSetting: "crossTenantAccessPolicyM365CollaborationOutboundSetting",
    policy.AppServiceConnectSetting: "crossTenantAccessPolicyAppServiceConnectSetting",
    policy.RedemptionProviders: "defaultInvitationRedemptionIdentityProviderConfiguration",
}
_OF_BETA: Mapping[Structure, str] = {policy.GroupSyncInbound: "crossTenantGroupSyncInbound"}
"""What the document leaves out, which is that of v1.0 (contract §7)."""

MODEL = Model(
    enum_types=_ENUMS,
    complex_types=(
        *complex_types(_NAMES, _ENUMS),
        ComplexType(
            name="defaultUserRolePermissions",
            properties=properties(
                "allowedToCreateApps: Boolean!",
                "allowedToCreateSecurityGroups: Boolean!",
                "allowedToCreateTenants: Boolean",
                "allowedToReadBitlockerKeysForOwnedDevice: Boolean",
                "allowedToReadOtherUsers: Boolean!",
                "permissionGrantPoliciesAssigned: [String]",
            ),
        ),
    ),
    entity_types=(
        EntityType(
            name="policyBase",
            base="directoryObject",
            abstract=True,
            properties=properties("description", "displayName"),
        ),
        EntityType(
            name="policyRoot",
            base="entity",
            navigations=(
                Navigation(name="authorizationPolicy", type="authorizationPolicy", contained=True),
                Navigation(
                    name="crossTenantAccessPolicy", type="crossTenantAccessPolicy", contained=True
                ),
            ),
        ),
        entity_type(AUTHORIZATION_POLICY, base="policyBase", is_open=False),
        EntityType(
            name="crossTenantAccessPolicy",
            base="policyBase",
            properties=properties("allowedCloudEndpoints: [String]!"),
            navigations=(
                Navigation(
                    name="default",
                    type="crossTenantAccessPolicyConfigurationDefault",
                    contained=True,
                ),
                Navigation(
                    name="partners",
                    type="[crossTenantAccessPolicyConfigurationPartner]",
                    contained=True,
                ),
            ),
        ),
        EntityType(
            name="crossTenantAccessPolicyConfigurationDefault",
            base="entity",
            properties=struct_properties(policy.DefaultSettings, _NAMES, _ENUMS),
        ),
        EntityType(
            name="crossTenantAccessPolicyConfigurationPartner",
            key="tenantId",
            properties=(
                *struct_properties(policy.Partner, _NAMES, _ENUMS),
                *properties("isInMultiTenantOrganization: Boolean"),
            ),
            navigations=(
                Navigation(
                    name="identitySynchronization",
                    type="crossTenantIdentitySyncPolicyPartner",
                    contained=True,
                ),
            ),
        ),
        EntityType(
            name="crossTenantIdentitySyncPolicyPartner",
            key="tenantId",
            properties=tuple(
                each
                for each in struct_properties(
                    policy.IdentitySynchronization, {**_NAMES, **_OF_BETA}, _ENUMS
                )
                if each.type not in _OF_BETA.values()
            ),
        ),
    ),
    singletons={"policies": "policyRoot"},
)
