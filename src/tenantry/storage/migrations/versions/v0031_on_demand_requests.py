"""How often a tenant asked for provisioning on demand is counted for all web processes."""

from alembic import op

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, text

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "on_demand_requests",
        key("tenant_id"),
        text("asked_at", required=True),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("on_demand_requests")
