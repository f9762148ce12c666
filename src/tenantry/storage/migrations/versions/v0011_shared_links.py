"""Links whose target user represents another source user are found by it."""

from alembic import op
from sqlalchemy import text

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    is_shared = text("state = 'shared'")
    op.create_index(
        "ix_sync_links_shared",
        "sync_links",
        ["tenant_id", "job_id", "target_id"],
        sqlite_where=is_shared,
        postgresql_where=is_shared,
    )


def downgrade() -> None:
    """Drop the index."""
    op.drop_index("ix_sync_links_shared", "sync_links")
