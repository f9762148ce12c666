"""Who may invite, invitations, the sponsors of guests, and who left by their own will."""

from alembic import op
from sqlalchemy import Index, MetaData, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata as current, text

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "authorization_policies",
    _schema,
    key("tenant_id"),
    text("allow_invites_from", required=True),
    **TABLE_OPTIONS,
)

Table(
    "invitations",
    _schema,
    key("tenant_id"),
    key("id"),
    text("invited_user_id", required=True),
    text("email_address", required=True),
    text("redirect_url", required=True),
    text("ticket_hash", required=True),
    text("created_at", required=True),
    text("redeemed_at"),
    Index("ix_invitations_user", "tenant_id", "invited_user_id"),
    **TABLE_OPTIONS,
)

Table(
    "sponsors",
    _schema,
    key("tenant_id"),
    key("user_id"),
    key("sponsor_id"),
    Index("ix_sponsors_sponsor", "tenant_id", "sponsor_id"),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the tables and the column."""
    _schema.create_all(op.get_bind())
    op.add_column("users", text("left_at"))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("users", "left_at")
    _schema.drop_all(op.get_bind())
