"""Escrows are found by when they are due."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        "ix_sync_escrows_due", "sync_escrows", ["tenant_id", "job_id", "next_attempt_at"]
    )


def downgrade() -> None:
    """Drop the index."""
    op.drop_index("ix_sync_escrows_due", "sync_escrows")
