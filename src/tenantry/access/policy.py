"""Values of a cross-tenant access policy, and what a partner inherits (behaviour §11).

Every property of a partner may be null: then the tenant's default holds.  A member that was
never given stays apart from one that is null, so that a half-filled setting reads as sent
(contract §2.5).
"""

import uuid
from collections.abc import Mapping
from typing import Literal, TypeAlias, TypeVar

from msgspec import NODEFAULT, UNSET, Struct, UnsetType, field, structs

AccessType: TypeAlias = Literal["allowed", "blocked"]
TargetType: TypeAlias = Literal["user", "group", "application"]
PrimaryProvider: TypeAlias = Literal[
    "azureActiveDirectory", "externalFederation", "socialIdentityProviders"
]
CloudEndpoint: TypeAlias = Literal[
    "microsoftonline.com", "microsoftonline.us", "partner.microsoftonline.cn"
]
FallbackProvider: TypeAlias = Literal[
    "defaultConfiguredIdp", "emailOneTimePasscode", "microsoftAccount"
]

Value = TypeVar("Value")
Sent: TypeAlias = Value | UnsetType | None
"""A member that may be null, or never sent."""

ALL_USERS = "AllUsers"
ALL_APPLICATIONS = "AllApplications"


class Setting(Struct, frozen=True, kw_only=True, rename="camel"):
    """A complex value of a policy; its JSON form is the one of the wire."""


class Target(Setting, frozen=True, kw_only=True):
    """A user, group or application by its id, or a keyword such as `AllUsers`."""

    target: Sent[str] = UNSET
    target_type: Sent[TargetType] = UNSET


class TargetConfiguration(Setting, frozen=True, kw_only=True):
    """A list of targets that is allowed, or blocked."""

    access_type: Sent[AccessType] = UNSET
    targets: Sent[tuple[Target, ...]] = UNSET


class B2BSetting(Setting, frozen=True, kw_only=True):
    """Who may collaborate, and in which applications."""

    users_and_groups: Sent[TargetConfiguration] = UNSET
    applications: Sent[TargetConfiguration] = UNSET


class DevicesFilter(Setting, frozen=True, kw_only=True):
    """Devices by a filter rule; kept, not evaluated, as in the documented service."""

    mode: Sent[AccessType] = UNSET
    rule: Sent[str] = UNSET


class TenantRestrictions(B2BSetting, frozen=True, kw_only=True):
    """What foreign accounts may reach from the tenant's own networks and devices."""

    devices: Sent[DevicesFilter] = UNSET


class InboundTrust(Setting, frozen=True, kw_only=True):
    """Which claims of the home tenant are trusted."""

    is_mfa_accepted: Sent[bool] = UNSET
    is_compliant_device_accepted: Sent[bool] = UNSET
    is_hybrid_azure_ad_joined_device_accepted: Sent[bool] = field(
        default=UNSET, name="isHybridAzureADJoinedDeviceAccepted"
    )


class AutomaticConsent(Setting, frozen=True, kw_only=True):
    """Whether the consent prompt is skipped; what is not true is false (behaviour §11)."""

    inbound_allowed: Sent[bool] = UNSET
    outbound_allowed: Sent[bool] = UNSET


class UserSyncInbound(Setting, frozen=True, kw_only=True):
    """Whether users may be synchronized in; what is not true is false (CTS-030)."""

    is_sync_allowed: Sent[bool] = UNSET


class GroupSyncInbound(Setting, frozen=True, kw_only=True):
    """Whether groups may be synchronized in; what is not true is false (behaviour §23)."""

    is_sync_allowed: Sent[bool] = UNSET


class M365InboundSetting(Setting, frozen=True, kw_only=True):
    """Which external users may collaborate through Microsoft 365 applications."""

    users: Sent[TargetConfiguration] = UNSET


class M365OutboundSetting(Setting, frozen=True, kw_only=True):
    """Which own users may collaborate through Microsoft 365 applications."""

    users_and_groups: Sent[TargetConfiguration] = UNSET


class AppServiceConnectSetting(Setting, frozen=True, kw_only=True):
    """Which applications may connect across the tenant boundary."""

    applications: Sent[TargetConfiguration] = UNSET


class RedemptionProviders(Setting, frozen=True, kw_only=True):
    """The order in which identity providers are tried when an invitation is redeemed."""

    primary_identity_provider_precedence_order: tuple[PrimaryProvider, ...] | None = None
    fallback_identity_provider: FallbackProvider | None = None


class AccessSettings(Setting, frozen=True, kw_only=True):
    """The settings that a default and a partner share; null in a partner inherits."""

    inbound_trust: InboundTrust | None = None
    b2b_collaboration_outbound: B2BSetting | None = None
    b2b_collaboration_inbound: B2BSetting | None = None
    b2b_direct_connect_outbound: B2BSetting | None = None
    b2b_direct_connect_inbound: B2BSetting | None = None
    tenant_restrictions: TenantRestrictions | None = None
    m365_collaboration_inbound: M365InboundSetting | None = None
    m365_collaboration_outbound: M365OutboundSetting | None = None
    app_service_connect_inbound: AppServiceConnectSetting | None = None


class CloudSettings(Setting, frozen=True, kw_only=True):
    """The policy itself: its name, and the other clouds whose tenants may be partners."""

    display_name: str = "CrossTenantAccessPolicy"
    allowed_cloud_endpoints: tuple[CloudEndpoint, ...] = ()


class DefaultSettings(AccessSettings, frozen=True, kw_only=True):
    """The settings towards all tenants without a partner configuration."""

    is_service_default: bool
    automatic_user_consent_settings: AutomaticConsent
    invitation_redemption_identity_provider_configuration: RedemptionProviders


class Partner(AccessSettings, frozen=True, kw_only=True):
    """The configuration towards one other tenant."""

    partner_tenant_id: str = field(name="tenantId")
    is_service_provider: bool | None = None
    automatic_user_consent_settings: AutomaticConsent = AutomaticConsent(
        inbound_allowed=None, outbound_allowed=None
    )

    @property
    def is_inbound_consent_automatic(self) -> bool:
        """Whether users of the partner come in without a prompt."""
        return self.automatic_user_consent_settings.inbound_allowed is True

    @property
    def is_outbound_consent_automatic(self) -> bool:
        """Whether own users go to the partner without a prompt."""
        return self.automatic_user_consent_settings.outbound_allowed is True


class IdentitySynchronization(Setting, frozen=True, kw_only=True):
    """Whether the partner may synchronize its users (CTS-025) and its groups into this tenant."""

    partner_tenant_id: str = field(name="tenantId")
    display_name: str | None = None
    user_sync_inbound: UserSyncInbound = UserSyncInbound(is_sync_allowed=None)
    group_sync_inbound: GroupSyncInbound = GroupSyncInbound(is_sync_allowed=None)

    @property
    def is_sync_allowed(self) -> bool:
        """Whether users may come in."""
        return self.user_sync_inbound.is_sync_allowed is True

    @property
    def is_group_sync_allowed(self) -> bool:
        """Whether groups may come in."""
        return self.group_sync_inbound.is_sync_allowed is True


def policy_id(tenant_id: str) -> str:
    """Return the id of the policy of *tenant_id*: made from it, so it never changes."""
    return str(uuid.uuid5(uuid.UUID(tenant_id), "crossTenantAccessPolicy"))


Merged = TypeVar("Merged", bound=Setting)


def merged(before: Merged, given: Mapping[str, object]) -> Merged:
    """Return *before* with the members of *given*, by their Python names (decision 9).

    Complex values merge member by member, lists are replaced; null puts a member back to what
    it is in a new object, which inherits.
    """
    changes: dict[str, object] = {}
    for member in structs.fields(before):
        value = given.get(member.name, UNSET)
        if value is UNSET:
            continue
        held = getattr(before, member.name)
        if value is None:
            value = None if member.default in {UNSET, NODEFAULT} else member.default
        elif isinstance(value, Setting) and isinstance(held, Setting):
            value = merged(held, structs.asdict(value))
        changes[member.name] = value
    return structs.replace(before, **changes)
