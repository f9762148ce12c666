"""Groups are staged, too."""

from alembic import op

from tenantry.storage.tables.columns import text

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("sync_staged_deletes", text("object_type", required=True, default="user"))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("sync_staged_deletes", "object_type")
