"""The directory audit, the sign-in log and the provisioning log, and what seals them.

Entries are written once and never changed.
"""

from sqlalchemy import BigInteger, Column, Float, Index, Integer, Table, text as sql

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata, text

_crosses = sql("cross_tenant_access_type <> 'none'")

directory_audits = Table(
    "directory_audits",
    metadata,
    key("tenant_id"),
    key("id"),
    text("activity_at", required=True),
    text("activity", required=True),
    text("category", required=True),
    text("operation_type", required=True),
    text("logged_by_service", required=True),
    text("result", required=True),
    text("result_reason"),
    text("correlation_id"),
    text("actor_kind", required=True),
    text("actor_id"),
    text("actor_app_id"),
    text("actor_name"),
    text("actor_ip_address"),
    text("target_type"),
    text("target_id"),
    text("target_name"),
    text("target_user_principal_name"),
    text("modified_properties"),  # JSON list of [name, old, new]
    text("additional_details"),  # JSON object
)

sign_ins = Table(
    "sign_ins",
    metadata,
    key("tenant_id"),
    key("id"),
    text("created_at", required=True),
    text("correlation_id", required=True),
    text("user_id", required=True),
    text("user_display_name"),
    text("user_principal_name"),
    text("home_tenant_id", required=True),
    text("home_tenant_name"),
    text("resource_tenant_id", required=True),
    text("resource_tenant_name"),
    text("cross_tenant_access_type", required=True),
    text("app_id", required=True),
    text("app_display_name"),
    text("resource_id"),
    text("resource_display_name"),
    text("client_app_used", required=True),
    text("ip_address"),
    text("user_agent"),
    text("device"),  # JSON object, a deviceDetail
    flag("is_interactive", required=True),
    Column("error_code", Integer, nullable=False),
    text("failure_reason"),
    text("additional_details"),
    text("conditional_access_status", required=True),
    text("applied_policies"),  # JSON list of appliedConditionalAccessPolicy
    text("findings"),  # JSON list of {stage, side, source, setting, outcome}
    text("inputs"),  # JSON object, what the evaluator was asked
    text("batch_id"),  # the transaction that wrote it; null: written before logs were sealed
    Index("ix_sign_ins_created", "tenant_id", "created_at"),
    Index("ix_sign_ins_user", "tenant_id", "user_id", "created_at"),
    Index("ix_sign_ins_app", "tenant_id", "app_id", "created_at"),
    Index("ix_sign_ins_resource", "tenant_id", "resource_tenant_id", "created_at"),
    Index(
        "ix_sign_ins_crossing",
        "tenant_id",
        "created_at",
        sqlite_where=_crosses,
        postgresql_where=_crosses,
    ),
    **TABLE_OPTIONS,
)

provisioning_events = Table(
    "provisioning_events",
    metadata,
    key("tenant_id"),
    key("id"),
    text("activity_at", required=True),
    text("job_id", required=True),
    text("cycle_id", required=True),
    text("change_id", required=True),
    text("action", required=True),
    text("status", required=True),
    text("error_code"),
    text("reason"),
    text("source_id", required=True),
    text("source_type"),  # Group; null: User
    text("source_name"),
    text("source_user_principal_name"),
    text("target_id"),
    text("target_tenant_id", required=True),
    text("service_principal_id", required=True),
    text("service_principal_name"),
    Column("duration_ms", Integer, nullable=False),
    text("steps"),  # JSON list of [name, type, status, description, details]
    text("modified_properties"),  # JSON list of [name, old, new]
    Index("ix_provisioning_events_source", "tenant_id", "source_id"),
)

log_heads = Table(
    "log_heads",
    metadata,
    key("tenant_id"),
    key("log"),
    Column("sequence", BigInteger, nullable=False),
    text("hash", required=True),
    Column("anchor_sequence", BigInteger, nullable=False),  # the last seal that was purged
    text("anchor_hash", required=True),
    text("unsealed_until"),  # the last entry from before the log was sealed
    **TABLE_OPTIONS,
)

log_seals = Table(
    "log_seals",
    metadata,
    key("tenant_id"),
    key("log"),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False, nullable=False),
    text("sealed_at", required=True),
    text("batch_id", required=True),
    text("first_id", required=True),
    text("last_id", required=True),
    Column("entries", Integer, nullable=False),
    text("digest"),  # null in logs that are numbered only
    text("hash", required=True),
    **TABLE_OPTIONS,
)

export_watermarks = Table(
    "export_watermarks",
    metadata,
    key("tenant_id"),
    key("destination"),
    key("log"),
    Column("sequence", BigInteger, nullable=False),  # of the last seal that was taken
    Column("attempts", Integer, nullable=False),  # that failed since
    Column("not_before", Float, nullable=False),  # real time in seconds of the epoch
    text("last_error"),
    **TABLE_OPTIONS,
)
