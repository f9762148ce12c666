"""Devices."""

from alembic import op
from sqlalchemy import Index, MetaData, Table, text as sql_text

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata as current, text

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "devices",
    _schema,
    key("tenant_id"),
    key("id"),
    text("device_id", required=True),
    text("display_name", required=True),
    text("display_name_key", required=True),
    flag("account_enabled", required=True),
    flag("is_compliant"),
    flag("is_managed"),
    text("trust_type"),
    text("operating_system", required=True),
    text("operating_system_version", required=True),
    text("device_ownership"),
    text("manufacturer"),
    text("model"),
    text("alternative_security_ids", required=True),
    text("approximate_last_sign_in_at"),
    text("created_at", required=True),
    text("deleted_at"),
    Index(
        "uq_devices_device_id",
        "tenant_id",
        "device_id",
        unique=True,
        sqlite_where=sql_text("deleted_at IS NULL"),
        postgresql_where=sql_text("deleted_at IS NULL"),
    ),
    Index("ix_devices_display_name", "tenant_id", "display_name_key"),
    Index(
        "ix_devices_deleted",
        "tenant_id",
        "deleted_at",
        sqlite_where=sql_text("deleted_at IS NOT NULL"),
        postgresql_where=sql_text("deleted_at IS NOT NULL"),
    ),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the table."""
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop it."""
    _schema.drop_all(op.get_bind())
