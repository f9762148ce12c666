"""Applications and service principals: their roles, templates, and whose they are.

Source: contract §4.4, §5, §6.9.
Graph: ``application``, ``servicePrincipal``, ``appRole``.
"""

import base64
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tenantry.directory.values import Record, Rule, anything, check, choice, require_all, text
from tenantry.errors import InvalidValueError

SYNC_TEMPLATE_ID = "518e5f48-1fc8-4c48-9387-9fdf28b0dfe7"
CUSTOM_TEMPLATE_ID = "8adf8e6e-67b2-4cf2-a259-e3dc5476c621"
DEFAULT_APP_ROLE_ID = "00000000-0000-0000-0000-000000000000"
"""What is assigned on a resource that declares no roles."""

SYNC_ROLE_NAME = "msiam_access"
_SYNC_TAG = "WindowsAzureActiveDirectoryIntegratedApp"
_SYNC_HOMEPAGE = "https://portal.tenantry.test/applications?metadata=aad2aadsync|ISV9.1|primary|z"

SHARED_RULES: Mapping[str, Rule] = {
    "add_ins": anything,
    "description": text(1024),
    "display_name": text(256, clearable=False),
    "info": anything,
    "notes": text(1024),
    "tags": anything,
    "token_encryption_key_id": anything,
}
APPLICATION_RULES: Mapping[str, Rule] = {
    **SHARED_RULES,
    "api": anything,
    "app_roles": anything,  # checked as a whole by `check_app_roles`
    "default_redirect_uri": text(2048),
    "group_membership_claims": text(256),
    "identifier_uris": anything,
    "is_device_only_auth_supported": anything,
    "is_fallback_public_client": anything,
    "optional_claims": anything,
    "parental_control_settings": anything,
    "public_client": anything,
    "required_resource_access": anything,
    "service_management_reference": text(256),
    "sign_in_audience": choice(
        "AzureADMyOrg",
        "AzureADMultipleOrgs",
        "AzureADandPersonalMicrosoftAccount",
        "PersonalMicrosoftAccount",
        clearable=False,
    ),
    "spa": anything,
    "web": anything,
}
SERVICE_PRINCIPAL_RULES: Mapping[str, Rule] = {
    **SHARED_RULES,
    "account_enabled": anything,
    "alternative_names": anything,
    "app_role_assignment_required": anything,
    "homepage": text(2048),
    "login_url": text(2048),
    "logout_url": text(2048),
    "notification_email_addresses": anything,
    "preferred_single_sign_on_mode": text(64),
    "preferred_token_signing_key_thumbprint": text(256),
    "reply_urls": anything,
    "saml_single_sign_on_settings": anything,
    "service_principal_names": anything,
}
_ROLE_RULES: Mapping[str, Rule] = {
    "allowed_member_types": anything,
    "description": text(1024, clearable=False),
    "display_name": text(256, clearable=False),
    "id": text(36, clearable=False),
    "is_enabled": anything,
    "origin": anything,
    "value": text(250),
}


def check_new_application(values: Mapping[str, Any]) -> None:
    """Raise `InvalidValueError` unless *values* make an application."""
    require_all(values, "display_name")
    check(APPLICATION_RULES, values)
    check_app_roles(values.get("app_roles") or (), ())


def check_app_roles(roles: Iterable[Record], before: Iterable[Record]) -> None:
    """Raise unless *roles* may replace the roles *before*: an enabled role cannot just vanish."""
    ids: set[str] = set()
    values: set[str] = set()
    for role in roles:
        require_all(role, "id", "display_name", "description", "allowed_member_types")
        check(_ROLE_RULES, role)
        if not set(role["allowed_member_types"]) <= {"User", "Application"}:
            message = "`allowed_member_types` holds `User`, `Application` or both"
            raise InvalidValueError("app_roles", message)
        if role["id"] in ids or role.get("value") in values:
            raise InvalidValueError("app_roles", "two app roles share an id or a value")
        ids.add(role["id"])
        values.update(filter(None, [role.get("value")]))
    for role in before:
        if role["id"] not in ids and role.get("is_enabled", True):
            message = f"the app role `{role['id']}` is enabled; disable it before taking it away"
            raise InvalidValueError("app_roles", message)


def check_assignable(resource: Mapping[str, Any], app_role_id: str, principal_type: str) -> None:
    """Raise unless the *resource* has the role and it is for that type of principal.

    A role for users is for groups as well (contract §4.4).
    """
    roles: Sequence[Record] = resource["app_roles"] or ()
    if app_role_id == DEFAULT_APP_ROLE_ID and not any(map(_is_for_users, roles)):
        return
    role = next((role for role in roles if role["id"] == app_role_id), None)
    if role is None or not role.get("is_enabled", True):
        enabled = ", ".join(
            f"`{role['id']}` ({role['display_name']})"
            for role in roles
            if role.get("is_enabled", True)
        )
        message = (
            f"`{app_role_id}` is no enabled app role of `{resource['display_name']}`; use"
            f" {enabled or f'`{DEFAULT_APP_ROLE_ID}`'}"
        )
        raise InvalidValueError("app_role_id", message)
    kind = "Application" if principal_type == "ServicePrincipal" else "User"
    if kind not in role["allowed_member_types"]:
        message = f"the app role `{app_role_id}` cannot be assigned to a {principal_type}"
        raise InvalidValueError("app_role_id", message)


def sync_application(app_id: str, role_id: str, scope_id: str, name: str) -> Record:
    """Return the application that the synchronization template makes (contract §4.4)."""
    return {
        "app_id": app_id,
        "display_name": name,
        "application_template_id": SYNC_TEMPLATE_ID,
        "app_roles": [
            {
                "allowed_member_types": ["User"],
                "description": SYNC_ROLE_NAME,
                "display_name": SYNC_ROLE_NAME,
                "id": role_id,
                "is_enabled": True,
                "origin": "Application",
                "value": None,
            }
        ],
        "api": {"oauth2_permission_scopes": [_impersonation_scope(scope_id, name)]},
        "sign_in_audience": "AzureADMyOrg",
        "web": {"home_page_url": _SYNC_HOMEPAGE, "redirect_uris": [], "logout_url": None},
    }


def service_principal_of(
    application: Mapping[str, Any], owner_tenant_id: str, **given: object
) -> Record:
    """Return the service principal that stands for *application* in a tenant."""
    from_template = application.get("application_template_id") == SYNC_TEMPLATE_ID
    web = application.get("web") or {}
    api = application.get("api") or {}
    return {
        "account_enabled": True,
        "app_id": application["app_id"],
        "app_owner_organization_id": owner_tenant_id,
        "app_role_assignment_required": from_template,
        "app_roles": application.get("app_roles") or [],
        "application_template_id": application.get("application_template_id"),
        "display_name": application["display_name"],
        "homepage": web.get("home_page_url"),
        "oauth2_permission_scopes": api.get("oauth2_permission_scopes") or [],
        "reply_urls": _redirect_uris(application),
        "service_principal_names": [
            application["app_id"],
            *(application.get("identifier_uris") or []),
        ],
        "service_principal_type": "Application",
        "sign_in_audience": application.get("sign_in_audience"),
        "tags": [_SYNC_TAG] if from_template else [],
        **given,
    }


MIRRORED = frozenset(
    {
        "app_roles",
        "display_name",
        "homepage",
        "oauth2_permission_scopes",
        "reply_urls",
        "service_principal_names",
        "sign_in_audience",
    }
)
"""What a service principal takes over whenever its application in the same tenant changes."""


def assignment_id(principal_id: str, unique_id: str) -> str:
    """Return the id of an assignment: 43 characters of base64url, the principal's id first."""
    return _short_text(principal_id, unique_id)


def role_assignment_id(role_template_id: str, principal_id: str, unit_id: str = "") -> str:
    """Return the id of a role assignment over the tenant or an administrative unit (§6.8)."""
    if unit_id:
        return f"{_short_text(role_template_id, principal_id, unit_id)}-2"
    return f"{_short_text(role_template_id, principal_id)}-1"


def _redirect_uris(application: Mapping[str, Any]) -> list[str]:
    platforms = (application.get(name) or {} for name in ("web", "spa", "public_client"))
    return [uri for platform in platforms for uri in platform.get("redirect_uris") or ()]


def _is_for_users(role: Mapping[str, Any]) -> bool:
    return "User" in role["allowed_member_types"] and bool(role.get("is_enabled", True))


def _impersonation_scope(scope_id: str, name: str) -> Record:
    return {
        "admin_consent_description": f"Allow the application to access {name} for the user.",
        "admin_consent_display_name": f"Access {name}",
        "id": scope_id,
        "is_enabled": True,
        "type": "User",
        "user_consent_description": f"Allow the application to access {name} for you.",
        "user_consent_display_name": f"Access {name}",
        "value": "user_impersonation",
    }


def _short_text(*ids: str) -> str:
    joined = b"".join(uuid.UUID(one).bytes_le for one in ids)
    return base64.urlsafe_b64encode(joined).decode().rstrip("=")
