"""Access packages: what is in them, the ways to them, and who asked and got what."""

from sqlalchemy import Index, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata, text

entitlement_catalogs = Table(
    "entitlement_catalogs",
    metadata,
    key("tenant_id"),
    key("id"),
    text("display_name", required=True),
    text("description"),
    flag("is_published", required=True),
    flag("is_externally_visible", required=True),
    text("created_at", required=True),
    text("modified_at", required=True),
    **TABLE_OPTIONS,
)

entitlement_resources = Table(
    "entitlement_resources",
    metadata,
    key("tenant_id"),
    key("id"),
    text("catalog_id", required=True),
    text("origin_system", required=True),  # `AadGroup` or `AadApplication`
    text("origin_id", required=True),  # of the group or service principal
    text("created_at", required=True),
    Index("ix_entitlement_resources_origin", "tenant_id", "catalog_id", "origin_id", unique=True),
    **TABLE_OPTIONS,
)

access_packages = Table(
    "access_packages",
    metadata,
    key("tenant_id"),
    key("id"),
    text("catalog_id", required=True),
    text("display_name", required=True),
    text("description"),
    flag("is_hidden", required=True),
    text("created_at", required=True),
    text("modified_at", required=True),
    **TABLE_OPTIONS,
)

access_package_roles = Table(
    "access_package_roles",
    metadata,
    key("tenant_id"),
    key("id"),
    text("package_id", required=True),
    text("resource_id", required=True),
    text("origin_system", required=True),
    text("origin_id", required=True),
    text("role_origin_id", required=True),  # `Member_{group}` or the id of an app role
    text("created_at", required=True),
    Index("ix_access_package_roles_package", "tenant_id", "package_id"),
    **TABLE_OPTIONS,
)

access_package_policies = Table(
    "access_package_policies",
    metadata,
    key("tenant_id"),
    key("id"),
    text("package_id", required=True),
    text("display_name", required=True),
    text("description"),
    text("document", required=True),  # JSON: the rules of the policy
    text("created_at", required=True),
    text("modified_at", required=True),
    Index("ix_access_package_policies_package", "tenant_id", "package_id"),
    **TABLE_OPTIONS,
)

access_package_requests = Table(
    "access_package_requests",
    metadata,
    key("tenant_id"),
    key("id"),
    text("package_id", required=True),
    text("policy_id", required=True),
    text("request_type", required=True),
    text("state", required=True),
    text("target_id"),  # null: somebody of another tenant who is no guest yet
    text("home_tenant_id"),  # of somebody of another tenant
    text("home_user_id"),
    text("display_name", required=True),  # as the person was called when asking
    text("principal_name", required=True),
    text("justification"),
    text("schedule"),  # JSON: the expiration that was asked for
    text("assignment_id"),
    text("answer_due_at"),  # while somebody has to decide
    text("review_result"),
    text("reviewed_by"),
    text("reviewed_by_name"),
    text("reviewed_at"),
    text("review_justification"),
    text("created_at", required=True),
    text("completed_at"),
    Index("ix_access_package_requests_package", "tenant_id", "package_id"),
    Index("ix_access_package_requests_target", "tenant_id", "target_id"),
    Index("ix_access_package_requests_home", "tenant_id", "home_user_id"),
    Index("ix_access_package_requests_due", "tenant_id", "answer_due_at"),
    **TABLE_OPTIONS,
)

access_package_assignments = Table(
    "access_package_assignments",
    metadata,
    key("tenant_id"),
    key("id"),
    text("package_id", required=True),
    text("policy_id", required=True),
    text("target_id", required=True),
    text("state", required=True),
    text("begins_at", required=True),
    text("ends_at"),  # null: never
    text("expired_at"),
    Index("ix_access_package_assignments_package", "tenant_id", "package_id"),
    Index("ix_access_package_assignments_target", "tenant_id", "target_id"),
    Index("ix_access_package_assignments_end", "tenant_id", "expired_at", "ends_at"),
    **TABLE_OPTIONS,
)

access_package_grants = Table(
    "access_package_grants",
    metadata,
    key("tenant_id"),
    key("assignment_id"),
    key("role_id"),  # of the package's role
    text("target_id", required=True),
    text("origin_system", required=True),
    text("origin_id", required=True),
    text("role_origin_id", required=True),
    flag("is_ours", required=True),  # false: the person had it before any package gave it
    Index("ix_access_package_grants_target", "tenant_id", "target_id"),
    **TABLE_OPTIONS,
)

connected_organizations = Table(
    "connected_organizations",
    metadata,
    key("tenant_id"),
    key("id"),
    text("home_tenant_id", required=True),
    text("display_name", required=True),
    text("description"),
    text("state", required=True),  # `configured` or `proposed`
    text("created_at", required=True),
    text("modified_at", required=True),
    Index("ix_connected_organizations_home", "tenant_id", "home_tenant_id", unique=True),
    **TABLE_OPTIONS,
)
