"""Authentication strengths and contexts, and the policy of registration."""

from alembic import op

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, text

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "authentication_strengths",
        key("tenant_id"),
        key("id"),
        text("display_name", required=True),
        text("description"),
        text("combinations", required=True),
        text("created_at", required=True),
        text("modified_at"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "authentication_contexts",
        key("tenant_id"),
        key("id"),
        text("display_name", required=True),
        text("description"),
        flag("is_available", required=True),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "registration_policies",
        key("tenant_id"),
        text("document", required=True),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("registration_policies", "authentication_contexts", "authentication_strengths"):
        op.drop_table(name)
