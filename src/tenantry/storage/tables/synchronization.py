"""Synchronization jobs, links, escrows, pending references and connection settings."""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    text as sql_text,
)

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata, text

sync_jobs = Table(
    "sync_jobs",
    metadata,
    key("tenant_id"),
    key("id"),
    text("service_principal_id", required=True),
    text("template_id", required=True),
    text("target_tenant_id"),  # of the saved connection settings (CompanyId)
    text("schedule_state", required=True),
    text("status_code", required=True),
    text("settings", required=True),  # JSON object: synchronizationJobSettings
    text("schema", required=True),  # JSON: rules and mappings
    Column("schema_version", Integer, nullable=False),
    text("cycle_id"),  # of the cycle that is under way
    text("cycle_began_at"),
    text("cycle_counts"),  # JSON object: counters of the cycle under way
    Column("watermark", BigInteger),  # null: the next cycle is an initial one
    Column("target_watermark", BigInteger),  # place in the target's feed; null: not followed
    text("scan_position"),  # last source id of an unfinished initial cycle
    Column("scan_feed_position", BigInteger),  # feed position at the start of that cycle
    flag("force_deletes", required=True),
    text("next_due_at"),
    text("lease_owner"),
    Column("lease_until", Float),  # real time, seconds of the epoch
    text("last_execution"),  # JSON
    text("last_successful_execution"),  # JSON
    text("last_successful_execution_with_exports"),  # JSON
    text("steady_state_first_at"),
    text("steady_state_last_at"),
    Column("successive_failures", Integer, nullable=False),
    text("quarantine"),  # JSON
    flag("escrows_pruned", required=True),
    text("created_at", required=True),
    text("totals"),  # JSON object: what all complete cycles did
    text("plan_id"),  # of the plan that the next cycle, or the one under way, applies
    UniqueConstraint("tenant_id", "service_principal_id"),
    **TABLE_OPTIONS,
)

sync_links = Table(
    "sync_links",
    metadata,
    key("tenant_id"),
    key("job_id"),
    key("source_id"),
    text("target_id", required=True),
    text("state", required=True),  # as in `matching.LinkState`
    Index(
        "ix_sync_links_shared",
        "tenant_id",
        "job_id",
        "target_id",
        sqlite_where=sql_text("state = 'shared'"),
        postgresql_where=sql_text("state = 'shared'"),
    ),
    **TABLE_OPTIONS,
)

sync_group_links = Table(
    "sync_group_links",
    metadata,
    key("tenant_id"),
    key("job_id"),
    key("source_id"),
    text("target_id", required=True),
    text("state", required=True),  # active or deleted
    **TABLE_OPTIONS,
)

sync_group_places = Table(
    "sync_group_places",
    metadata,
    key("tenant_id"),
    key("job_id"),
    text("cycle_id", required=True),  # of the cycle that came this far
    Column("watermark", BigInteger, nullable=False),  # or where the feed was when the scan began
    text("scan_position"),  # last source id of an unfinished scan
    **TABLE_OPTIONS,
)

sync_waiting_groups = Table(  # groups to look at again: members of theirs left their escrow
    "sync_waiting_groups",
    metadata,
    key("tenant_id"),
    key("job_id"),
    key("source_id"),
    **TABLE_OPTIONS,
)

sync_escrows = Table(
    "sync_escrows",
    metadata,
    key("tenant_id"),
    key("job_id"),
    key("source_id"),
    text("object_type", required=True, default="user"),  # or group
    text("error_code", required=True),
    text("reason", required=True),
    Column("attempts", Integer, nullable=False),
    text("first_failed_at", required=True),
    text("next_attempt_at", required=True),
    text("blocked_by"),  # the target user that stands in the way
    Index("ix_sync_escrows_due", "tenant_id", "job_id", "next_attempt_at"),
    Index("ix_sync_escrows_blocked", "tenant_id", "job_id", "blocked_by"),
    **TABLE_OPTIONS,
)

sync_pending_references = Table(
    "sync_pending_references",
    metadata,
    key("tenant_id"),
    key("job_id"),
    key("source_id"),
    text("referenced_source_id", required=True),
    **TABLE_OPTIONS,
)

sync_staged_deletes = Table(
    "sync_staged_deletes",
    metadata,
    key("tenant_id"),
    key("job_id"),
    key("source_id"),
    text("object_type", required=True, default="user"),  # or group
    text("target_id", required=True),
    text("action", required=True),  # delete or disable
    text("cause", required=True),
    text("source_name"),
    text("source_user_principal_name"),
    text("staged_at", required=True),
    text("held_at"),  # when the guard first held it, null while the cycle is under way
    **TABLE_OPTIONS,
)

sync_removals = Table(  # by cycle, where the guard looks across cycles
    "sync_removals",
    metadata,
    key("tenant_id"),
    key("job_id"),
    key("cycle_id"),
    text("removed_at", required=True),
    Column("removed", Integer, nullable=False),
    **TABLE_OPTIONS,
)

sync_failed_references = Table(
    "sync_failed_references",
    metadata,
    key("tenant_id"),
    key("job_id"),
    key("source_id"),
    text("referenced_source_id", required=True),
    Index("ix_sync_failed_references_to", "tenant_id", "job_id", "referenced_source_id"),
    **TABLE_OPTIONS,
)

sync_secrets = Table(
    "sync_secrets",
    metadata,
    key("tenant_id"),
    key("service_principal_id"),
    key("name"),
    text("value", required=True),
    **TABLE_OPTIONS,
)

on_demand_requests = Table(  # to limit how often a tenant asks
    "on_demand_requests",
    metadata,
    key("tenant_id"),
    text("asked_at", required=True),  # JSON list: real seconds of the epoch, oldest first
    **TABLE_OPTIONS,
)
