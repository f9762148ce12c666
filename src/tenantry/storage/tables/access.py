"""Settings about people of other tenants: the policies, and one row per partner."""

from sqlalchemy import Table

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata, text

access_policies = Table(
    "access_policies",
    metadata,
    key("tenant_id"),
    text("display_name", required=True),
    text("allowed_cloud_endpoints", required=True),  # JSON array
    text("default_settings"),  # JSON, as on the wire; null: what every tenant starts with
    **TABLE_OPTIONS,
)

partners = Table(
    "partners",
    metadata,
    key("tenant_id"),
    key("partner_tenant_id"),
    flag("inbound_consent_allowed"),  # automaticUserConsentSettings; null inherits false
    flag("outbound_consent_allowed"),
    text("settings", required=True, default="{}"),  # JSON: the other properties, as on the wire
    text("created_at", required=True),
    **TABLE_OPTIONS,
)

identity_synchronizations = Table(
    "identity_synchronizations",
    metadata,
    key("tenant_id"),
    key("partner_tenant_id"),
    text("display_name"),
    flag("is_sync_allowed"),  # userSyncInbound
    flag("is_group_sync_allowed"),  # groupSyncInbound
    **TABLE_OPTIONS,
)

authorization_policies = Table(
    "authorization_policies",
    metadata,
    key("tenant_id"),
    text("allow_invites_from", required=True),
    text("guest_user_role_id"),  # null: what every tenant starts with
    **TABLE_OPTIONS,
)

conditional_access_policies = Table(
    "conditional_access_policies",
    metadata,
    key("tenant_id"),
    key("id"),
    text("display_name", required=True),
    text("state", required=True),
    text("document", required=True),  # JSON: the policy as on the wire
    text("created_at", required=True),
    text("modified_at"),
    text("deleted_at"),  # set while it can be restored
    **TABLE_OPTIONS,
)

authentication_strengths = Table(
    "authentication_strengths",
    metadata,
    key("tenant_id"),
    key("id"),
    text("display_name", required=True),
    text("description"),
    text("combinations", required=True),  # JSON list: `password,sms`
    text("created_at", required=True),
    text("modified_at"),
    **TABLE_OPTIONS,
)

authentication_contexts = Table(
    "authentication_contexts",
    metadata,
    key("tenant_id"),
    key("id"),  # `c1` to `c99`
    text("display_name", required=True),
    text("description"),
    flag("is_available", required=True),
    **TABLE_OPTIONS,
)

named_locations = Table(
    "named_locations",
    metadata,
    key("tenant_id"),
    key("id"),
    text("display_name", required=True),
    text("ip_ranges", required=True),  # JSON list: the ranges as on the wire
    flag("is_trusted", required=True),
    text("created_at", required=True),
    text("modified_at"),
    **TABLE_OPTIONS,
)

registration_policies = Table(
    "registration_policies",
    metadata,
    key("tenant_id"),
    text("document", required=True),  # JSON: the policy as on the wire
    **TABLE_OPTIONS,
)
