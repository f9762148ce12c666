"""Licensed users are found by an index that databases choose."""

from alembic import op
from sqlalchemy import text as sql_text

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_NAME, _LICENSED = "ix_users_licensed", sql_text("assigned_licenses IS NOT NULL")


def upgrade() -> None:
    """Make the index anew."""
    _make("deleted_at")


def downgrade() -> None:
    """Make it as it was."""
    _make("id")


def _make(column: str) -> None:
    op.drop_index(_NAME, "users")
    op.create_index(
        _NAME,
        "users",
        ["tenant_id", column],
        sqlite_where=_LICENSED,
        postgresql_where=_LICENSED,
    )
