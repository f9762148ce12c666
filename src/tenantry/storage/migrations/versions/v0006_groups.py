"""Groups can be synchronized: who allows it, where they come from, how far a job has come."""

from alembic import op
from sqlalchemy import BigInteger, Column, text as sql_text

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, text

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ADDED = (
    ("identity_synchronizations", flag("is_group_sync_allowed")),
    ("groups", text("home_tenant_id")),
    ("groups", text("home_group_id")),
    ("sync_escrows", text("object_type", required=True, default="user")),
    ("provisioning_events", text("source_type")),
)


def upgrade() -> None:
    """Add the columns, their index and the tables."""
    for table, column in _ADDED:
        op.add_column(table, column)
    op.create_index(
        "ix_groups_home",
        "groups",
        ["tenant_id", "home_group_id"],
        sqlite_where=sql_text("home_group_id IS NOT NULL"),
        postgresql_where=sql_text("home_group_id IS NOT NULL"),
    )
    op.create_table(
        "sync_group_links",
        key("tenant_id"),
        key("job_id"),
        key("source_id"),
        text("target_id", required=True),
        text("state", required=True),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "sync_group_places",
        key("tenant_id"),
        key("job_id"),
        text("cycle_id", required=True),
        Column("watermark", BigInteger, nullable=False),
        text("scan_position"),
        **TABLE_OPTIONS,
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("sync_group_places", "sync_group_links"):
        op.drop_table(table)
    op.drop_index("ix_groups_home", "groups")
    for table, column in reversed(_ADDED):
        op.drop_column(table, column.name)
