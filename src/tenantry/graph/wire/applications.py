"""Applications and service principals on the wire (contract §4.4, §6.9)."""

from tenantry.graph.wire import checks
from tenantry.graph.wire.application_secrets import (
    CREDENTIALS,
    SECRETS,
    password_credential,
)
from tenantry.graph.wire.application_settings import (
    kept,
    kept_structure,
    kept_structures,
    kept_text,
    kept_texts,
)
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
from tenantry.graph.wire.bodies import Property
from tenantry.graph.wire.certificates import key_credentials
from tenantry.graph.wire.entities import Entity, constant, declare
from tenantry.storage.filters.fields import Kind

_NAME = "eq ge le in startsWith orderby"
_NO_PUBLISHER = {"displayName": None, "verifiedPublisherId": None, "addedDateTime": None}

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
_KEY_CREDENTIALS = declare(
    "keyCredentials: [keyCredential]!", read=key_credentials, columns=("id",)
)
_TAGS = kept_texts("tags: [String]!", "tags", "eq startsWith", "not $count")
_INFO = kept_structure("info: informationalUrl", "info", InformationalUrl)
_NOTES = kept_text("notes: String", "notes")
_DESCRIPTION = kept_text("description: String", "description")
_ENCRYPTION_KEY = kept(
    "tokenEncryptionKeyId: Guid", column="token_encryption_key_id", check=checks.guid
)
_CREATED_BY = kept("createdByAppId: String", "eq", "ne not", column="created_by_app_id")
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
        kept_text("groupMembershipClaims: String", "group_membership_claims"),
        kept_texts(
            "identifierUris: [String]!", "identifier_uris", "eq ge le startsWith", "not $count"
        ),
        kept(
            "isFallbackPublicClient: Boolean", column="is_fallback_public_client", check=checks.flag
        ),
        kept(
            "signInAudience: String", "eq", "ne not", column="sign_in_audience", check=checks.text
        ),
        _TAGS,
        _ENCRYPTION_KEY,
        kept_text("defaultRedirectUri: String", "default_redirect_uri"),
        kept(
            "optionalClaims: optionalClaims",
            column="optional_claims",
            show=lambda value: complete(OptionalClaims, value) if value else None,
            check=stored(OptionalClaims),
        ),
        constant("addIns: [addIn]!", []),
        kept_structure("api: apiApplication", "api", ApiApplication),
        declare(
            "appRoles: [appRole]!",
            column="app_roles",
            read=lambda record: [complete(AppRole, role) for role in record["app_roles"] or ()],
            columns=("app_roles",),
            check=stored_list(AppRole),
        ),
        _INFO,
        _KEY_CREDENTIALS,
        _PASSWORD_CREDENTIALS,
        kept_structure(
            "parentalControlSettings: parentalControlSettings",
            "parental_control_settings",
            ParentalControlSettings,
        ),
        kept_structure(
            "publicClient: publicClientApplication", "public_client", PublicClientApplication
        ),
        kept_structures(
            "requiredResourceAccess: [requiredResourceAccess]!",
            "required_resource_access",
            RequiredResourceAccess,
        ),
        constant("verifiedPublisher: verifiedPublisher", _NO_PUBLISHER),
        kept_structure("web: webApplication", "web", WebApplication),
        kept_structure("spa: spaApplication", "spa", SpaApplication),
        _NOTES,
        kept_text("serviceManagementReference: String", "service_management_reference"),
        kept(
            "isDeviceOnlyAuthSupported: Boolean",
            column="is_device_only_auth_supported",
            check=checks.flag,
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
    written=CREDENTIALS,
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
        kept_texts(
            "alternativeNames: [String]!", "alternative_names", "eq ge le startsWith", "not $count"
        ),
        declare("appOwnerOrganizationId: Guid", "eq", "ne not"),
        _DISPLAY_NAME,
        declare("appRoleAssignmentRequired: Boolean!", "eq", "ne not", writable=True),
        kept_text("loginUrl: String", "login_url"),
        kept_text("logoutUrl: String", "logout_url"),
        kept_text("homepage: String", "homepage"),
        kept_texts("notificationEmailAddresses: [String]!", "notification_email_addresses"),
        kept_text("preferredSingleSignOnMode: String", "preferred_single_sign_on_mode"),
        kept_text(
            "preferredTokenSigningKeyThumbprint: String", "preferred_token_signing_key_thumbprint"
        ),
        kept_texts("replyUrls: [String]!", "reply_urls"),
        kept_texts(
            "servicePrincipalNames: [String]!",
            "service_principal_names",
            "eq ge le startsWith",
            "not $count",
        ),
        declare("servicePrincipalType: String", "eq in", "ne not"),
        _TAGS,
        _ENCRYPTION_KEY,
        kept(
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
        _KEY_CREDENTIALS,
        kept_structures(
            "oauth2PermissionScopes: [permissionScope]!", _SCOPES, PermissionScope, writable=False
        ),
        _PASSWORD_CREDENTIALS,
        constant("verifiedPublisher: verifiedPublisher", _NO_PUBLISHER),
        _DESCRIPTION,
        constant("appDescription: String", None),
        _NOTES,
        kept("signInAudience: String", "eq", "ne not", column="sign_in_audience"),
        _CREATED_BY,
        constant("disabledByMicrosoftStatus: String", None),
        constant("resourceSpecificApplicationPermissions: [resourceSpecificPermission]!", []),
    ),
    not_built=("customSecurityAttributes", "isDisabled"),
    required=("appId",),
    written={**CREDENTIALS, "appId": Property("app_id", checks.guid)},
)
