"""Complex types of applications and service principals (contract §4.4, §6.9, §9.3)."""

import msgspec

from tenantry.graph.wire.bodies import Check
from tenantry.graph.wire.checks import list_of
from tenantry.graph.wire.names import from_wire, to_wire
from tenantry.graph.wire.structures import structure


class _Complex(msgspec.Struct, rename="camel"):
    """A complex value; a member that is not given has its default."""


class AppRole(_Complex):
    """Graph: ``appRole``."""

    allowed_member_types: list[str]
    description: str
    display_name: str
    id: str
    is_enabled: bool = True
    origin: str | None = "Application"
    value: str | None = None


class PermissionScope(_Complex):
    """Graph: ``permissionScope``."""

    id: str
    admin_consent_description: str | None = None
    admin_consent_display_name: str | None = None
    is_enabled: bool = True
    origin: str | None = None
    type: str | None = None
    user_consent_description: str | None = None
    user_consent_display_name: str | None = None
    value: str | None = None


class PreAuthorizedApplication(_Complex):
    """Graph: ``preAuthorizedApplication``."""

    app_id: str | None = None
    delegated_permission_ids: list[str] = []


class ApiApplication(_Complex):
    """Graph: ``apiApplication``."""

    accept_mapped_claims: bool | None = None
    known_client_applications: list[str] = []
    requested_access_token_version: int | None = None
    oauth2_permission_scopes: list[PermissionScope] = []
    pre_authorized_applications: list[PreAuthorizedApplication] = []


class ImplicitGrantSettings(_Complex):
    """Graph: ``implicitGrantSettings``."""

    enable_access_token_issuance: bool | None = False
    enable_id_token_issuance: bool | None = False


class RedirectUriSettings(_Complex):
    """Graph: ``redirectUriSettings``."""

    uri: str | None = None
    index: int | None = None


class WebApplication(_Complex):
    """Graph: ``webApplication``."""

    home_page_url: str | None = None
    logout_url: str | None = None
    redirect_uris: list[str] = []
    implicit_grant_settings: ImplicitGrantSettings | None = None
    redirect_uri_settings: list[RedirectUriSettings] = []


class PublicClientApplication(_Complex):
    """Graph: ``publicClientApplication``."""

    redirect_uris: list[str] = []


class SpaApplication(_Complex):
    """Graph: ``spaApplication``."""

    redirect_uris: list[str] = []


class ResourceAccess(_Complex):
    """Graph: ``resourceAccess``."""

    id: str
    type: str | None = None


class RequiredResourceAccess(_Complex):
    """Graph: ``requiredResourceAccess``."""

    resource_app_id: str
    resource_access: list[ResourceAccess] = []


class OptionalClaim(_Complex):
    """Graph: ``optionalClaim``."""

    name: str
    additional_properties: list[str] = []
    essential: bool = False
    source: str | None = None


class OptionalClaims(_Complex):
    """Graph: ``optionalClaims``."""

    access_token: list[OptionalClaim] = []
    id_token: list[OptionalClaim] = []
    saml2_token: list[OptionalClaim] = []


class InformationalUrl(_Complex):
    """Graph: ``informationalUrl``."""

    logo_url: str | None = None
    marketing_url: str | None = None
    privacy_statement_url: str | None = None
    support_url: str | None = None
    terms_of_service_url: str | None = None


class ParentalControlSettings(_Complex):
    """Graph: ``parentalControlSettings``."""

    countries_blocked_for_minors: list[str] = []
    legal_age_group_rule: str | None = "Allow"


class SamlSingleSignOnSettings(_Complex):
    """Graph: ``samlSingleSignOnSettings``."""

    relay_state: str | None = None


def stored(kind: type[msgspec.Struct]) -> Check[object]:
    """Return the check of a complex value; it gives what is stored."""
    read = structure(kind)
    return lambda value, path: from_wire(msgspec.to_builtins(read(value, path)))


def stored_list(kind: type[msgspec.Struct]) -> Check[object]:
    """Return the check of a collection of complex values."""
    return list_of(stored(kind))


def complete(kind: type[msgspec.Struct], value: object) -> object:
    """Return a stored value, or none, as it is shown: with every member."""
    return msgspec.to_builtins(msgspec.convert(to_wire(value or {}), kind))
