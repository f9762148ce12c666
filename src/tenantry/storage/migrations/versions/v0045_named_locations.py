"""Named locations of Conditional Access."""

from alembic import op
from sqlalchemy import MetaData, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata as current, text

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "named_locations",
    _schema,
    key("tenant_id"),
    key("id"),
    text("display_name", required=True),
    text("ip_ranges", required=True),
    flag("is_trusted", required=True),
    text("created_at", required=True),
    text("modified_at"),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the table."""
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop the table."""
    _schema.drop_all(op.get_bind())
