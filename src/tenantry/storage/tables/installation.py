"""Tenants, their domains and keys, the change feed, and what the installation itself keeps."""

from sqlalchemy import BigInteger, Column, Float, Index, Integer, Table, text as sql_text

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata, text

tenants = Table(
    "tenants",
    metadata,
    key("id"),
    text("display_name", required=True),
    text("initial_domain", required=True),
    text("cloud", required=True),
    text("country_letter_code"),
    text("kind", required=True),
    text("region", required=True),
    text("preferred_language"),
    text("technical_notification_mails", required=True, default="[]"),
    text("privacy_profile"),  # JSON object
    flag("may_external_users_leave"),  # null: nobody ever said that they may not
    text("created_at", required=True),
    text("deleted_at"),
    **TABLE_OPTIONS,
)

domains = Table(
    "domains",
    metadata,
    key("tenant_id"),
    key("name"),
    flag("is_initial", required=True),
    flag("is_default", required=True),
    flag("is_verified", required=True),
    text("authentication_type", required=True),
    text("created_at", required=True),
    # A verified domain belongs to one tenant of the installation.
    Index(
        "uq_domains_verified_name",
        "name",
        unique=True,
        sqlite_where=sql_text("is_verified"),
        postgresql_where=sql_text("is_verified"),
    ),
    **TABLE_OPTIONS,
)

feed_positions = Table(
    "feed_positions",
    metadata,
    key("tenant_id"),
    Column("sequence", BigInteger, nullable=False),
    **TABLE_OPTIONS,
)

changes = Table(
    "changes",
    metadata,
    key("tenant_id"),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False, nullable=False),
    text("object_type", required=True),
    text("object_id", required=True),
    text("kind", required=True),
    text("related_id"),
    text("properties"),
    text("changed_at", required=True),
    text("origin"),  # `provisioning` for what synchronization wrote
    **TABLE_OPTIONS,
)

signing_keys = Table(
    "signing_keys",
    metadata,
    key("tenant_id"),
    key("kid"),
    text("algorithm", required=True),
    text("private_key_encrypted", required=True),
    text("public_jwk", required=True),
    text("created_at", required=True),
    text("retired_at"),
    text("signs_from"),  # where it is published before it signs
    **TABLE_OPTIONS,
)

installation_settings = Table(
    "installation_settings",
    metadata,
    key("name"),
    text("value", required=True),
    **TABLE_OPTIONS,
)

lab_clock = Table(
    "lab_clock",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("offset_seconds", Float, nullable=False),
)
