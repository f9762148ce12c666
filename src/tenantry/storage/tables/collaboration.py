"""Invitations."""

from sqlalchemy import Index, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata, text

invitations = Table(
    "invitations",
    metadata,
    key("tenant_id"),
    key("id"),
    text("invited_user_id", required=True),
    text("email_address", required=True),
    text("redirect_url", required=True),
    text("ticket_hash", required=True),  # of the secret in the invitation's address
    text("created_at", required=True),
    text("redeemed_at"),
    Index("ix_invitations_user", "tenant_id", "invited_user_id"),
    **TABLE_OPTIONS,
)
