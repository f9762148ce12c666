"""Staged deletes, removals by cycle, and what stands in the way of an escrow."""

from alembic import op
from sqlalchemy import Column, Integer

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, text

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, the column and its index."""
    op.create_table(
        "sync_staged_deletes",
        key("tenant_id"),
        key("job_id"),
        key("source_id"),
        text("target_id", required=True),
        text("action", required=True),
        text("cause", required=True),
        text("source_name"),
        text("source_user_principal_name"),
        text("staged_at", required=True),
        text("held_at"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "sync_removals",
        key("tenant_id"),
        key("job_id"),
        key("cycle_id"),
        text("removed_at", required=True),
        Column("removed", Integer, nullable=False),
        **TABLE_OPTIONS,
    )
    op.add_column("sync_escrows", text("blocked_by"))
    op.create_index(
        "ix_sync_escrows_blocked", "sync_escrows", ["tenant_id", "job_id", "blocked_by"]
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_sync_escrows_blocked", "sync_escrows")
    op.drop_column("sync_escrows", "blocked_by")
    op.drop_table("sync_removals")
    op.drop_table("sync_staged_deletes")
