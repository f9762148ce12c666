"""Who wrote a change, and how far a job has followed its target's changes."""

from alembic import op
from sqlalchemy import BigInteger, Column

from tenantry.storage.tables.columns import text

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("changes", text("origin"))
    op.add_column("sync_jobs", Column("target_watermark", BigInteger))


def downgrade() -> None:
    """Drop the columns."""
    op.drop_column("sync_jobs", "target_watermark")
    op.drop_column("changes", "origin")
