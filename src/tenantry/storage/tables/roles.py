"""Custom roles, and the actions that take an authentication context."""

from sqlalchemy import Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata, text

role_definitions = Table(
    "role_definitions",
    metadata,
    key("tenant_id"),
    key("id"),
    text("display_name", required=True),
    text("description"),
    flag("is_enabled", required=True),
    text("resource_actions", required=True),  # JSON list of names
    text("template_id", required=True),
    text("version"),
    text("created_at", required=True),
    **TABLE_OPTIONS,
)

protected_actions = Table(
    "protected_actions",
    metadata,
    key("tenant_id"),
    key("action_name"),
    text("authentication_context_id", required=True),
    **TABLE_OPTIONS,
)
