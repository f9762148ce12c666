"""Plans: what a job's next cycle would do, kept until they are applied, discarded or expire."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, text as sql_text

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata, text

sync_plans = Table(
    "sync_plans",
    metadata,
    key("tenant_id"),
    key("id"),
    text("job_id", required=True),
    text("target_tenant_id", required=True),
    text("state", required=True),  # making, ready, applying, applied or stopped
    text("reason"),  # why it was stopped
    flag("is_initial", required=True),
    text("counts"),  # JSON object, once it is made
    text("basis", required=True),  # JSON object: digests of what decides beside the directories
    text("seed", required=True),  # of what is drawn at random
    Column("source_position", BigInteger, nullable=False),  # in the feeds, when it was made
    Column("target_position", BigInteger, nullable=False),
    text("made_by"),
    text("made_at", required=True),
    text("applied_at"),
    text("expires_at", required=True),
    Index("ix_sync_plans_job", "tenant_id", "job_id", "id"),
    **TABLE_OPTIONS,
)

sync_plan_changes = Table(
    "sync_plan_changes",
    metadata,
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
    text("modified_properties"),  # as in the provisioning log
    text("name_key"),  # the folded name that the change takes in the target
    text("freed_key"),  # the one that it gives up
    text("manager_source_id"),  # of a reference: who the manager is
    flag("is_superseded", required=True),  # the cycle decides otherwise when it comes by again
    text("blocked_by"),  # of an escrow: the target user that stands in the way
    text("object_type", required=True, default="user"),  # or group
    text("address_key"),  # the folded address that a new target user gets
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
    Index(
        "ix_sync_plan_changes_address",
        "tenant_id",
        "plan_id",
        "address_key",
        sqlite_where=sql_text("address_key IS NOT NULL"),
        postgresql_where=sql_text("address_key IS NOT NULL"),
    ),
    **TABLE_OPTIONS,
)
