"""Who stands in the way of a user whom a plan puts into escrow."""

from alembic import op

from tenantry.storage.tables.columns import text

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("sync_plan_changes", text("blocked_by"))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("sync_plan_changes", "blocked_by")
