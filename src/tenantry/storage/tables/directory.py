"""Users, groups and memberships."""

from sqlalchemy import Column, Index, Integer, Table, text as sql_text

from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata, text

users = Table(
    "users",
    metadata,
    key("tenant_id"),
    key("id"),
    text("user_principal_name", required=True),
    text("user_principal_name_key", required=True),  # folded, for look-up and order
    text("display_name", required=True),
    text("display_name_key", required=True),
    flag("account_enabled", required=True),
    text("user_type", required=True),
    text("mail"),
    text("mail_key"),
    text("mail_nickname"),
    text("given_name"),
    text("surname"),
    text("job_title"),
    text("department"),
    text("company_name"),
    text("employee_id"),
    text("employee_type"),
    text("employee_hire_date"),
    text("employee_leave_date_time"),
    text("employee_org_data"),  # JSON object
    text("street_address"),
    text("city"),
    text("state"),
    text("postal_code"),
    text("country"),
    text("office_location"),
    text("telephone_number"),  # Graph's businessPhones holds this one number
    text("mobile_phone"),
    text("fax_number"),
    text("preferred_language"),
    text("preferred_data_location"),
    text("usage_location"),
    text("assigned_licenses"),  # JSON list of objects; null for none
    text("age_group"),
    text("consent_provided_for_minor"),
    text("other_mails"),  # JSON list
    text("proxy_addresses"),  # JSON list
    text("im_addresses"),  # JSON list
    flag("show_in_address_list"),
    text("extensions"),  # JSON object of directory extension attributes
    text("on_premises_extension_attributes"),  # JSON object
    text("on_premises_immutable_id"),
    flag("on_premises_sync_enabled"),
    text("manager_id"),
    text("creation_type"),
    text("external_user_state"),
    text("external_user_state_changed_at"),
    text("alternative_security_id"),  # external users: how the home tenant knows them
    text("home_tenant_id"),
    text("home_user_id"),
    text("password_hash"),
    text("password_policies"),
    text("password_changed_at"),
    flag("force_change_password"),
    flag("force_change_password_with_mfa"),
    text("sign_in_sessions_valid_from"),
    text("created_at", required=True),
    text("deleted_at"),  # set while in the recycle bin
    text("left_at"),  # the same instant, where the user left by their own will
    Index(
        "uq_users_user_principal_name",
        "tenant_id",
        "user_principal_name_key",
        unique=True,
        sqlite_where=sql_text("deleted_at IS NULL"),
        postgresql_where=sql_text("deleted_at IS NULL"),
    ),
    Index("ix_users_display_name", "tenant_id", "display_name_key"),
    Index(
        "ix_users_mail",
        "tenant_id",
        "mail_key",
        sqlite_where=sql_text("mail_key IS NOT NULL"),
        postgresql_where=sql_text("mail_key IS NOT NULL"),
    ),
    Index(
        "ix_users_alternative_security_id",
        "tenant_id",
        "alternative_security_id",
        sqlite_where=sql_text("alternative_security_id IS NOT NULL"),
        postgresql_where=sql_text("alternative_security_id IS NOT NULL"),
    ),
    Index(
        "ix_users_manager",
        "tenant_id",
        "manager_id",
        sqlite_where=sql_text("manager_id IS NOT NULL"),
        postgresql_where=sql_text("manager_id IS NOT NULL"),
    ),
    Index(
        "ix_users_licensed",
        "tenant_id",
        "deleted_at",
        sqlite_where=sql_text("assigned_licenses IS NOT NULL"),
        postgresql_where=sql_text("assigned_licenses IS NOT NULL"),
    ),
    Index(
        "ix_users_deleted",
        "tenant_id",
        "deleted_at",
        sqlite_where=sql_text("deleted_at IS NOT NULL"),
        postgresql_where=sql_text("deleted_at IS NOT NULL"),
    ),
    **TABLE_OPTIONS,
)

contacts = Table(
    "contacts",
    metadata,
    key("tenant_id"),
    key("id"),
    text("display_name", required=True),
    text("display_name_key", required=True),
    text("mail", required=True),
    text("mail_key", required=True),
    text("company_name"),
    text("department"),
    text("given_name"),
    text("job_title"),
    text("surname"),
    text("created_at", required=True),
    Index("uq_contacts_mail", "tenant_id", "mail_key", unique=True),
    **TABLE_OPTIONS,
)

secondary_addresses = Table(  # proxy addresses of users that are not their mail
    "secondary_addresses",
    metadata,
    key("tenant_id"),
    key("user_id"),
    key("address_key"),  # folded
    Index("ix_secondary_addresses_address", "tenant_id", "address_key"),
    **TABLE_OPTIONS,
)

sponsors = Table(
    "sponsors",
    metadata,
    key("tenant_id"),
    key("user_id"),
    key("sponsor_id"),
    Index("ix_sponsors_sponsor", "tenant_id", "sponsor_id"),
    **TABLE_OPTIONS,
)

groups = Table(
    "groups",
    metadata,
    key("tenant_id"),
    key("id"),
    text("display_name", required=True),
    text("display_name_key", required=True),
    text("description"),
    text("mail"),
    text("mail_key"),
    flag("mail_enabled", required=True),
    text("mail_nickname", required=True),
    flag("security_enabled", required=True),
    text("group_types", required=True, default="[]"),  # JSON list
    text("classification"),
    text("visibility"),
    text("preferred_language"),
    text("preferred_data_location"),
    text("theme"),
    flag("is_assignable_to_role"),
    text("unique_name"),
    text("home_tenant_id"),  # synchronized groups: where they come from
    text("home_group_id"),
    text("created_at", required=True),
    text("renewed_at", required=True),
    text("deleted_at"),
    Index("ix_groups_display_name", "tenant_id", "display_name_key"),
    Index("ix_groups_mail", "tenant_id", "mail_key"),
    Index(
        "ix_groups_home",
        "tenant_id",
        "home_group_id",
        sqlite_where=sql_text("home_group_id IS NOT NULL"),
        postgresql_where=sql_text("home_group_id IS NOT NULL"),
    ),
    **TABLE_OPTIONS,
)

memberships = Table(
    "memberships",
    metadata,
    key("tenant_id"),
    key("group_id"),
    key("member_id"),
    text("member_type", required=True),  # user, group or servicePrincipal
    Index("ix_memberships_member", "tenant_id", "member_id"),
    **TABLE_OPTIONS,
)

relations = Table(  # an object's owners, a device's owners and users
    "relations",
    metadata,
    key("tenant_id"),
    key("relation"),
    key("object_id"),
    key("related_id"),
    text("object_type", required=True),
    text("related_type", required=True),
    Index("ix_relations_related", "tenant_id", "related_id"),
    **TABLE_OPTIONS,
)

administrative_units = Table(
    "administrative_units",
    metadata,
    key("tenant_id"),
    key("id"),
    text("display_name", required=True),
    text("display_name_key", required=True),
    text("description"),
    text("visibility"),
    text("created_at", required=True),
    **TABLE_OPTIONS,
)

subscribed_skus = Table(
    "subscribed_skus",
    metadata,
    key("tenant_id"),
    key("sku_id"),
    Column("enabled_units", Integer, nullable=False),
    text("subscription_id", required=True),
    text("created_at", required=True),
    **TABLE_OPTIONS,
)

devices = Table(
    "devices",
    metadata,
    key("tenant_id"),
    key("id"),
    text("device_id", required=True),
    text("display_name", required=True),
    text("display_name_key", required=True),
    flag("account_enabled", required=True),
    flag("is_compliant"),
    flag("is_managed"),
    text("trust_type"),
    text("operating_system", required=True),
    text("operating_system_version", required=True),
    text("device_ownership"),
    text("manufacturer"),
    text("model"),
    text("alternative_security_ids", required=True),  # JSON list: the keys it proves itself by
    text("approximate_last_sign_in_at"),
    text("created_at", required=True),
    text("deleted_at"),  # set while in the recycle bin
    Index(
        "uq_devices_device_id",
        "tenant_id",
        "device_id",
        unique=True,
        sqlite_where=sql_text("deleted_at IS NULL"),
        postgresql_where=sql_text("deleted_at IS NULL"),
    ),
    Index("ix_devices_display_name", "tenant_id", "display_name_key"),
    Index(
        "ix_devices_deleted",
        "tenant_id",
        "deleted_at",
        sqlite_where=sql_text("deleted_at IS NOT NULL"),
        postgresql_where=sql_text("deleted_at IS NOT NULL"),
    ),
    **TABLE_OPTIONS,
)
