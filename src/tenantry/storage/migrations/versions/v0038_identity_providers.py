"""Identity providers that tenants set up for their guests."""

from alembic import op
from sqlalchemy import MetaData, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata as current, text

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "identity_providers",
    _schema,
    key("tenant_id"),
    key("type"),
    text("display_name", required=True),
    text("client_id", required=True),
    text("secret_encrypted", required=True),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the table."""
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop it."""
    _schema.drop_all(op.get_bind())
