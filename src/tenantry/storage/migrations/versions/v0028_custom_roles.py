"""Custom roles, protected actions, and how much guests see."""

from alembic import op
from sqlalchemy import MetaData, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata as current, text

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "role_definitions",
    _schema,
    key("tenant_id"),
    key("id"),
    text("display_name", required=True),
    text("description"),
    flag("is_enabled", required=True),
    text("resource_actions", required=True),
    text("template_id", required=True),
    text("version"),
    text("created_at", required=True),
    **TABLE_OPTIONS,
)
Table(
    "protected_actions",
    _schema,
    key("tenant_id"),
    key("action_name"),
    text("authentication_context_id", required=True),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the tables and add the column."""
    _schema.create_all(op.get_bind())
    op.add_column("authorization_policies", text("guest_user_role_id"))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("authorization_policies", "guest_user_role_id")
    _schema.drop_all(op.get_bind())
