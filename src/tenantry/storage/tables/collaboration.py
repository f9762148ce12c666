"""Invitations and who redeems them: domains, providers, and people of no tenant here."""

from sqlalchemy import Index, Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata, text

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

outside_identities = Table(
    "outside_identities",
    metadata,
    key("tenant_id"),
    key("issuer"),
    key("subject"),
    text("user_id", required=True),  # the guest, who has at most one
    text("kind", required=True),  # `outside_identities.IdentityProviderKind`
    text("email", required=True),
    text("name", required=True),
    text("redeemed_at"),  # null while the person is asked for their consent
    Index("uq_outside_identities_user", "tenant_id", "user_id", unique=True),
    **TABLE_OPTIONS,
)

passcode_policies = Table(
    "passcode_policies",
    metadata,
    key("tenant_id"),
    text("allowance", required=True),  # `enabled`, `disabled` or `default`
    **TABLE_OPTIONS,
)

domain_lists = Table(
    "domain_lists",
    metadata,
    key("tenant_id"),
    text("id", required=True),
    text("display_name", required=True),
    flag("is_allow_list", required=True),  # of the only ones that are allowed, or of the blocked
    text("domains", required=True),  # JSON list
    **TABLE_OPTIONS,
)

identity_providers = Table(
    "identity_providers",
    metadata,
    key("tenant_id"),
    key("type"),
    text("display_name", required=True),
    text("client_id", required=True),
    text("secret_encrypted", required=True),
    **TABLE_OPTIONS,
)

federations = Table(
    "federations",
    metadata,
    key("tenant_id"),
    key("id"),
    text("display_name", required=True),
    text("issuer_uri", required=True),
    text("metadata_exchange_uri"),
    text("passive_sign_in_uri"),
    text("preferred_authentication_protocol", required=True),
    text("signing_certificates", required=True),  # JSON list of DER in base64, the current first
    text("created_at", required=True),
    text("metadata_asked_at"),
    text("kind", required=True, default="external"),  # or "home", of a domain of the tenant itself
    text("details"),  # JSON of what is only told on, of a home federation
    text("metadata_problem"),  # why the last reading of the metadata was worth nothing
    Index("uq_federations_issuer", "tenant_id", "issuer_uri", unique=True),
    **TABLE_OPTIONS,
)

federation_domains = Table(
    "federation_domains",
    metadata,
    key("tenant_id"),
    key("name"),  # a domain belongs to one federation
    text("federation_id", required=True),
    Index("ix_federation_domains_federation", "tenant_id", "federation_id"),
    **TABLE_OPTIONS,
)

foreign_domains = Table(
    "foreign_domains",
    metadata,
    key("tenant_id"),
    key("domain"),
    key("cloud"),
    text("home_tenant_id", required=True),
    **TABLE_OPTIONS,
)
