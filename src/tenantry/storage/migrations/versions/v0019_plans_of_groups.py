"""Plans show groups, too."""

from alembic import op

from tenantry.storage.tables.columns import text

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("sync_plan_changes", text("object_type", required=True, default="user"))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("sync_plan_changes", "object_type")
