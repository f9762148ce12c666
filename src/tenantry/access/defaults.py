"""The default settings of a tenant: what it starts with, and what a change leaves.

Source: behaviour §11, contract §2.5; claims XTA-022 to XTA-027, XTA-033.
"""

from collections.abc import Mapping

from msgspec import structs

from tenantry.access.policy import (
    ALL_APPLICATIONS,
    ALL_USERS,
    AccessType,
    AutomaticConsent,
    B2BSetting,
    DefaultSettings,
    InboundTrust,
    RedemptionProviders,
    Target,
    TargetConfiguration,
    TenantRestrictions,
    merged,
)


def _everybody(access_type: AccessType) -> B2BSetting:
    return B2BSetting(
        users_and_groups=TargetConfiguration(
            access_type=access_type, targets=(Target(target=ALL_USERS, target_type="user"),)
        ),
        applications=TargetConfiguration(
            access_type=access_type,
            targets=(Target(target=ALL_APPLICATIONS, target_type="application"),),
        ),
    )


_NOBODY = _everybody("blocked")

SYSTEM_DEFAULT = DefaultSettings(
    is_service_default=True,
    inbound_trust=InboundTrust(
        is_mfa_accepted=False,
        is_compliant_device_accepted=False,
        is_hybrid_azure_ad_joined_device_accepted=False,
    ),
    automatic_user_consent_settings=AutomaticConsent(inbound_allowed=False, outbound_allowed=False),
    b2b_collaboration_outbound=_everybody("allowed"),
    b2b_collaboration_inbound=_everybody("allowed"),
    b2b_direct_connect_outbound=_NOBODY,
    b2b_direct_connect_inbound=_NOBODY,
    tenant_restrictions=TenantRestrictions(
        devices=None,
        users_and_groups=_NOBODY.users_and_groups,
        applications=_NOBODY.applications,
    ),
    invitation_redemption_identity_provider_configuration=RedemptionProviders(
        primary_identity_provider_precedence_order=(
            "azureActiveDirectory",
            "externalFederation",
            "socialIdentityProviders",
        ),
        fallback_identity_provider="defaultConfiguredIdp",
    ),
)
"""What a tenant starts with: collaboration with all, direct connect with none, no trust
(XTA-023 … XTA-027, contract §2.5)."""


READ_ONLY_IN_DEFAULT = frozenset({"isServiceDefault", "automaticUserConsentSettings"})
"""What no change of a default may name, as it is written on the wire (AR-003)."""


def customized(before: DefaultSettings, given: Mapping[str, object]) -> DefaultSettings:
    """Return *before* with the settings of *given*, by their Python names.

    Complex values merge member by member, lists are replaced; null puts a setting back to what
    a tenant starts with (decision 9).
    """
    reset = {name: getattr(SYSTEM_DEFAULT, name) for name, value in given.items() if value is None}
    changed = {name: value for name, value in given.items() if value is not None}
    after = merged(structs.replace(before, **reset), changed)
    return structs.replace(after, is_service_default=False)


BLOCKS_BY_DEFAULT = (
    "blocking by default may break access that people work with today;"
    " look at the sign-ins of the affected tenants before"
)
"""Advice on a default that blocks more than before (XTA-033, decision 37)."""


def blocks_more(before: DefaultSettings, after: DefaultSettings) -> bool:
    """Return whether a list of *after* blocks where that of *before* allowed."""
    return any(
        _access_type(new) == "blocked" and _access_type(old) == "allowed"
        for old, new in zip(_lists(before), _lists(after), strict=True)
    )


def _lists(settings: DefaultSettings) -> list[object]:
    return [
        getattr(setting, half, None)
        for setting in (
            settings.b2b_collaboration_outbound,
            settings.b2b_collaboration_inbound,
            settings.b2b_direct_connect_outbound,
            settings.b2b_direct_connect_inbound,
        )
        for half in ("users_and_groups", "applications")
    ]


def _access_type(given: object) -> object:
    return getattr(given, "access_type", None)
