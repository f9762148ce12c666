"""Conditional Access policies."""

from alembic import op

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, text

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_TABLE = "conditional_access_policies"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        _TABLE,
        key("tenant_id"),
        key("id"),
        text("display_name", required=True),
        text("state", required=True),
        text("document", required=True),
        text("created_at", required=True),
        text("modified_at"),
        text("deleted_at"),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table(_TABLE)
