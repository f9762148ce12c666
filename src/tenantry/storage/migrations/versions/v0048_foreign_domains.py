"""Domains of tenants in other clouds."""

from alembic import op
from sqlalchemy import MetaData, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata as current, text

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "foreign_domains",
    _schema,
    key("tenant_id"),
    key("domain"),
    key("cloud"),
    text("home_tenant_id", required=True),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the table."""
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop it."""
    _schema.drop_all(op.get_bind())
