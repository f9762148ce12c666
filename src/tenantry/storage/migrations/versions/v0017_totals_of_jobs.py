"""What all complete cycles of a job did."""

from alembic import op

from tenantry.storage.tables.columns import text

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("sync_jobs", text("totals"))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("sync_jobs", "totals")
