"""Sessions of browsers, and what applications hold on behalf of users: codes, refresh tokens."""

from sqlalchemy import Index, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata, text

sessions = Table(
    "sessions",
    metadata,
    key("tenant_id"),  # the home tenant of who is signed in
    key("id"),
    text("user_id", required=True),
    text("browser_hash", required=True),  # of the cookie, which the accounts of a browser share
    text("proofs", required=True),  # JSON list of `proofs.Proof`
    text("authenticated_at", required=True),
    text("expires_at", required=True),
    Index("ix_sessions_browser", "browser_hash"),  # a cookie says nothing of the tenant
    Index("ix_sessions_user", "tenant_id", "user_id"),
    Index("ix_sessions_expires", "tenant_id", "expires_at"),
    **TABLE_OPTIONS,
)

authorization_codes = Table(
    "authorization_codes",
    metadata,
    key("tenant_id"),
    key("code_hash"),
    text("family_id", required=True),  # of the refresh tokens that come of it
    text("redirect_uri", required=True),
    text("challenge"),
    text("challenge_method"),
    text("granted", required=True),  # JSON of `user_grants.UserGrant`
    text("expires_at", required=True),
    text("redeemed_at"),
    Index("ix_authorization_codes_expires", "tenant_id", "expires_at"),
    **TABLE_OPTIONS,
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    key("tenant_id"),
    key("token_hash"),
    text("family_id", required=True),
    text("user_id", required=True),
    text("granted", required=True),  # JSON of `user_grants.UserGrant`
    text("issued_at", required=True),
    text("expires_at", required=True),
    text("rotated_at"),  # when it was first used, and followed by another
    Index("ix_refresh_tokens_family", "tenant_id", "family_id"),
    Index("ix_refresh_tokens_user", "tenant_id", "user_id"),
    Index("ix_refresh_tokens_expires", "tenant_id", "expires_at"),
    **TABLE_OPTIONS,
)

device_codes = Table(
    "device_codes",
    metadata,
    key("tenant_id"),  # as the device asked: a tenant's id, or an alias
    key("device_hash"),
    text("user_hash", required=True),  # of what the person types
    text("app_id", required=True),
    text("scope", required=True),
    text("expires_at", required=True),
    text("declined_at"),
    text("signed_in_tenant_id"),
    text("granted"),  # JSON of `user_grants.UserGrant`, once somebody signed in
    text("polled_at"),  # when the device last asked
    Index("ix_device_codes_user", "user_hash"),  # a person types it without a tenant
    Index("ix_device_codes_expires", "tenant_id", "expires_at"),
    **TABLE_OPTIONS,
)
