"""The sign-in log."""

from alembic import op
from sqlalchemy import Column, Integer, text as sql

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, text

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_crosses = sql("cross_tenant_access_type <> 'none'")


def upgrade() -> None:
    """Add the table and its indexes."""
    op.create_table(
        "sign_ins",
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
        text("device"),
        flag("is_interactive", required=True),
        Column("error_code", Integer, nullable=False),
        text("failure_reason"),
        text("additional_details"),
        text("conditional_access_status", required=True),
        text("applied_policies"),
        text("findings"),
        text("inputs"),
        **TABLE_OPTIONS,
    )
    for name, columns in (
        ("ix_sign_ins_created", ["created_at"]),
        ("ix_sign_ins_user", ["user_id", "created_at"]),
        ("ix_sign_ins_app", ["app_id", "created_at"]),
        ("ix_sign_ins_resource", ["resource_tenant_id", "created_at"]),
    ):
        op.create_index(name, "sign_ins", ["tenant_id", *columns])
    op.create_index(
        "ix_sign_ins_crossing",
        "sign_ins",
        ["tenant_id", "created_at"],
        sqlite_where=_crosses,
        postgresql_where=_crosses,
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("sign_ins")
