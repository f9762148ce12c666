"""Guests whom no tenant here authenticates, and the passcodes that are sent to them."""

from alembic import op
from sqlalchemy import Column, Index, Integer, MetaData, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata as current, text

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "outside_identities",
    _schema,
    key("tenant_id"),
    key("issuer"),
    key("subject"),
    text("user_id", required=True),
    text("kind", required=True),
    text("email", required=True),
    text("name", required=True),
    text("redeemed_at"),
    Index("uq_outside_identities_user", "tenant_id", "user_id", unique=True),
    **TABLE_OPTIONS,
)

Table(
    "mail_passcodes",
    _schema,
    key("tenant_id"),
    key("id"),
    text("user_id", required=True),
    text("email", required=True),
    text("code_encrypted", required=True),
    text("expires_at", required=True),
    Column("tries_left", Integer, nullable=False),
    Index("ix_mail_passcodes_user", "tenant_id", "user_id"),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the tables."""
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop them."""
    _schema.drop_all(op.get_bind())
