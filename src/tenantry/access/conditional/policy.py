"""A Conditional Access policy as it is written: the values of the wire.

Conditions that Tenantry does not evaluate have no member here, so a policy that names one is
refused rather than half enforced.  Source: contract §6.11.
"""

from typing import Literal, TypeAlias

from msgspec import field

from tenantry.access.policy import Setting

State: TypeAlias = Literal["enabled", "disabled", "enabledForReportingButNotEnforced"]
ClientAppType: TypeAlias = Literal[
    "all",
    "browser",
    "mobileAppsAndDesktopClients",
    "exchangeActiveSync",
    "easSupported",
    "other",
]
BuiltInControl: TypeAlias = Literal[
    "block",
    "mfa",
    "compliantDevice",
    "domainJoinedDevice",
    "approvedApplication",
    "compliantApplication",
    "passwordChange",
]


class ExternalTenants(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All other tenants, or the listed ones."""

    type_name: str | None = field(default=None, name="@odata.type")
    membership_kind: Literal["all", "enumerated"] = "all"
    members: tuple[str, ...] | None = None


class GuestsOrExternalUsers(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Guests and external users; the types are flags, one text with commas."""

    guest_or_external_user_types: str
    external_tenants: ExternalTenants | None = None


class Users(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom a policy meets, and whom it leaves alone."""

    include_users: tuple[str, ...] = ()
    exclude_users: tuple[str, ...] = ()
    include_groups: tuple[str, ...] = ()
    exclude_groups: tuple[str, ...] = ()
    include_roles: tuple[str, ...] = ()
    exclude_roles: tuple[str, ...] = ()
    include_guests_or_external_users: GuestsOrExternalUsers | None = None
    exclude_guests_or_external_users: GuestsOrExternalUsers | None = None


class Applications(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a policy guards: applications, actions of users, authentication contexts."""

    include_applications: tuple[str, ...] = ()
    exclude_applications: tuple[str, ...] = ()
    include_user_actions: tuple[str, ...] = ()
    include_authentication_context_class_references: tuple[str, ...] = ()


class Locations(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a policy applies: ids of named locations, `All` or `AllTrusted`."""

    include_locations: tuple[str, ...] = ()
    exclude_locations: tuple[str, ...] = ()


class ConditionSet(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a policy applies."""

    users: Users = Users()
    applications: Applications = Applications()
    client_app_types: tuple[ClientAppType, ...] = ("all",)
    locations: Locations | None = None


class StrengthReference(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The authentication strength that is asked for, by its id."""

    id: str


class GrantControls(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked: one of the controls, or all of them."""

    operator: Literal["AND", "OR"] = "OR"
    built_in_controls: tuple[BuiltInControl, ...] = ()
    custom_authentication_factors: tuple[str, ...] = ()
    terms_of_use: tuple[str, ...] = ()
    authentication_strength: StrengthReference | None = None


class SignInFrequency(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long a sign-in holds."""

    is_enabled: bool = False
    type: Literal["days", "hours"] | None = None
    value: int | None = None
    frequency_interval: Literal["timeBased", "everyTime"] = "timeBased"
    authentication_type: Literal["primaryAndSecondaryAuthentication", "secondaryAuthentication"] = (
        "primaryAndSecondaryAuthentication"
    )


class PersistentBrowser(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether the session outlives the browser."""

    is_enabled: bool = False
    mode: Literal["always", "never"] | None = None


class SessionControls(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds of the session."""

    sign_in_frequency: SignInFrequency | None = None
    persistent_browser: PersistentBrowser | None = None


class ConditionalAccessPolicy(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A policy, without its id and dates."""

    display_name: str
    state: State
    conditions: ConditionSet = ConditionSet()
    grant_controls: GrantControls | None = None
    session_controls: SessionControls | None = None
    description: str | None = None
    template_id: str | None = None


class RegistrationConditions(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who must register."""

    users: Users = Users(include_users=("None",))


class RegistrationPolicy(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who must have methods of multifactor authentication in this tenant.

    Graph has no call for it; the documents know it as a policy of the portal.
    """

    state: Literal["enabled", "disabled"] = "disabled"
    conditions: RegistrationConditions = RegistrationConditions()
