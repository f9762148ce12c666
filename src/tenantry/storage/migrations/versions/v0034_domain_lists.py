"""The domains whose people may be invited."""

from alembic import op
from sqlalchemy import MetaData, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata as current, text

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "domain_lists",
    _schema,
    key("tenant_id"),
    text("id", required=True),
    text("display_name", required=True),
    flag("is_allow_list", required=True),
    text("domains", required=True),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the table."""
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop the table."""
    _schema.drop_all(op.get_bind())
