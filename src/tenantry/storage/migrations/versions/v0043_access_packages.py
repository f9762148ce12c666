"""Access packages, the ways to them, and who asked and got what."""

from alembic import op
from sqlalchemy import Index, MetaData, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata as current, text

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "entitlement_catalogs",
    _schema,
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

Table(
    "entitlement_resources",
    _schema,
    key("tenant_id"),
    key("id"),
    text("catalog_id", required=True),
    text("origin_system", required=True),
    text("origin_id", required=True),
    text("created_at", required=True),
    Index("ix_entitlement_resources_origin", "tenant_id", "catalog_id", "origin_id", unique=True),
    **TABLE_OPTIONS,
)

Table(
    "access_packages",
    _schema,
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

Table(
    "access_package_roles",
    _schema,
    key("tenant_id"),
    key("id"),
    text("package_id", required=True),
    text("resource_id", required=True),
    text("origin_system", required=True),
    text("origin_id", required=True),
    text("role_origin_id", required=True),
    text("created_at", required=True),
    Index("ix_access_package_roles_package", "tenant_id", "package_id"),
    **TABLE_OPTIONS,
)

Table(
    "access_package_policies",
    _schema,
    key("tenant_id"),
    key("id"),
    text("package_id", required=True),
    text("display_name", required=True),
    text("description"),
    text("document", required=True),
    text("created_at", required=True),
    text("modified_at", required=True),
    Index("ix_access_package_policies_package", "tenant_id", "package_id"),
    **TABLE_OPTIONS,
)

Table(
    "access_package_requests",
    _schema,
    key("tenant_id"),
    key("id"),
    text("package_id", required=True),
    text("policy_id", required=True),
    text("request_type", required=True),
    text("state", required=True),
    text("target_id"),
    text("home_tenant_id"),
    text("home_user_id"),
    text("display_name", required=True),
    text("principal_name", required=True),
    text("justification"),
    text("schedule"),
    text("assignment_id"),
    text("answer_due_at"),
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

Table(
    "access_package_assignments",
    _schema,
    key("tenant_id"),
    key("id"),
    text("package_id", required=True),
    text("policy_id", required=True),
    text("target_id", required=True),
    text("state", required=True),
    text("begins_at", required=True),
    text("ends_at"),
    text("expired_at"),
    Index("ix_access_package_assignments_package", "tenant_id", "package_id"),
    Index("ix_access_package_assignments_target", "tenant_id", "target_id"),
    Index("ix_access_package_assignments_end", "tenant_id", "expired_at", "ends_at"),
    **TABLE_OPTIONS,
)

Table(
    "access_package_grants",
    _schema,
    key("tenant_id"),
    key("assignment_id"),
    key("role_id"),
    text("target_id", required=True),
    text("origin_system", required=True),
    text("origin_id", required=True),
    text("role_origin_id", required=True),
    flag("is_ours", required=True),
    Index("ix_access_package_grants_target", "tenant_id", "target_id"),
    **TABLE_OPTIONS,
)

Table(
    "connected_organizations",
    _schema,
    key("tenant_id"),
    key("id"),
    text("home_tenant_id", required=True),
    text("display_name", required=True),
    text("description"),
    text("state", required=True),
    text("created_at", required=True),
    text("modified_at", required=True),
    Index("ix_connected_organizations_home", "tenant_id", "home_tenant_id", unique=True),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the tables."""
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop the tables."""
    _schema.drop_all(op.get_bind())
