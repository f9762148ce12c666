"""What each built-in role lets its holders do.

Sources: behaviour §19; contract §2.2, §3.1, §4.2, §6.5, §6.8, §6.12; the page of each role.
Where those disagree: Teams Administrators write cross-tenant access but not identity
synchronization (contract §2.2), and Global Readers do not read provisioning (behaviour §19).
"""

from collections.abc import Iterable, Mapping

from tenantry.directory import actions, roles

_ROLES = {actions.ROLES_WRITE, actions.DEFINITIONS_WRITE, actions.ROLE_GROUPS_WRITE}
_APPLICATIONS = {
    actions.APPLICATIONS_CREDENTIALS_UPDATE,
    actions.APPLICATIONS_WRITE,
    actions.APPLICATIONS_DELETE,
    actions.ASSIGNMENTS_WRITE,
    actions.GRANTS_WRITE,
    actions.JOBS_READ,
    *actions.SYNCHRONIZATION_WRITE,
    *actions.LOGS_READ,
}
_SECURITY_READ = {
    actions.ENTITLEMENTS_READ,
    *actions.ACCESS_READ,
    *actions.LOGS_READ,
    actions.CONDITIONS_READ,
    actions.LOCATIONS_READ,
    actions.ORGANIZATIONS_READ,
}
_CONDITIONS = {
    *actions.CONDITIONS_WRITE,
    actions.CONDITIONS_READ,
    actions.LOCATIONS_READ,
    actions.PROTECTION_WRITE,
}

_CARRIED: Mapping[str, Iterable[str]] = {
    roles.GLOBAL_ADMINISTRATOR: actions.ALL,
    roles.PRIVILEGED_ROLE_ADMINISTRATOR: {
        *_ROLES,
        actions.UNITS_WRITE,
        actions.AUTHORIZATION_WRITE,
        actions.ASSIGNMENTS_WRITE,
        actions.GRANTS_WRITE,
        actions.GRAPH_ROLES_GRANT,
    },
    roles.SECURITY_ADMINISTRATOR: {
        *_SECURITY_READ,
        *_CONDITIONS,
        *actions.ACCESS_WRITE,
        actions.IDENTITY_SYNC_READ,
        *actions.IDENTITY_SYNC_WRITE,
        actions.ORGANIZATIONS_WRITE,
    },
    roles.SECURITY_OPERATOR: {*actions.LOGS_READ, actions.CONDITIONS_READ},
    roles.SECURITY_READER: {*_SECURITY_READ, actions.IDENTITY_SYNC_READ},
    roles.CONDITIONAL_ACCESS_ADMINISTRATOR: _CONDITIONS,
    roles.GLOBAL_SECURE_ACCESS_ADMINISTRATOR: actions.ACCESS_READ,
    roles.HYBRID_IDENTITY_ADMINISTRATOR: {
        actions.APPLICATIONS_WRITE,
        actions.JOBS_READ,
        *actions.SYNCHRONIZATION_WRITE,
        *actions.LOGS_READ,
    },
    roles.APPLICATION_ADMINISTRATOR: _APPLICATIONS,
    roles.CLOUD_APPLICATION_ADMINISTRATOR: _APPLICATIONS,
    roles.HELPDESK_ADMINISTRATOR: {actions.PASSWORDS_RESET},
    roles.USER_ADMINISTRATOR: {
        actions.USERS_WRITE,
        actions.PASSWORDS_RESET,
        actions.USERS_INVITE,
        actions.LICENCES_ASSIGN,
        actions.GROUPS_WRITE,
        actions.GRANTS_WRITE,
        actions.ENTITLEMENTS_READ,
        actions.ENTITLEMENTS_WRITE,
    },
    roles.IDENTITY_GOVERNANCE_ADMINISTRATOR: {
        actions.ENTITLEMENTS_READ,
        actions.ENTITLEMENTS_WRITE,
        actions.ASSIGNMENTS_WRITE,
    },
    roles.GROUPS_ADMINISTRATOR: {actions.GROUPS_WRITE},
    roles.LICENSE_ADMINISTRATOR: {actions.LICENCES_ASSIGN},
    roles.AUTHENTICATION_ADMINISTRATOR: {actions.METHODS_READ, actions.METHODS_WRITE},
    roles.PRIVILEGED_AUTHENTICATION_ADMINISTRATOR: {
        actions.METHODS_READ,
        actions.METHODS_WRITE,
        actions.ADMINISTRATORS_WRITE,
    },
    roles.GUEST_INVITER: {actions.USERS_INVITE},
    roles.EXTERNAL_IDENTITY_PROVIDER_ADMINISTRATOR: {
        actions.PROVIDERS_READ,
        actions.PROVIDERS_WRITE,
    },
    roles.GLOBAL_READER: {
        *_SECURITY_READ,
        actions.IDENTITY_SYNC_READ,
        actions.METHODS_READ,
        actions.PROVIDERS_READ,
    },
    roles.REPORTS_READER: actions.LOGS_READ,
    roles.TEAMS_ADMINISTRATOR: {*actions.ACCESS_READ, *actions.ACCESS_WRITE},
    roles.DIRECTORY_READERS: (),
}

BUILT_IN: Mapping[str, frozenset[str]] = {
    role_id: frozenset({actions.DIRECTORY_READ, *carried}) for role_id, carried in _CARRIED.items()
}
"""Template id of a role → actions.  An administrator who is a guest reads like a member."""


def actions_of(
    role_ids: Iterable[str], custom: Mapping[str, Iterable[str]] | None = None
) -> frozenset[str]:
    """Return what the roles let their holder do; *custom* are the tenant's own, by id."""
    known = {**BUILT_IN, **(custom or {})}
    return frozenset(action for role_id in role_ids for action in known.get(role_id, ()))
