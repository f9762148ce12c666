"""The tables of logs, access settings and synchronization, frozen as they first were."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
)

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata as current, text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "directory_audits",
    _schema,
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
    text("modified_properties"),
    text("additional_details"),
)

Table(
    "provisioning_events",
    _schema,
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
    text("source_name"),
    text("source_user_principal_name"),
    text("target_id"),
    text("target_tenant_id", required=True),
    text("service_principal_id", required=True),
    text("service_principal_name"),
    Column("duration_ms", Integer, nullable=False),
    text("steps"),
    text("modified_properties"),
    Index("ix_provisioning_events_source", "tenant_id", "source_id"),
)

Table(
    "partners",
    _schema,
    key("tenant_id"),
    key("partner_tenant_id"),
    flag("inbound_consent_allowed"),
    flag("outbound_consent_allowed"),
    text("settings", required=True, default="{}"),
    text("created_at", required=True),
    **TABLE_OPTIONS,
)

Table(
    "identity_synchronizations",
    _schema,
    key("tenant_id"),
    key("partner_tenant_id"),
    text("display_name"),
    flag("is_sync_allowed"),
    **TABLE_OPTIONS,
)

Table(
    "sync_jobs",
    _schema,
    key("tenant_id"),
    key("id"),
    text("service_principal_id", required=True),
    text("template_id", required=True),
    text("target_tenant_id"),
    text("schedule_state", required=True),
    text("status_code", required=True),
    text("settings", required=True),
    text("schema", required=True),
    Column("schema_version", Integer, nullable=False),
    text("cycle_id"),
    text("cycle_began_at"),
    text("cycle_counts"),
    Column("watermark", BigInteger),
    text("scan_position"),
    Column("scan_feed_position", BigInteger),
    flag("force_deletes", required=True),
    text("next_due_at"),
    text("lease_owner"),
    Column("lease_until", Float),
    text("last_execution"),
    text("last_successful_execution"),
    text("last_successful_execution_with_exports"),
    text("steady_state_first_at"),
    text("steady_state_last_at"),
    Column("successive_failures", Integer, nullable=False),
    text("quarantine"),
    text("created_at", required=True),
    UniqueConstraint("tenant_id", "service_principal_id"),
    **TABLE_OPTIONS,
)

Table(
    "sync_links",
    _schema,
    key("tenant_id"),
    key("job_id"),
    key("source_id"),
    text("target_id", required=True),
    text("state", required=True),
    **TABLE_OPTIONS,
)

Table(
    "sync_escrows",
    _schema,
    key("tenant_id"),
    key("job_id"),
    key("source_id"),
    text("error_code", required=True),
    text("reason", required=True),
    Column("attempts", Integer, nullable=False),
    text("first_failed_at", required=True),
    text("next_attempt_at", required=True),
    **TABLE_OPTIONS,
)

Table(
    "sync_pending_references",
    _schema,
    key("tenant_id"),
    key("job_id"),
    key("source_id"),
    text("referenced_source_id", required=True),
    **TABLE_OPTIONS,
)

Table(
    "sync_secrets",
    _schema,
    key("tenant_id"),
    key("service_principal_id"),
    key("name"),
    text("value", required=True),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the tables."""
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop the tables."""
    _schema.drop_all(op.get_bind())
