"""The outbox of mails."""

from alembic import op
from sqlalchemy import Column, Integer, text as sql

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, text

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_is_open = sql("next_attempt_at IS NOT NULL")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "outbox",
        key("tenant_id"),
        key("id"),
        text("kind", required=True),
        text("recipients", required=True),
        text("subject", required=True),
        text("body", required=True),
        text("created_at", required=True),
        Column("attempts", Integer, nullable=False),
        text("next_attempt_at"),
        text("sent_at"),
        text("last_error"),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_outbox_created", "outbox", ["tenant_id", "created_at"])
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["tenant_id", "next_attempt_at"],
        sqlite_where=_is_open,
        postgresql_where=_is_open,
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("outbox")
