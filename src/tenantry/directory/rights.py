"""Which Graph permissions allow what; any of a tuple will do (contract §5, §6)."""

USERS_READ = (
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
)
USERS_READ_BASIC = ("User.ReadBasic.All",)
USERS_WRITE = ("User.ReadWrite.All", "Directory.ReadWrite.All")
PASSWORDS_WRITE = ("User-PasswordProfile.ReadWrite.All",)
"""For the own password a user needs no role with it, for those of others like `USERS_WRITE`."""
REDEMPTIONS_RESET = (*USERS_WRITE, *PASSWORDS_WRITE)
"""Redeeming anew is how a guest gets another way to sign in, as others get a password."""
USERS_INVITE = ("User.Invite.All", *USERS_WRITE)
OWN_PROFILE_READ = ("User.Read", "User.ReadWrite")
OWN_PROFILE_WRITE = ("User.ReadWrite",)

METHODS_READ = ("UserAuthenticationMethod.Read.All", "UserAuthenticationMethod.ReadWrite.All")
METHODS_WRITE = ("UserAuthenticationMethod.ReadWrite.All",)
OWN_METHODS_READ = ("UserAuthenticationMethod.Read", "UserAuthenticationMethod.ReadWrite")
OWN_METHODS_WRITE = ("UserAuthenticationMethod.ReadWrite",)

GROUPS_READ = (
    "GroupMember.Read.All",
    "Group.Read.All",
    "Directory.Read.All",
    "GroupMember.ReadWrite.All",
    "Group.ReadWrite.All",
    "Directory.ReadWrite.All",
)
GROUPS_WRITE = ("Group.ReadWrite.All", "Directory.ReadWrite.All")
GROUPS_CREATE = ("Group.Create", *GROUPS_WRITE)
MEMBERS_WRITE = ("GroupMember.ReadWrite.All", *GROUPS_WRITE)

DEVICES_READ = (
    "Device.Read.All",
    "Device.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
)
DEVICES_WRITE = ("Device.ReadWrite.All", "Directory.ReadWrite.All")

UNITS_READ = (
    "AdministrativeUnit.Read.All",
    "AdministrativeUnit.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
)
UNITS_WRITE = ("AdministrativeUnit.ReadWrite.All",)

CONTACTS_READ = ("OrgContact.Read.All", "Directory.Read.All", "Directory.ReadWrite.All")

APPLICATIONS_READ = (
    "Application.Read.All",
    "Application.ReadWrite.All",
    "Application.ReadWrite.OwnedBy",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
)
APPLICATIONS_WRITE = ("Application.ReadWrite.All", "Directory.ReadWrite.All")
OWN_APPLICATIONS_WRITE = ("Application.ReadWrite.OwnedBy",)
ASSIGNMENTS_WRITE = ("AppRoleAssignment.ReadWrite.All",)
GRANTS_WRITE = ("DelegatedPermissionGrant.ReadWrite.All",)
GRANTS_READ = (*GRANTS_WRITE, "Directory.Read.All", "Directory.ReadWrite.All")
ROLES_READ = (
    "RoleManagement.Read.Directory",
    "RoleManagement.ReadWrite.Directory",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
)
ROLES_WRITE = ("RoleManagement.ReadWrite.Directory",)

ORGANIZATION_READ = (
    "User.Read",
    "Organization.Read.All",
    "Organization.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
)
ORGANIZATION_WRITE = ("Organization.ReadWrite.All",)
DOMAINS_READ = (
    "Domain.Read.All",
    "Domain.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
)
DOMAINS_WRITE = ("Domain.ReadWrite.All",)
FEDERATIONS_WRITE = ("IdentityProvider.ReadWrite.All", *DOMAINS_WRITE)
FEDERATIONS_READ = ("IdentityProvider.Read.All", "Domain.Read.All", *FEDERATIONS_WRITE)

LICENCES_READ = (
    "LicenseAssignment.Read.All",
    "LicenseAssignment.ReadWrite.All",
    "Organization.Read.All",
    "Organization.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
)
LICENCES_WRITE = ("LicenseAssignment.ReadWrite.All", *USERS_WRITE)
USER_LICENCES_READ = (
    "LicenseAssignment.Read.All",
    "LicenseAssignment.ReadWrite.All",
    *USERS_READ,
)

AUDIT_READ = ("AuditLog.Read.All",)
SIGN_INS_READ_BESIDE = ("Directory.Read.All", "Directory.ReadWrite.All")
"""What the sign-in log takes beside `AUDIT_READ` (contract §6.12)."""

ENTITLEMENTS_READ = ("EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All")
ENTITLEMENTS_WRITE = ("EntitlementManagement.ReadWrite.All",)
OWN_ENTITLEMENTS = ("EntitlementMgmt-SubjectAccess.ReadWrite",)
"""What people ask for access with, and decide about the requests of others."""

TENANT_INFORMATION_READ = ("CrossTenantInformation.ReadBasic.All",)
