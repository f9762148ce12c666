"""How people prove who they are: methods, open challenges, and attempts that failed."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, text as sql_text

from tenantry.storage.tables.columns import TABLE_OPTIONS, key, metadata, text

authentication_methods = Table(
    "authentication_methods",
    metadata,
    key("tenant_id"),
    key("user_id"),
    key("id"),
    text("kind", required=True),  # softwareOath or fido2
    text("display_name"),
    text("created_at", required=True),
    text("secret_encrypted"),  # softwareOath: the seed
    Column("last_step", BigInteger),  # softwareOath: the last step of which a code was used
    text("credential_id"),  # fido2: what the key calls itself, in URL-safe base64
    text("public_key"),  # fido2: COSE, in URL-safe base64
    Column("sign_count", BigInteger),  # fido2: how often the key says it was used
    text("aaguid"),  # fido2: the kind of key
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

authentication_challenges = Table(
    "authentication_challenges",
    metadata,
    key("tenant_id"),
    key("user_id"),
    key("id"),
    text("purpose", required=True),
    text("content_encrypted", required=True),
    text("expires_at", required=True),
    **TABLE_OPTIONS,
)

mail_passcodes = Table(
    "mail_passcodes",
    metadata,
    key("tenant_id"),
    key("id"),
    text("user_id", required=True),  # the guest to whose address it was sent
    text("email", required=True),
    text("code_encrypted", required=True),
    text("expires_at", required=True),
    Column("tries_left", Integer, nullable=False),
    Index("ix_mail_passcodes_user", "tenant_id", "user_id"),
    **TABLE_OPTIONS,
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    key("tenant_id"),
    key("subject"),  # the user's id, or a stand-in for names that nobody has
    key("kind"),
    Column("attempts", Integer, nullable=False),  # since the last success
    text("last_at"),
    text("locked_until"),
    text("recent", required=True),  # JSON list: digests of the last wrong passwords
    **TABLE_OPTIONS,
)
