"""Exports of the logs remember how far they are."""

from alembic import op
from sqlalchemy import BigInteger, Column, Float, Integer

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, text

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, and drop one that nothing was ever written into."""
    op.drop_table("monthly_external_users")
    op.create_table(
        "export_watermarks",
        key("tenant_id"),
        key("destination"),
        key("log"),
        Column("sequence", BigInteger, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("not_before", Float, nullable=False),
        text("last_error"),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    """Put both back."""
    op.drop_table("export_watermarks")
    op.create_table(
        "monthly_external_users",
        key("tenant_id"),
        key("month"),
        key("home_tenant_id"),
        key("user_id"),
        **TABLE_OPTIONS,
    )
