"""References that failed, and whether a job's escrows were pruned."""

from alembic import op
from sqlalchemy import Boolean, Column, false

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_REFERENCES = "sync_failed_references"


def upgrade() -> None:
    """Add the table and the column."""
    op.create_table(
        _REFERENCES,
        key("tenant_id"),
        key("job_id"),
        key("source_id"),
        text("referenced_source_id", required=True),
        **TABLE_OPTIONS,
    )
    op.create_index(
        "ix_sync_failed_references_to",
        _REFERENCES,
        ["tenant_id", "job_id", "referenced_source_id"],
    )
    pruned = Column("escrows_pruned", Boolean, nullable=False, server_default=false())
    op.add_column("sync_jobs", pruned)


def downgrade() -> None:
    """Drop them."""
    op.drop_column("sync_jobs", "escrows_pruned")
    op.drop_table(_REFERENCES)
