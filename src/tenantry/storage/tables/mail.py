"""The outbox."""

from sqlalchemy import Column, Index, Integer, Table, text as sql

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata, text

_is_open = sql("next_attempt_at IS NOT NULL")

outbox = Table(
    "outbox",
    metadata,
    key("tenant_id"),
    key("id"),
    text("kind", required=True),
    text("recipients", required=True),  # JSON array of addresses
    text("subject", required=True),
    text("body", required=True),
    text("created_at", required=True),
    Column("attempts", Integer, nullable=False),
    text("next_attempt_at"),  # null once it is sent or given up
    text("sent_at"),
    text("last_error"),
    Index("ix_outbox_created", "tenant_id", "created_at"),
    Index(
        "ix_outbox_due",
        "tenant_id",
        "next_attempt_at",
        sqlite_where=_is_open,
        postgresql_where=_is_open,
    ),
    **TABLE_OPTIONS,
)
