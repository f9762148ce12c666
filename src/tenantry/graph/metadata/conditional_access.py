"""CSDL of Conditional Access (contract §6.11); what only beta has is left out (§7)."""

from collections.abc import Mapping

from tenantry.access.conditional import policy
from tenantry.access.conditional.locations import CIDR_TYPES, SPAN_TYPES
from tenantry.graph.metadata.entities import entity_type
from tenantry.graph.metadata.model import (
    ComplexType,
    EntityType,
    EnumType,
    Model,
    Navigation,
    Operation,
    Property,
    properties,
)
from tenantry.graph.metadata.structures import Structure, complex_types
from tenantry.graph.wire.conditional_access import POLICIES
from tenantry.graph.wire.named_locations import IP_LOCATION

_ENUMS = (
    EnumType(
        name="conditionalAccessPolicyState",
        members={"enabled": 0, "disabled": 1, "enabledForReportingButNotEnforced": 2},
    ),
    EnumType(
        name="conditionalAccessGrantControl",
        members={
            "block": 0,
            "mfa": 1,
            "compliantDevice": 2,
            "domainJoinedDevice": 3,
            "approvedApplication": 4,
            "compliantApplication": 5,
            "passwordChange": 6,
            "unknownFutureValue": 7,
        },
    ),
    EnumType(
        name="conditionalAccessClientApp",
        members={
            "all": 0,
            "browser": 1,
            "mobileAppsAndDesktopClients": 2,
            "exchangeActiveSync": 3,
            "easSupported": 4,
            "other": 5,
            "unknownFutureValue": 6,
        },
    ),
    EnumType(
        name="conditionalAccessExternalTenantsMembershipKind",
        members={"all": 0, "enumerated": 1, "unknownFutureValue": 2},
    ),
    EnumType(
        name="signinFrequencyType",
        members={"days": 0, "hours": 1},
    ),
    EnumType(
        name="signInFrequencyInterval",
        members={"timeBased": 0, "everyTime": 1, "unknownFutureValue": 2},
    ),
    EnumType(
        name="signInFrequencyAuthenticationType",
        members={
            "primaryAndSecondaryAuthentication": 0,
            "secondaryAuthentication": 1,
            "unknownFutureValue": 2,
        },
    ),
    EnumType(name="persistentBrowserSessionMode", members={"always": 0, "never": 1}),
    EnumType(name="grantOperator", members={"AND": 0, "OR": 1}),
)
_NAMES: Mapping[Structure, str] = {
    policy.ExternalTenants: "conditionalAccessExternalTenants",
    policy.GuestsOrExternalUsers: "conditionalAccessGuestsOrExternalUsers",
    policy.Users: "conditionalAccessUsers",
    policy.Applications: "conditionalAccessApplications",
    policy.Locations: "conditionalAccessLocations",
    policy.ConditionSet: "conditionalAccessConditionSet",
    policy.StrengthReference: "authenticationStrengthPolicy",
    policy.GrantControls: "conditionalAccessGrantControls",
    policy.SignInFrequency: "signInFrequencySessionControl",
    policy.PersistentBrowser: "persistentBrowserSessionControl",
    policy.SessionControls: "conditionalAccessSessionControls",
}


def _of_v1(declared: ComplexType) -> ComplexType:
    """Return the type as v1.0 has it: without strengths, the operator a text."""
    kept = tuple(
        Property(name=each.name, nullable=each.nullable) if each.type == "grantOperator" else each
        for each in declared.properties
        if each.type != "authenticationStrengthPolicy" and "@" not in each.name
    )
    return ComplexType(name=declared.name, base=declared.base, properties=kept)


MODEL = Model(
    enum_types=tuple(each for each in _ENUMS if each.name != "grantOperator"),
    complex_types=(
        *(
            _of_v1(each)
            for each in complex_types(_NAMES, _ENUMS)
            if each.name != "authenticationStrengthPolicy"
        ),
        ComplexType(name="ipRange"),
        *(
            ComplexType(name=name, base="ipRange", properties=properties("cidrAddress: String!"))
            for name in CIDR_TYPES.values()
        ),
        *(
            ComplexType(
                name=name,
                base="ipRange",
                properties=properties("lowerAddress: String!", "upperAddress: String!"),
            )
            for name in SPAN_TYPES.values()
        ),
    ),
    entity_types=(
        entity_type(POLICIES["v1.0"], base="entity", is_open=False),
        EntityType(
            name="namedLocation",
            base="entity",
            properties=properties(
                "createdDateTime: DateTimeOffset",
                "displayName: String!",
                "modifiedDateTime: DateTimeOffset",
            ),
        ),
        EntityType(
            name=IP_LOCATION.name,
            base="namedLocation",
            properties=properties("ipRanges: [ipRange]!", "isTrusted: Boolean!"),
        ),
        EntityType(
            name="conditionalAccessRoot",
            base="entity",
            navigations=(
                Navigation(name="namedLocations", type="[namedLocation]", contained=True),
                Navigation(name="policies", type="[conditionalAccessPolicy]", contained=True),
            ),
        ),
        EntityType(
            name="identityContainer",
            navigations=(
                Navigation(name="conditionalAccess", type="conditionalAccessRoot", contained=True),
                Navigation(name="identityProviders", type="[identityProviderBase]", contained=True),
            ),
        ),
    ),
    operations=(
        Operation(
            name="restore",
            bound_to="conditionalAccessPolicy",
            returns="conditionalAccessPolicy",
        ),
    ),
    singletons={"identity": "identityContainer"},
)
