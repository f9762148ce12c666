"""Exports of the logs remember how far they are."""

from alembic import op
from sqlalchemy import BigInteger, Column, Float, Integer

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, text

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
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
    """Drop it."""
    op.drop_table("export_watermarks")
