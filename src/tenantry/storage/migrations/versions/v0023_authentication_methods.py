"""How people prove who they are: methods, open challenges, and attempts that failed."""

from alembic import op
from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, text as sql_text

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata as current, text

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "authentication_methods",
    _schema,
    key("tenant_id"),
    key("user_id"),
    key("id"),
    text("kind", required=True),
    text("display_name"),
    text("created_at", required=True),
    text("secret_encrypted"),
    Column("last_step", BigInteger),
    text("credential_id"),
    text("public_key"),
    Column("sign_count", BigInteger),
    text("aaguid"),
    Index(
        "uq_authentication_methods_credential",
        "tenant_id",
        "credential_id",
        unique=True,
        sqlite_where=sql_text("credential_id IS NOT NULL"),
        postgresql_where=sql_text("credential_id IS NOT NULL"),
    ),
    **TABLE_OPTIONS,
)
Table(
    "authentication_challenges",
    _schema,
    key("tenant_id"),
    key("user_id"),
    key("id"),
    text("purpose", required=True),
    text("content_encrypted", required=True),
    text("expires_at", required=True),
    **TABLE_OPTIONS,
)
Table(
    "sign_in_failures",
    _schema,
    key("tenant_id"),
    key("subject"),
    key("kind"),
    Column("attempts", Integer, nullable=False),
    text("last_at"),
    text("locked_until"),
    text("recent", required=True),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the tables."""
    _schema.create_all(op.get_bind())


def downgrade() -> None:
    """Drop the tables."""
    _schema.drop_all(op.get_bind())
