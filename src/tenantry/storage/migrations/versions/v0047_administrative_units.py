"""Administrative units."""

from alembic import op
from sqlalchemy import MetaData, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata as current, text

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "administrative_units",
    _schema,
    key("tenant_id"),
    key("id"),
    text("display_name", required=True),
    text("display_name_key", required=True),
    text("description"),
    text("visibility"),
    text("created_at", required=True),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the table."""
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop the table."""
    _schema.drop_all(op.get_bind())
