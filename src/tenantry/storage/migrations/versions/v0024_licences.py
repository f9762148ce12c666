"""SKUs of tenants, and the licences of users."""

from alembic import op
from sqlalchemy import Column, Integer, MetaData, Table, text as sql_text

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata as current, text

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)
_LICENSED = sql_text("assigned_licenses IS NOT NULL")

Table(
    "subscribed_skus",
    _schema,
    key("tenant_id"),
    key("sku_id"),
    Column("enabled_units", Integer, nullable=False),
    text("subscription_id", required=True),
    text("created_at", required=True),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the table, add the column and its index."""
    _schema.create_all(op.get_bind())
    op.add_column("users", text("assigned_licenses"))
    op.create_index(
        "ix_users_licensed",
        "users",
        ["tenant_id", "id"],
        sqlite_where=_LICENSED,
        postgresql_where=_LICENSED,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_users_licensed", "users")
    op.drop_column("users", "assigned_licenses")
    _schema.drop_all(op.get_bind())
