"""Privacy profiles of tenants, and whether external users may leave by themselves."""

from alembic import op

from tenantry.storage.tables.columns import flag, text

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("tenants", text("privacy_profile"))
    op.add_column("tenants", flag("may_external_users_leave"))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("tenants", "may_external_users_leave")
    op.drop_column("tenants", "privacy_profile")
