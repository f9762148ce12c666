"""What Microsoft Graph's service principal offers: its app roles and its delegated permissions."""

from typing import Any

from tenantry.directory.permissions import GRAPH_PERMISSIONS


def graph_app_roles() -> list[dict[str, Any]]:
    """Return the app roles of Graph's service principal, one per application permission."""
    return [
        {
            "allowed_member_types": ["Application"],
            "description": one.description,
            "display_name": one.description.capitalize(),
            "id": one.role_id,
            "is_enabled": True,
            "origin": "Application",
            "value": one.name,
        }
        for one in GRAPH_PERMISSIONS
        if one.role_id
    ]


def graph_permission_scopes() -> list[dict[str, Any]]:
    """Return the delegated permissions of Graph's service principal."""
    return [
        {
            "admin_consent_description": one.description,
            "admin_consent_display_name": one.description.capitalize(),
            "id": one.scope_id,
            "is_enabled": True,
            "type": "User" if one.role_id is None else "Admin",
            "user_consent_description": one.description,
            "user_consent_display_name": one.description.capitalize(),
            "value": one.name,
        }
        for one in GRAPH_PERMISSIONS
        if one.scope_id
    ]
