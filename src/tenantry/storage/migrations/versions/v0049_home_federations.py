"""Federations of a tenant's own domains, beside those of other organizations."""

from alembic import op

from tenantry.storage.tables.columns import text

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("federations", text("kind", required=True, default="external"))
    op.add_column("federations", text("details"))


def downgrade() -> None:
    """Drop the columns."""
    op.drop_column("federations", "details")
    op.drop_column("federations", "kind")
