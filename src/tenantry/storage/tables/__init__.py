"""The tables, one module per capability.  The tenant id leads every primary key and index."""

from tenantry.storage.tables.access import (
    access_policies,
    authorization_policies,
    conditional_access_policies,
    identity_synchronizations,
    partners,
)
from tenantry.storage.tables.applications import (
    app_role_assignments,
    application_certificates,
    application_secrets,
    applications,
    directory_role_assignments,
    federated_credentials,
    service_principals,
    used_assertions,
)
from tenantry.storage.tables.audit import directory_audits, provisioning_events, sign_ins
from tenantry.storage.tables.authentication import (
    authentication_challenges,
    authentication_methods,
    sign_in_failures,
)
from tenantry.storage.tables.collaboration import invitations
from tenantry.storage.tables.columns import metadata
from tenantry.storage.tables.directory import (
    contacts,
    groups,
    memberships,
    sponsors,
    subscribed_skus,
    users,
)
from tenantry.storage.tables.installation import (
    changes,
    domains,
    feed_positions,
    installation_settings,
    lab_clock,
    signing_keys,
    tenants,
)
from tenantry.storage.tables.mail import outbox
from tenantry.storage.tables.plans import sync_plan_changes, sync_plans
from tenantry.storage.tables.synchronization import (
    sync_escrows,
    sync_failed_references,
    sync_group_links,
    sync_group_places,
    sync_jobs,
    sync_links,
    sync_pending_references,
    sync_removals,
    sync_secrets,
    sync_staged_deletes,
    sync_waiting_groups,
)

__all__ = [
    "access_policies",
    "app_role_assignments",
    "application_certificates",
    "application_secrets",
    "applications",
    "authentication_challenges",
    "authentication_methods",
    "authorization_policies",
    "changes",
    "conditional_access_policies",
    "contacts",
    "directory_audits",
    "directory_role_assignments",
    "domains",
    "federated_credentials",
    "feed_positions",
    "groups",
    "identity_synchronizations",
    "installation_settings",
    "invitations",
    "lab_clock",
    "memberships",
    "metadata",
    "outbox",
    "partners",
    "provisioning_events",
    "service_principals",
    "sign_in_failures",
    "sign_ins",
    "signing_keys",
    "sponsors",
    "subscribed_skus",
    "sync_escrows",
    "sync_failed_references",
    "sync_group_links",
    "sync_group_places",
    "sync_jobs",
    "sync_links",
    "sync_pending_references",
    "sync_plan_changes",
    "sync_plans",
    "sync_removals",
    "sync_secrets",
    "sync_staged_deletes",
    "sync_waiting_groups",
    "tenants",
    "used_assertions",
    "users",
]
