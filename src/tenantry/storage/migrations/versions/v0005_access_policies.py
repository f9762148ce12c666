"""The cross-tenant access policy and its default become changeable."""

from alembic import op
from sqlalchemy import MetaData, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata as current, text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "access_policies",
    _schema,
    key("tenant_id"),
    text("display_name", required=True),
    text("allowed_cloud_endpoints", required=True),
    text("default_settings"),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the table."""
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop the table."""
    _schema.drop_all(op.get_bind())
