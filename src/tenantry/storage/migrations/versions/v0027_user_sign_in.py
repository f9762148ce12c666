"""Sessions, authorization codes, refresh tokens and delegated permission grants."""

from alembic import op
from sqlalchemy import Index, MetaData, Table, UniqueConstraint

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata as current, text

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "sessions",
    _schema,
    key("tenant_id"),
    key("id"),
    text("user_id", required=True),
    text("browser_hash", required=True),
    text("proofs", required=True),
    text("authenticated_at", required=True),
    text("expires_at", required=True),
    Index("ix_sessions_browser", "browser_hash"),
    Index("ix_sessions_user", "tenant_id", "user_id"),
    Index("ix_sessions_expires", "tenant_id", "expires_at"),
    **TABLE_OPTIONS,
)

Table(
    "authorization_codes",
    _schema,
    key("tenant_id"),
    key("code_hash"),
    text("family_id", required=True),
    text("redirect_uri", required=True),
    text("challenge"),
    text("challenge_method"),
    text("granted", required=True),
    text("expires_at", required=True),
    text("redeemed_at"),
    Index("ix_authorization_codes_expires", "tenant_id", "expires_at"),
    **TABLE_OPTIONS,
)

Table(
    "refresh_tokens",
    _schema,
    key("tenant_id"),
    key("token_hash"),
    text("family_id", required=True),
    text("user_id", required=True),
    text("granted", required=True),
    text("issued_at", required=True),
    text("expires_at", required=True),
    text("rotated_at"),
    Index("ix_refresh_tokens_family", "tenant_id", "family_id"),
    Index("ix_refresh_tokens_user", "tenant_id", "user_id"),
    Index("ix_refresh_tokens_expires", "tenant_id", "expires_at"),
    **TABLE_OPTIONS,
)

Table(
    "permission_grants",
    _schema,
    key("tenant_id"),
    key("id"),
    text("client_id", required=True),
    text("resource_id", required=True),
    text("principal_id", required=True),
    text("scope", required=True),
    text("created_at", required=True),
    UniqueConstraint("tenant_id", "client_id", "resource_id", "principal_id"),
    Index("ix_permission_grants_resource", "tenant_id", "resource_id"),
    Index("ix_permission_grants_principal", "tenant_id", "principal_id"),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the tables, and an index on the application ids of all tenants."""
    _schema.create_all(op.get_bind())
    op.create_index("ix_applications_app_id", "applications", ["app_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_applications_app_id", "applications")
    _schema.drop_all(op.get_bind())
