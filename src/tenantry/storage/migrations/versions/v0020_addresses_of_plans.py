"""Plans remember which addresses their new target users get."""

from alembic import op
from sqlalchemy import text as sql_text

from tenantry.storage.tables.columns import text

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_INDEX = "ix_sync_plan_changes_address"


def upgrade() -> None:
    """Add the column and its index."""
    op.add_column("sync_plan_changes", text("address_key"))
    op.create_index(
        _INDEX,
        "sync_plan_changes",
        ["tenant_id", "plan_id", "address_key"],
        sqlite_where=sql_text("address_key IS NOT NULL"),
        postgresql_where=sql_text("address_key IS NOT NULL"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index(_INDEX, "sync_plan_changes")
    op.drop_column("sync_plan_changes", "address_key")
