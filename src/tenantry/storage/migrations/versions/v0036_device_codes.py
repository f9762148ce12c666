"""Device codes."""

from alembic import op
from sqlalchemy import Index, MetaData, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata as current, text

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "device_codes",
    _schema,
    key("tenant_id"),
    key("device_hash"),
    text("user_hash", required=True),
    text("app_id", required=True),
    text("scope", required=True),
    text("expires_at", required=True),
    text("declined_at"),
    text("signed_in_tenant_id"),
    text("granted"),
    Index("ix_device_codes_user", "user_hash"),
    Index("ix_device_codes_expires", "tenant_id", "expires_at"),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the table."""
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop it."""
    _schema.drop_all(op.get_bind())
