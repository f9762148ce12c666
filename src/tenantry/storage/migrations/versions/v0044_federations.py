"""The identity providers of other organizations, and the domains that they vouch for."""

from alembic import op
from sqlalchemy import Index, MetaData, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata as current, text

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "federations",
    _schema,
    key("tenant_id"),
    key("id"),
    text("display_name", required=True),
    text("issuer_uri", required=True),
    text("metadata_exchange_uri"),
    text("passive_sign_in_uri"),
    text("preferred_authentication_protocol", required=True),
    text("signing_certificates", required=True),
    text("created_at", required=True),
    text("metadata_asked_at"),
    text("metadata_problem"),
    Index("uq_federations_issuer", "tenant_id", "issuer_uri", unique=True),
    **TABLE_OPTIONS,
)

Table(
    "federation_domains",
    _schema,
    key("tenant_id"),
    key("name"),
    text("federation_id", required=True),
    Index("ix_federation_domains_federation", "tenant_id", "federation_id"),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the tables."""
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop the tables."""
    _schema.drop_all(op.get_bind())
