"""Contacts."""

from alembic import op
from sqlalchemy import Index, MetaData, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata as current, text

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "contacts",
    _schema,
    key("tenant_id"),
    key("id"),
    text("display_name", required=True),
    text("display_name_key", required=True),
    text("mail", required=True),
    text("mail_key", required=True),
    text("company_name"),
    text("department"),
    text("given_name"),
    text("job_title"),
    text("surname"),
    text("created_at", required=True),
    Index("uq_contacts_mail", "tenant_id", "mail_key", unique=True),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the table."""
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop the table."""
    _schema.drop_all(op.get_bind())
