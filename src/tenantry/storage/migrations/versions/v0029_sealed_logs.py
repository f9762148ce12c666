"""Logs are sealed by a chain of hashes."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, text

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_BEFORE_THE_FIRST = "0" * 64
_LOGS = {
    "audit": "directory_audits",
    "provisioning": "provisioning_events",
    "signIns": "sign_ins",
}


def upgrade() -> None:
    """Add the tables; what was logged before stays outside of the chains, and is noted so."""
    op.add_column("sign_ins", text("batch_id"))
    op.create_table(
        "log_heads",
        key("tenant_id"),
        key("log"),
        Column("sequence", BigInteger, nullable=False),
        text("hash", required=True),
        Column("anchor_sequence", BigInteger, nullable=False),
        text("anchor_hash", required=True),
        text("unsealed_until"),
        **TABLE_OPTIONS,
    )
    op.create_table(
        "log_seals",
        key("tenant_id"),
        key("log"),
        Column("sequence", BigInteger, primary_key=True, autoincrement=False, nullable=False),
        text("sealed_at", required=True),
        text("batch_id", required=True),
        text("first_id", required=True),
        text("last_id", required=True),
        Column("entries", Integer, nullable=False),
        text("digest"),
        text("hash", required=True),
        **TABLE_OPTIONS,
    )
    for log, table in _LOGS.items():
        op.execute(
            "INSERT INTO log_heads"  # noqa: S608  # names of this module alone
            f" SELECT tenant_id, '{log}', 0, '{_BEFORE_THE_FIRST}', 0, '{_BEFORE_THE_FIRST}',"
            f" max(id) FROM {table} GROUP BY tenant_id"
        )


def downgrade() -> None:
    """Drop them."""
    for table in ("log_seals", "log_heads"):
        op.drop_table(table)
    op.drop_column("sign_ins", "batch_id")
