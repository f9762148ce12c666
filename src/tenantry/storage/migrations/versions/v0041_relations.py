"""Owners of objects, and whose devices are whose."""

from alembic import op
from sqlalchemy import Index, MetaData, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata as current, text

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "relations",
    _schema,
    key("tenant_id"),
    key("relation"),
    key("object_id"),
    key("related_id"),
    text("object_type", required=True),
    text("related_type", required=True),
    Index("ix_relations_related", "tenant_id", "related_id"),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the table."""
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop the table."""
    _schema.drop_all(op.get_bind())
