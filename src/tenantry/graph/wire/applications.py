"""Applications and service principals on the wire (contract §4.4, §6.9)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from tenantry.errors import NotBuiltError
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.application_types import (
    ApiApplication,
    AppRole,
    InformationalUrl,
    OptionalClaims,
    ParentalControlSettings,
    PermissionScope,
    PublicClientApplication,
    RequiredResourceAccess,
    SamlSingleSignOnSettings,
    SpaApplication,
    WebApplication,
    complete,
    stored,
    stored_list,
)
from tenantry.graph.wire.bodies import BodyShape, Check, Property
from tenantry.graph.wire.checks import flag, guid, instant, list_of, text
from tenantry.graph.wire.entities import Entity, EntityProperty, Record, constant, declare
from tenantry.graph.wire.instants import directory_instant
from tenantry.storage.filters.fields import Kind

_NAME = "eq ge le in startsWith orderby"
_NO_PUBLISHER = {"displayName": None, "verifiedPublisherId": None, "addedDateTime": None}


def _setting(
    declaration: str,
    default: str = "",
    advanced: str = "",
    *,
    column: str,
    show: Callable[[Any], object] = lambda value: value,
    check: Check[object] | None = None,
) -> EntityProperty:
    """Return a property that is kept among the settings of an application, not in a column."""
    declared = declare(
        declaration, default, advanced, column="settings", json_path=(column,), columns=(column,)
    )
    return replace(
        declared,
        read=lambda record: show(record.get(column)),
        write=Property(column, check) if check else None,
    )


def _text(declaration: str, column: str) -> EntityProperty:
    return _setting(declaration, column=column, check=text)


def _texts(declaration: str, column: str, default: str = "", advanced: str = "") -> EntityProperty:
    return _setting(
        declaration,
        default,
        advanced,
        column=column,
        show=lambda value: value or [],
        check=list_of(text),
    )


def _complex(declaration: str, column: str, kind: type[msgspec.Struct]) -> EntityProperty:
    return _setting(
        declaration, column=column, show=lambda value: complete(kind, value), check=stored(kind)
    )


def _complexes(
    declaration: str, column: str, kind: type[msgspec.Struct], *, writable: bool = True
) -> EntityProperty:
    return _setting(
        declaration,
        column=column,
        show=lambda value: [complete(kind, one) for one in value or ()],
        check=stored_list(kind) if writable else None,
    )


def password_credential(secret: Record) -> JsonObject:
    """Return a secret; its text is there only when it has just been made."""
    return {
        "customKeyIdentifier": None,
        "displayName": secret["display_name"],
        "endDateTime": directory_instant(secret["end_at"]),
        "hint": secret["hint"],
        "keyId": secret["key_id"],
        "secretText": secret.get("secret_text"),
        "startDateTime": directory_instant(secret["start_at"]),
    }


_NEW_SECRET = BodyShape(
    {
        "displayName": Property("display_name", text),
        "startDateTime": Property("start_at", instant),
        "endDateTime": Property("end_at", instant),
    },
    ignored=["customKeyIdentifier", "hint", "keyId", "secretText"],
)
_NEW_SECRETS = BodyShape({"passwordCredential": Property("secret", _NEW_SECRET.read)})
_REMOVED_SECRETS = BodyShape(
    {"keyId": Property("key_id", guid, nullable=False)}, required=["keyId"]
)


def read_new_secret(body: object) -> Record:
    """Return what the body of `addPassword` asks for: name, start and end, or nothing."""
    asked = _NEW_SECRETS.read(body or {}).get("secret")
    return asked if isinstance(asked, dict) else {}


def read_secret_key(body: object) -> str:
    """Return the key id in the body of `removePassword`."""
    return str(_REMOVED_SECRETS.read_new(body or {})["key_id"])


SECRETS = "password_credentials"
"""The column under which a record carries its secrets when it is shown."""


def _none_given(value: object, path: str) -> None:
    """Accept an empty list of credentials, which clients send with a new application."""
    if value != []:
        raise NotBuiltError(path)


_CREDENTIALS = {
    "keyCredentials": Property("key_credentials", _none_given),
    "passwordCredentials": Property(SECRETS, _none_given),
}
_WITHOUT_MEANING = ("key_credentials", SECRETS)


def meaningful(values: Mapping[str, object]) -> Record:
    """Return checked *values* without the empty credentials, from which nothing follows."""
    return {name: value for name, value in values.items() if name not in _WITHOUT_MEANING}


_ID = declare("id: String!", "eq in", "ne not", kind=Kind.ID)
_APP_ID = declare("appId: String", "eq in startsWith", "ne not", kind=Kind.ID)
_TEMPLATE = declare("applicationTemplateId: String", "eq in", "ne not null", kind=Kind.ID)
_DELETED = declare(
    "deletedDateTime: DateTimeOffset", "eq ge le", "ne not in orderby", column="deleted_at"
)
_DISPLAY_NAME = declare(
    "displayName: String",
    _NAME,
    "ne not null",
    folded_column="display_name_key",
    tokenised=True,
    writable=True,
)
_PASSWORD_CREDENTIALS = declare(
    "passwordCredentials: [passwordCredential]!",
    read=lambda record: [password_credential(one) for one in record.get(SECRETS) or ()],
    columns=("id",),
)
_TAGS = _texts("tags: [String]!", "tags", "eq startsWith", "not $count")
_INFO = _complex("info: informationalUrl", "info", InformationalUrl)
_NOTES = _text("notes: String", "notes")
_DESCRIPTION = _text("description: String", "description")
_ENCRYPTION_KEY = _setting(
    "tokenEncryptionKeyId: Guid", column="token_encryption_key_id", check=guid
)
_CREATED_BY = _setting("createdByAppId: String", "eq", "ne not", column="created_by_app_id")
_SCOPES = "oauth2_permission_scopes"

APPLICATION = Entity(
    "application",
    "applications",
    (
        _ID,
        _APP_ID,
        _TEMPLATE,
        declare(
            "createdDateTime: DateTimeOffset",
            "eq ge le",
            "ne not in orderby",
            column="created_at",
        ),
        _DELETED,
        _DISPLAY_NAME,
        _DESCRIPTION,
        _text("groupMembershipClaims: String", "group_membership_claims"),
        _texts("identifierUris: [String]!", "identifier_uris", "eq ge le startsWith", "not $count"),
        _setting("isFallbackPublicClient: Boolean", column="is_fallback_public_client", check=flag),
        _setting("signInAudience: String", "eq", "ne not", column="sign_in_audience", check=text),
        _TAGS,
        _ENCRYPTION_KEY,
        _text("defaultRedirectUri: String", "default_redirect_uri"),
        _setting(
            "optionalClaims: optionalClaims",
            column="optional_claims",
            show=lambda value: complete(OptionalClaims, value) if value else None,
            check=stored(OptionalClaims),
        ),
        constant("addIns: [addIn]!", []),
        _complex("api: apiApplication", "api", ApiApplication),
        declare(
            "appRoles: [appRole]!",
            column="app_roles",
            read=lambda record: [complete(AppRole, role) for role in record["app_roles"] or ()],
            columns=("app_roles",),
            check=stored_list(AppRole),
        ),
        _INFO,
        constant("keyCredentials: [keyCredential]!", []),
        _PASSWORD_CREDENTIALS,
        _complex(
            "parentalControlSettings: parentalControlSettings",
            "parental_control_settings",
            ParentalControlSettings,
        ),
        _complex("publicClient: publicClientApplication", "public_client", PublicClientApplication),
        _complexes(
            "requiredResourceAccess: [requiredResourceAccess]!",
            "required_resource_access",
            RequiredResourceAccess,
        ),
        constant("verifiedPublisher: verifiedPublisher", _NO_PUBLISHER),
        _complex("web: webApplication", "web", WebApplication),
        _complex("spa: spaApplication", "spa", SpaApplication),
        _NOTES,
        _text("serviceManagementReference: String", "service_management_reference"),
        _setting(
            "isDeviceOnlyAuthSupported: Boolean",
            column="is_device_only_auth_supported",
            check=flag,
        ),
        _CREATED_BY,
        constant("certification: certification", None),
        constant("disabledByMicrosoftStatus: String", None),
        constant("publisherDomain: String", None),
        constant("requestSignatureVerification: requestSignatureVerification", None),
        constant("samlMetadataUrl: String", None),
        constant("servicePrincipalLockConfiguration: servicePrincipalLockConfiguration", None),
    ),
    not_built=(
        "authenticationBehaviors",
        "isDisabled",
        "logo",
        "managerApplications",
        "nativeAuthenticationApisEnabled",
        "oauth2RequirePostResponse",
        "uniqueName",
    ),
    required=("displayName",),
    written=_CREDENTIALS,
)

SERVICE_PRINCIPAL = Entity(
    "servicePrincipal",
    "servicePrincipals",
    (
        _ID,
        _DELETED,
        declare("accountEnabled: Boolean", "eq in", "ne not", writable=True),
        _APP_ID,
        _TEMPLATE,
        declare(
            "appDisplayName: String",
            read=lambda record: record["display_name"],
            columns=("display_name",),
        ),
        _texts(
            "alternativeNames: [String]!", "alternative_names", "eq ge le startsWith", "not $count"
        ),
        declare("appOwnerOrganizationId: Guid", "eq", "ne not"),
        _DISPLAY_NAME,
        declare("appRoleAssignmentRequired: Boolean!", "eq", "ne not", writable=True),
        _text("loginUrl: String", "login_url"),
        _text("logoutUrl: String", "logout_url"),
        _text("homepage: String", "homepage"),
        _texts("notificationEmailAddresses: [String]!", "notification_email_addresses"),
        _text("preferredSingleSignOnMode: String", "preferred_single_sign_on_mode"),
        _text(
            "preferredTokenSigningKeyThumbprint: String", "preferred_token_signing_key_thumbprint"
        ),
        _texts("replyUrls: [String]!", "reply_urls"),
        _texts(
            "servicePrincipalNames: [String]!",
            "service_principal_names",
            "eq ge le startsWith",
            "not $count",
        ),
        declare("servicePrincipalType: String", "eq in", "ne not"),
        _TAGS,
        _ENCRYPTION_KEY,
        _setting(
            "samlSingleSignOnSettings: samlSingleSignOnSettings",
            column="saml_single_sign_on_settings",
            show=lambda value: complete(SamlSingleSignOnSettings, value) if value else None,
            check=stored(SamlSingleSignOnSettings),
        ),
        constant("addIns: [addIn]!", []),
        declare(
            "appRoles: [appRole]!",
            column="app_roles",
            read=lambda record: [complete(AppRole, role) for role in record["app_roles"] or ()],
            columns=("app_roles",),
        ),
        _INFO,
        constant("keyCredentials: [keyCredential]!", []),
        _complexes(
            "oauth2PermissionScopes: [permissionScope]!", _SCOPES, PermissionScope, writable=False
        ),
        _PASSWORD_CREDENTIALS,
        constant("verifiedPublisher: verifiedPublisher", _NO_PUBLISHER),
        _DESCRIPTION,
        constant("appDescription: String", None),
        _NOTES,
        _setting("signInAudience: String", "eq", "ne not", column="sign_in_audience"),
        _CREATED_BY,
        constant("disabledByMicrosoftStatus: String", None),
        constant("resourceSpecificApplicationPermissions: [resourceSpecificPermission]!", []),
    ),
    not_built=("customSecurityAttributes", "isDisabled"),
    required=("appId",),
    written={**_CREDENTIALS, "appId": Property("app_id", guid)},
)
