"""Applications prove themselves by certificates and by the tokens of other issuers."""

from alembic import op
from sqlalchemy import UniqueConstraint

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, text

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "application_certificates",
        key("tenant_id"),
        key("application_id"),
        key("key_id"),
        text("custom_key_identifier", required=True),
        text("certificate", required=True),
        text("display_name"),
        text("start_at", required=True),
        text("end_at", required=True),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "federated_credentials",
        key("tenant_id"),
        key("application_id"),
        key("id"),
        text("name", required=True),
        text("issuer", required=True),
        text("subject", required=True),
        text("audiences", required=True),
        text("description"),
        UniqueConstraint("tenant_id", "application_id", "name"),
        UniqueConstraint("tenant_id", "application_id", "issuer", "subject"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "used_assertions",
        key("tenant_id"),
        key("assertion_hash"),
        text("expires_at", required=True),
        **TABLE_OPTIONS,
    )
    op.create_index("ix_used_assertions_expiry", "used_assertions", ["tenant_id", "expires_at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("used_assertions")
    op.drop_table("federated_credentials")
    op.drop_table("application_certificates")
