"""The directory audit and the provisioning log: written once, never changed."""

from sqlalchemy import Column, Index, Integer, Table

from tenantry.storage.tables.columns import key, metadata, text

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
