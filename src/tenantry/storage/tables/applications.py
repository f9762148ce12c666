"""Applications, service principals, their credentials and roles, directory role assignments."""

from sqlalchemy import Index, Table, UniqueConstraint

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata, text

applications = Table(
    "applications",
    metadata,
    key("tenant_id"),
    key("id"),
    text("app_id", required=True),
    text("display_name", required=True),
    text("display_name_key", required=True),
    text("application_template_id"),
    text("app_roles", required=True, default="[]"),  # JSON list of appRole
    text("settings", required=True, default="{}"),  # JSON object: the other wire properties
    text("created_at", required=True),
    text("deleted_at"),
    UniqueConstraint("tenant_id", "app_id"),
    Index("ix_applications_app_id", "app_id"),  # where a sign-in names no tenant
    **TABLE_OPTIONS,
)

service_principals = Table(
    "service_principals",
    metadata,
    key("tenant_id"),
    key("id"),
    text("app_id", required=True),
    text("display_name", required=True),
    text("display_name_key", required=True),
    text("application_template_id"),
    text("app_owner_organization_id"),
    text("service_principal_type", required=True),
    flag("account_enabled", required=True),
    flag("app_role_assignment_required", required=True),
    text("app_roles", required=True, default="[]"),
    text("settings", required=True, default="{}"),
    text("created_at", required=True),
    text("deleted_at"),
    UniqueConstraint("tenant_id", "app_id"),
    **TABLE_OPTIONS,
)

application_secrets = Table(
    "application_secrets",
    metadata,
    key("tenant_id"),
    key("application_id"),
    key("key_id"),
    text("secret_hash", required=True),
    text("hint"),
    text("display_name"),
    text("start_at", required=True),
    text("end_at", required=True),
    **TABLE_OPTIONS,
)

application_certificates = Table(
    "application_certificates",
    metadata,
    key("tenant_id"),
    key("application_id"),  # or the service principal's
    key("key_id"),
    text("custom_key_identifier", required=True),
    text("certificate", required=True),  # DER in base64
    text("display_name"),
    text("start_at", required=True),
    text("end_at", required=True),
    **TABLE_OPTIONS,
)

federated_credentials = Table(
    "federated_credentials",
    metadata,
    key("tenant_id"),
    key("application_id"),
    key("id"),
    text("name", required=True),
    text("issuer", required=True),
    text("subject", required=True),
    text("audiences", required=True),  # JSON list
    text("description"),
    UniqueConstraint("tenant_id", "application_id", "name"),
    UniqueConstraint("tenant_id", "application_id", "issuer", "subject"),
    **TABLE_OPTIONS,
)

used_assertions = Table(
    "used_assertions",
    metadata,
    key("tenant_id"),
    key("assertion_hash"),
    text("expires_at", required=True),  # by the installation's clock
    Index("ix_used_assertions_expiry", "tenant_id", "expires_at"),
    **TABLE_OPTIONS,
)

app_role_assignments = Table(
    "app_role_assignments",
    metadata,
    key("tenant_id"),
    key("id"),
    text("app_role_id", required=True),
    text("principal_id", required=True),
    text("principal_type", required=True),
    text("resource_id", required=True),
    text("created_at", required=True),
    UniqueConstraint("tenant_id", "resource_id", "principal_id", "app_role_id"),
    Index("ix_app_role_assignments_principal", "tenant_id", "principal_id"),
    **TABLE_OPTIONS,
)

directory_role_assignments = Table(
    "directory_role_assignments",
    metadata,
    key("tenant_id"),
    key("id"),
    text("role_template_id", required=True),
    text("principal_id", required=True),
    text("directory_scope_id", required=True),
    text("created_at", required=True),
    UniqueConstraint("tenant_id", "role_template_id", "principal_id", "directory_scope_id"),
    **TABLE_OPTIONS,
)

permission_grants = Table(
    "permission_grants",
    metadata,
    key("tenant_id"),
    key("id"),
    text("client_id", required=True),  # the service principal that may
    text("resource_id", required=True),  # of whom
    text("principal_id", required=True),  # the user who agreed; empty: all users
    text("scope", required=True),  # names of delegated permissions, in one text
    text("created_at", required=True),
    UniqueConstraint("tenant_id", "client_id", "resource_id", "principal_id"),
    Index("ix_permission_grants_resource", "tenant_id", "resource_id"),
    Index("ix_permission_grants_principal", "tenant_id", "principal_id"),
    **TABLE_OPTIONS,
)
