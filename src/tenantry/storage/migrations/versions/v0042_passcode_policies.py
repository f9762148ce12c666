"""Whether guests may sign in by passcodes that are mailed to them."""

from alembic import op

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, text

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "passcode_policies",
        key("tenant_id"),
        text("allowance", required=True),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("passcode_policies")
