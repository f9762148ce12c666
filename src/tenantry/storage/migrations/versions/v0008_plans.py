"""Plans of synchronization: what a job's next cycle would do."""

from alembic import op
from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, text as sql_text

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata as current, text

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "sync_plans",
    _schema,
    key("tenant_id"),
    key("id"),
    text("job_id", required=True),
    text("target_tenant_id", required=True),
    text("state", required=True),
    text("reason"),
    flag("is_initial", required=True),
    text("counts"),
    text("basis", required=True),
    text("seed", required=True),
    Column("source_position", BigInteger, nullable=False),
    Column("target_position", BigInteger, nullable=False),
    text("made_by"),
    text("made_at", required=True),
    text("applied_at"),
    text("expires_at", required=True),
    Index("ix_sync_plans_job", "tenant_id", "job_id", "id"),
    **TABLE_OPTIONS,
)

Table(
    "sync_plan_changes",
    _schema,
    key("tenant_id"),
    key("plan_id"),
    key("action"),
    Column("number", Integer, primary_key=True, autoincrement=False, nullable=False),
    text("source_id", required=True),
    text("source_name"),
    text("source_user_principal_name"),
    text("target_id"),
    text("error_code"),
    text("reason"),
    text("decided_by"),
    text("modified_properties"),
    text("name_key"),
    text("freed_key"),
    text("manager_source_id"),
    flag("is_superseded", required=True),
    Index("ix_sync_plan_changes_source", "tenant_id", "plan_id", "source_id"),
    Index(
        "ix_sync_plan_changes_target",
        "tenant_id",
        "plan_id",
        "target_id",
        sqlite_where=sql_text("target_id IS NOT NULL"),
        postgresql_where=sql_text("target_id IS NOT NULL"),
    ),
    Index(
        "ix_sync_plan_changes_name",
        "tenant_id",
        "plan_id",
        "name_key",
        sqlite_where=sql_text("name_key IS NOT NULL"),
        postgresql_where=sql_text("name_key IS NOT NULL"),
    ),
    Index(
        "ix_sync_plan_changes_freed",
        "tenant_id",
        "plan_id",
        "freed_key",
        sqlite_where=sql_text("freed_key IS NOT NULL"),
        postgresql_where=sql_text("freed_key IS NOT NULL"),
    ),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the tables, and the job's place for the plan that it applies."""
    op.add_column("sync_jobs", text("plan_id"))
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop them."""
    _schema.drop_all(op.get_bind())
    op.drop_column("sync_jobs", "plan_id")
