"""Groups are looked at again once their members leave escrow."""

from alembic import op

from tenantry.storage.tables.columns import TABLE_OPTIONS, key

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "sync_waiting_groups",
        key("tenant_id"),
        key("job_id"),
        key("source_id"),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("sync_waiting_groups")
