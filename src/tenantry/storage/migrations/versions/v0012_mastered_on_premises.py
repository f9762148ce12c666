"""Which users are mastered in a directory on premises."""

from alembic import op
from sqlalchemy import Boolean, Column

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("users", Column("on_premises_sync_enabled", Boolean))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("users", "on_premises_sync_enabled")
