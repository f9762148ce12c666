"""The tables of tenants and their directories, frozen as they first were."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    text as sql_text,
)

from tenantry.storage.filters.functions import postgresql_functions_ddl
from tenantry.storage.tables.columns import TABLE_OPTIONS, flag, key, metadata as current, text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_schema = MetaData(naming_convention=current.naming_convention)

Table(
    "tenants",
    _schema,
    key("id"),
    text("display_name", required=True),
    text("initial_domain", required=True),
    text("cloud", required=True),
    text("country_letter_code"),
    text("kind", required=True),
    text("region", required=True),
    text("preferred_language"),
    text("technical_notification_mails", required=True, default="[]"),
    text("created_at", required=True),
    text("deleted_at"),
    **TABLE_OPTIONS,
)

Table(
    "domains",
    _schema,
    key("tenant_id"),
    key("name"),
    flag("is_initial", required=True),
    flag("is_default", required=True),
    flag("is_verified", required=True),
    text("authentication_type", required=True),
    text("created_at", required=True),
    Index(
        "uq_domains_verified_name",
        "name",
        unique=True,
        sqlite_where=sql_text("is_verified"),
        postgresql_where=sql_text("is_verified"),
    ),
    **TABLE_OPTIONS,
)

Table(
    "feed_positions",
    _schema,
    key("tenant_id"),
    Column("sequence", BigInteger, nullable=False),
    **TABLE_OPTIONS,
)

Table(
    "changes",
    _schema,
    key("tenant_id"),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False, nullable=False),
    text("object_type", required=True),
    text("object_id", required=True),
    text("kind", required=True),
    text("related_id"),
    text("properties"),
    text("changed_at", required=True),
    **TABLE_OPTIONS,
)

Table(
    "signing_keys",
    _schema,
    key("tenant_id"),
    key("kid"),
    text("algorithm", required=True),
    text("private_key_encrypted", required=True),
    text("public_jwk", required=True),
    text("created_at", required=True),
    text("retired_at"),
    **TABLE_OPTIONS,
)

Table(
    "installation_settings",
    _schema,
    key("name"),
    text("value", required=True),
    **TABLE_OPTIONS,
)

Table(
    "lab_clock",
    _schema,
    Column("id", Integer, primary_key=True),
    Column("offset_seconds", Float, nullable=False),
)

Table(
    "users",
    _schema,
    key("tenant_id"),
    key("id"),
    text("user_principal_name", required=True),
    text("user_principal_name_key", required=True),
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
    text("employee_org_data"),
    text("street_address"),
    text("city"),
    text("state"),
    text("postal_code"),
    text("country"),
    text("office_location"),
    text("telephone_number"),
    text("mobile_phone"),
    text("fax_number"),
    text("preferred_language"),
    text("preferred_data_location"),
    text("usage_location"),
    text("age_group"),
    text("consent_provided_for_minor"),
    text("other_mails"),
    text("proxy_addresses"),
    text("im_addresses"),
    flag("show_in_address_list"),
    text("extensions"),
    text("on_premises_extension_attributes"),
    text("on_premises_immutable_id"),
    text("manager_id"),
    text("creation_type"),
    text("external_user_state"),
    text("external_user_state_changed_at"),
    text("alternative_security_id"),
    text("home_tenant_id"),
    text("home_user_id"),
    text("password_hash"),
    text("password_policies"),
    text("password_changed_at"),
    flag("force_change_password"),
    flag("force_change_password_with_mfa"),
    text("sign_in_sessions_valid_from"),
    text("created_at", required=True),
    text("deleted_at"),
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
        "ix_users_deleted",
        "tenant_id",
        "deleted_at",
        sqlite_where=sql_text("deleted_at IS NOT NULL"),
        postgresql_where=sql_text("deleted_at IS NOT NULL"),
    ),
    **TABLE_OPTIONS,
)

Table(
    "groups",
    _schema,
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
    text("group_types", required=True, default="[]"),
    text("classification"),
    text("visibility"),
    text("preferred_language"),
    text("preferred_data_location"),
    text("theme"),
    flag("is_assignable_to_role"),
    text("unique_name"),
    text("created_at", required=True),
    text("renewed_at", required=True),
    text("deleted_at"),
    Index("ix_groups_display_name", "tenant_id", "display_name_key"),
    Index("ix_groups_mail", "tenant_id", "mail_key"),
    **TABLE_OPTIONS,
)

Table(
    "memberships",
    _schema,
    key("tenant_id"),
    key("group_id"),
    key("member_id"),
    text("member_type", required=True),
    Index("ix_memberships_member", "tenant_id", "member_id"),
    **TABLE_OPTIONS,
)

Table(
    "applications",
    _schema,
    key("tenant_id"),
    key("id"),
    text("app_id", required=True),
    text("display_name", required=True),
    text("display_name_key", required=True),
    text("application_template_id"),
    text("app_roles", required=True, default="[]"),
    text("settings", required=True, default="{}"),
    text("created_at", required=True),
    text("deleted_at"),
    UniqueConstraint("tenant_id", "app_id"),
    **TABLE_OPTIONS,
)

Table(
    "service_principals",
    _schema,
    key("tenant_id"),
    key("id"),
    text("app_id", required=True),
    text("display_name", required=True),
    text("display_name_key", required=True),
    text("application_template_id"),
    text("app_owner_organization_id"),
    text("service_principal_type", required=True),
    flag("account_enabled", required=True),
    flag("app_role_assignment_required", required=True),
    text("app_roles", required=True, default="[]"),
    text("settings", required=True, default="{}"),
    text("created_at", required=True),
    text("deleted_at"),
    UniqueConstraint("tenant_id", "app_id"),
    **TABLE_OPTIONS,
)

Table(
    "application_secrets",
    _schema,
    key("tenant_id"),
    key("application_id"),
    key("key_id"),
    text("secret_hash", required=True),
    text("hint"),
    text("display_name"),
    text("start_at", required=True),
    text("end_at", required=True),
    **TABLE_OPTIONS,
)

Table(
    "app_role_assignments",
    _schema,
    key("tenant_id"),
    key("id"),
    text("app_role_id", required=True),
    text("principal_id", required=True),
    text("principal_type", required=True),
    text("resource_id", required=True),
    text("created_at", required=True),
    UniqueConstraint("tenant_id", "resource_id", "principal_id", "app_role_id"),
    Index("ix_app_role_assignments_principal", "tenant_id", "principal_id"),
    **TABLE_OPTIONS,
)

Table(
    "directory_role_assignments",
    _schema,
    key("tenant_id"),
    key("id"),
    text("role_template_id", required=True),
    text("principal_id", required=True),
    text("directory_scope_id", required=True),
    text("created_at", required=True),
    UniqueConstraint("tenant_id", "role_template_id", "principal_id", "directory_scope_id"),
    **TABLE_OPTIONS,
)


def upgrade() -> None:
    """Create the tables."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(postgresql_functions_ddl())
    _schema.create_all(connection)


def downgrade() -> None:
    """Drop the tables."""
    _schema.drop_all(op.get_bind())
