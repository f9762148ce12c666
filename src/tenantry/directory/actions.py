"""The actions that directory roles are made of, by their documented names.

Sources: behaviour §19 (cross-tenant access, synchronization, protected actions); the pages of
the built-in roles and of protected actions.  Only actions that something here asks for are kept.
"""

_NAMESPACE = "microsoft.directory"
_ACCESS = f"{_NAMESPACE}/crossTenantAccessPolicy"
_SYNCHRONIZATION = "identitySynchronization"

POLICY_READ = f"{_ACCESS}/standard/read"
POLICY_UPDATE = f"{_ACCESS}/basic/update"
CLOUDS_UPDATE = f"{_ACCESS}/allowedCloudEndpoints/update"
DEFAULT_READ = f"{_ACCESS}/default/standard/read"
DEFAULT_COLLABORATION_UPDATE = f"{_ACCESS}/default/b2bCollaboration/update"
DEFAULT_DIRECT_CONNECT_UPDATE = f"{_ACCESS}/default/b2bDirectConnect/update"
DEFAULT_MEETINGS_UPDATE = f"{_ACCESS}/default/crossCloudMeetings/update"
DEFAULT_RESTRICTIONS_UPDATE = f"{_ACCESS}/default/tenantRestrictions/update"
PARTNERS_READ = f"{_ACCESS}/partners/standard/read"
PARTNERS_CREATE = f"{_ACCESS}/partners/create"
PARTNERS_DELETE = f"{_ACCESS}/partners/delete"
PARTNERS_COLLABORATION_UPDATE = f"{_ACCESS}/partners/b2bCollaboration/update"
PARTNERS_DIRECT_CONNECT_UPDATE = f"{_ACCESS}/partners/b2bDirectConnect/update"
PARTNERS_MEETINGS_UPDATE = f"{_ACCESS}/partners/crossCloudMeetings/update"
PARTNERS_RESTRICTIONS_UPDATE = f"{_ACCESS}/partners/tenantRestrictions/update"
IDENTITY_SYNC_READ = f"{_ACCESS}/partners/{_SYNCHRONIZATION}/standard/read"
IDENTITY_SYNC_CREATE = f"{_ACCESS}/partners/{_SYNCHRONIZATION}/create"
IDENTITY_SYNC_UPDATE = f"{_ACCESS}/partners/{_SYNCHRONIZATION}/basic/update"
RELATIONSHIPS_READ = f"{_NAMESPACE}/tenantRelationships/standard/read"

JOBS_READ = f"{_NAMESPACE}/applications/synchronization/standard/read"
JOBS_MANAGE = f"{_NAMESPACE}/servicePrincipals/synchronizationJobs/manage"
SCHEMA_MANAGE = f"{_NAMESPACE}/servicePrincipals/synchronizationSchema/manage"
CREDENTIALS_MANAGE = f"{_NAMESPACE}/servicePrincipals/synchronizationCredentials/manage"

AUDIT_LOGS_READ = f"{_NAMESPACE}/auditLogs/allProperties/read"
PROVISIONING_LOGS_READ = f"{_NAMESPACE}/provisioningLogs/allProperties/read"
SIGN_INS_READ = f"{_NAMESPACE}/signInReports/allProperties/read"

DIRECTORY_READ = f"{_NAMESPACE}/users/standard/read"
USERS_WRITE = f"{_NAMESPACE}/users/create"
ADMINISTRATORS_WRITE = f"{_NAMESPACE}/users/allProperties/allTasks"
PASSWORDS_RESET = f"{_NAMESPACE}/users/password/update"
USERS_INVITE = f"{_NAMESPACE}/users/inviteGuest"
METHODS_READ = f"{_NAMESPACE}/users/authenticationMethods/standard/restrictedRead"
METHODS_WRITE = f"{_NAMESPACE}/users/authenticationMethods/basic/update"
LICENCES_ASSIGN = f"{_NAMESPACE}/users/assignLicense"
DEVICES_WRITE = f"{_NAMESPACE}/devices/basic/update"
GROUPS_WRITE = f"{_NAMESPACE}/groups/create"
ROLE_GROUPS_WRITE = f"{_NAMESPACE}/groupsAssignableToRoles/allProperties/update"
APPLICATIONS_WRITE = f"{_NAMESPACE}/applications/create"
APPLICATIONS_CREDENTIALS_UPDATE = f"{_NAMESPACE}/applications/credentials/update"
APPLICATIONS_DELETE = f"{_NAMESPACE}/applications/delete"
ASSIGNMENTS_WRITE = f"{_NAMESPACE}/servicePrincipals/appRoleAssignedTo/update"
GRANTS_WRITE = f"{_NAMESPACE}/oAuth2PermissionGrants/allProperties/allTasks"
GRAPH_ROLES_GRANT = (
    f"{_NAMESPACE}/servicePrincipals/managePermissionGrantsForAll.microsoft-company-admin"
)
ITEMS_PURGE = f"{_NAMESPACE}/deletedItems/delete"

ENTITLEMENTS_READ = f"{_NAMESPACE}/entitlementManagement/allProperties/read"
ENTITLEMENTS_WRITE = f"{_NAMESPACE}/entitlementManagement/allProperties/allTasks"

ROLES_WRITE = f"{_NAMESPACE}/roleAssignments/allProperties/allTasks"
DEFINITIONS_WRITE = f"{_NAMESPACE}/roleDefinitions/allProperties/allTasks"
UNITS_WRITE = f"{_NAMESPACE}/administrativeUnits/allProperties/allTasks"
AUTHORIZATION_WRITE = f"{_NAMESPACE}/authorizationPolicy/allProperties/allTasks"
ORGANIZATION_WRITE = f"{_NAMESPACE}/organization/allProperties/allTasks"
DOMAINS_WRITE = f"{_NAMESPACE}/domains/allProperties/allTasks"
ORGANIZATIONS_READ = f"{_NAMESPACE}/multiTenantOrganization/standard/read"
ORGANIZATIONS_WRITE = f"{_NAMESPACE}/multiTenantOrganization/basic/update"
PROVIDERS_READ = f"{_NAMESPACE}/identityProviders/allProperties/read"
PROVIDERS_WRITE = f"{_NAMESPACE}/identityProviders/allProperties/allTasks"
CONDITIONS_READ = f"{_NAMESPACE}/conditionalAccessPolicies/standard/read"
CONDITIONS_CREATE = f"{_NAMESPACE}/conditionalAccessPolicies/create"
CONDITIONS_UPDATE = f"{_NAMESPACE}/conditionalAccessPolicies/basic/update"
CONDITIONS_DELETE = f"{_NAMESPACE}/conditionalAccessPolicies/delete"
LOCATIONS_READ = f"{_NAMESPACE}/namedLocations/standard/read"
LOCATIONS_CREATE = f"{_NAMESPACE}/namedLocations/create"
LOCATIONS_UPDATE = f"{_NAMESPACE}/namedLocations/basic/update"
LOCATIONS_DELETE = f"{_NAMESPACE}/namedLocations/delete"
PROTECTION_WRITE = f"{_NAMESPACE}/resourceNamespaces/resourceActions/authenticationContext/update"

ACCESS_READ = frozenset({POLICY_READ, DEFAULT_READ, PARTNERS_READ, RELATIONSHIPS_READ})
ACCESS_WRITE = frozenset(
    {
        POLICY_UPDATE,
        CLOUDS_UPDATE,
        DEFAULT_COLLABORATION_UPDATE,
        DEFAULT_DIRECT_CONNECT_UPDATE,
        DEFAULT_MEETINGS_UPDATE,
        DEFAULT_RESTRICTIONS_UPDATE,
        PARTNERS_CREATE,
        PARTNERS_DELETE,
        PARTNERS_COLLABORATION_UPDATE,
        PARTNERS_DIRECT_CONNECT_UPDATE,
        PARTNERS_MEETINGS_UPDATE,
        PARTNERS_RESTRICTIONS_UPDATE,
    }
)
IDENTITY_SYNC_WRITE = frozenset({IDENTITY_SYNC_CREATE, IDENTITY_SYNC_UPDATE})
LOGS_READ = frozenset({AUDIT_LOGS_READ, PROVISIONING_LOGS_READ, SIGN_INS_READ})
SYNCHRONIZATION_WRITE = frozenset({JOBS_MANAGE, SCHEMA_MANAGE, CREDENTIALS_MANAGE})
CONDITIONS_WRITE = frozenset(
    {
        CONDITIONS_CREATE,
        CONDITIONS_UPDATE,
        CONDITIONS_DELETE,
        LOCATIONS_CREATE,
        LOCATIONS_UPDATE,
        LOCATIONS_DELETE,
    }
)

ALL = frozenset(
    {
        *ACCESS_READ,
        *ACCESS_WRITE,
        *IDENTITY_SYNC_WRITE,
        *LOGS_READ,
        *SYNCHRONIZATION_WRITE,
        *CONDITIONS_WRITE,
        ADMINISTRATORS_WRITE,
        APPLICATIONS_CREDENTIALS_UPDATE,
        APPLICATIONS_DELETE,
        APPLICATIONS_WRITE,
        ASSIGNMENTS_WRITE,
        AUTHORIZATION_WRITE,
        CONDITIONS_READ,
        DEFINITIONS_WRITE,
        DIRECTORY_READ,
        DOMAINS_WRITE,
        ENTITLEMENTS_READ,
        ENTITLEMENTS_WRITE,
        GRANTS_WRITE,
        GRAPH_ROLES_GRANT,
        DEVICES_WRITE,
        GROUPS_WRITE,
        IDENTITY_SYNC_READ,
        ITEMS_PURGE,
        JOBS_READ,
        LICENCES_ASSIGN,
        LOCATIONS_READ,
        METHODS_READ,
        METHODS_WRITE,
        ORGANIZATIONS_READ,
        ORGANIZATIONS_WRITE,
        ORGANIZATION_WRITE,
        PASSWORDS_RESET,
        PROTECTION_WRITE,
        PROVIDERS_READ,
        PROVIDERS_WRITE,
        ROLES_WRITE,
        ROLE_GROUPS_WRITE,
        UNITS_WRITE,
        USERS_INVITE,
        USERS_WRITE,
    }
)
