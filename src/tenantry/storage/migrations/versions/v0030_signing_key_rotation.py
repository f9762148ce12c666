"""A signing key is published before it signs."""

from alembic import op

from tenantry.storage.tables.columns import text

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("signing_keys", text("signs_from"))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("signing_keys", "signs_from")
