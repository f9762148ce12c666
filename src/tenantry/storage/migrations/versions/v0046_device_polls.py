"""When a device last asked whether its owner signed in."""

from alembic import op

from tenantry.storage.tables.columns import text

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("device_codes", text("polled_at"))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("device_codes", "polled_at")
