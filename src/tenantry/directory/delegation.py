"""What an application may do for a user: what it was granted, limited by what the user may do.

Sources: behaviour §14.3 (members and guests), §19 (roles); contract §2.2, §4.2, §6, column
"delegated".  A permission that is not named here takes a Global Administrator.
"""

from collections.abc import Collection, Iterable, Mapping

from tenantry.actor import Standing
from tenantry.directory import actions

FULL_GUEST_ROLE = "a0b1b346-4d3e-4e8b-98f8-753987be4970"
LIMITED_GUEST_ROLE = "10dae51f-b6af-4016-8d66-8c2a99b929b3"
RESTRICTED_GUEST_ROLE = "2af84b1e-32c8-42b7-82bc-daa82404023b"

STANDINGS: Mapping[str, Standing] = {
    FULL_GUEST_ROLE: Standing.MEMBER,
    LIMITED_GUEST_ROLE: Standing.LIMITED_GUEST,
    RESTRICTED_GUEST_ROLE: Standing.RESTRICTED_GUEST,
}
"""`guestUserRoleId` of the authorization policy → how much guests see."""

_IMPLIED: Mapping[str, tuple[str, ...]] = {
    "AdministrativeUnit.ReadWrite.All": ("AdministrativeUnit.Read.All",),
    "Application.ReadWrite.All": ("Application.ReadWrite.OwnedBy", "Application.Read.All"),
    "Device.ReadWrite.All": ("Device.Read.All",),
    "Directory.Read.All": (
        "Application.Read.All",
        "Device.Read.All",
        "Domain.Read.All",
        "Group.Read.All",
        "LicenseAssignment.Read.All",
        "Organization.Read.All",
        "OrgContact.Read.All",
        "RoleManagement.Read.Directory",
        "User.Read.All",
    ),
    "Directory.ReadWrite.All": (
        "Application.ReadWrite.All",
        "Device.ReadWrite.All",
        "Directory.Read.All",
        "Group.ReadWrite.All",
        "Synchronization.ReadWrite.All",
        "User.ReadWrite.All",
    ),
    "Domain.ReadWrite.All": ("Domain.Read.All",),
    "EntitlementManagement.ReadWrite.All": ("EntitlementManagement.Read.All",),
    "Group.Read.All": ("GroupMember.Read.All",),
    "Group.ReadWrite.All": ("Group.Create", "Group.Read.All", "GroupMember.ReadWrite.All"),
    "GroupMember.ReadWrite.All": ("GroupMember.Read.All",),
    "IdentityProvider.ReadWrite.All": ("IdentityProvider.Read.All",),
    "LicenseAssignment.ReadWrite.All": ("LicenseAssignment.Read.All",),
    "MultiTenantOrganization.Read.All": ("MultiTenantOrganization.ReadBasic.All",),
    "MultiTenantOrganization.ReadWrite.All": ("MultiTenantOrganization.Read.All",),
    "Organization.ReadWrite.All": ("Organization.Read.All",),
    "RoleManagement.ReadWrite.Directory": ("RoleManagement.Read.Directory",),
    "Synchronization.ReadWrite.All": ("Synchronization.Read.All",),
    "User.Read.All": ("User.ReadBasic.All",),
    "User.ReadWrite.All": (
        "User-PasswordProfile.ReadWrite.All",
        "User.Read.All",
        "User.ReadWrite",
    ),
    "UserAuthenticationMethod.Read.All": ("UserAuthenticationMethod.Read",),
    "UserAuthenticationMethod.ReadWrite": ("UserAuthenticationMethod.Read",),
    "UserAuthenticationMethod.ReadWrite.All": (
        "UserAuthenticationMethod.Read.All",
        "UserAuthenticationMethod.ReadWrite",
    ),
}
"""A permission that the user cannot use as a whole still gives its parts."""

_EVERYBODY = frozenset(
    {
        "Application.Read.All",
        "CrossTenantInformation.ReadBasic.All",
        "Domain.Read.All",
        "EntitlementManagement.Read.All",  # what is one's own; the rest takes a role …
        "EntitlementManagement.ReadWrite.All",  # … which the operation asks for
        "EntitlementMgmt-SubjectAccess.ReadWrite",
        "Group.Read.All",  # how much of whom or which is decided where it is read
        "GroupMember.Read.All",
        "Organization.Read.All",
        "User.Invite.All",  # `allowInvitesFrom` decides
        "User.Read",
        "User.Read.All",
        "User.ReadBasic.All",
        "User.ReadWrite",
        "UserAuthenticationMethod.Read",
        "UserAuthenticationMethod.ReadWrite",
        "email",
        "offline_access",
        "openid",
        "profile",
    }
)
_MEMBERS = frozenset(
    {
        "AdministrativeUnit.Read.All",
        "Application.ReadWrite.OwnedBy",  # members register applications …
        "Channel.Create",
        "ChannelMember.Read.All",
        "ChannelMember.ReadWrite.All",
        "Device.Read.All",
        "Group.Create",  # … and create groups
        "LicenseAssignment.Read.All",
        "MultiTenantOrganization.ReadBasic.All",
        "OrgContact.Read.All",
        "Policy.Read.All",
        "RemoteTenantGroups.Read.All",
        "RoleManagement.Read.Directory",
        "Team.ReadBasic.All",
    }
)
_BY_ACTION: Mapping[str, Collection[str]] = {
    "AdministrativeUnit.ReadWrite.All": {actions.UNITS_WRITE},
    "AppRoleAssignment.ReadWrite.All": {actions.ASSIGNMENTS_WRITE},
    "Application.ReadWrite.All": {actions.APPLICATIONS_WRITE},
    "AuditLog.Read.All": actions.LOGS_READ,
    "DelegatedPermissionGrant.ReadWrite.All": {actions.GRANTS_WRITE},
    "Device.ReadWrite.All": {actions.DEVICES_WRITE},
    "Domain.ReadWrite.All": {actions.DOMAINS_WRITE},
    "Group.ReadWrite.All": {actions.GROUPS_WRITE, actions.ROLE_GROUPS_WRITE},
    "GroupMember.ReadWrite.All": {actions.GROUPS_WRITE, actions.ROLE_GROUPS_WRITE},
    "IdentityProvider.Read.All": {actions.PROVIDERS_READ},
    "IdentityProvider.ReadWrite.All": {actions.PROVIDERS_WRITE},
    "LicenseAssignment.ReadWrite.All": {actions.LICENCES_ASSIGN},
    "MultiTenantOrganization.Read.All": {actions.ORGANIZATIONS_READ},
    "MultiTenantOrganization.ReadWrite.All": {actions.ORGANIZATIONS_WRITE},
    "Organization.ReadWrite.All": {actions.ORGANIZATION_WRITE},
    "Policy.ReadWrite.AuthenticationMethod": {actions.PROVIDERS_WRITE},
    "Policy.ReadWrite.Authorization": {actions.AUTHORIZATION_WRITE},
    "Policy.ReadWrite.ConditionalAccess": actions.CONDITIONS_WRITE,
    "Policy.ReadWrite.CrossTenantAccess": {
        *actions.ACCESS_READ,
        *actions.ACCESS_WRITE,
        actions.IDENTITY_SYNC_READ,
        *actions.IDENTITY_SYNC_WRITE,
    },
    "ProvisioningLog.Read.All": {actions.PROVISIONING_LOGS_READ},
    "RoleManagement.ReadWrite.Directory": {
        actions.DEFINITIONS_WRITE,
        actions.PROTECTION_WRITE,
        actions.ROLES_WRITE,
    },
    "Synchronization.Read.All": {actions.JOBS_READ},
    "Synchronization.ReadWrite.All": actions.SYNCHRONIZATION_WRITE,
    "User-PasswordProfile.ReadWrite.All": {actions.PASSWORDS_RESET, actions.USERS_WRITE},
    "User.ReadWrite.All": {actions.USERS_WRITE},
    "User.ReadWrite.CrossCloud": {actions.USERS_WRITE},
    "UserAuthenticationMethod.Read.All": {actions.METHODS_READ},
    "UserAuthenticationMethod.ReadWrite.All": {actions.METHODS_WRITE},
}
"""Permissions that take a role with any of the actions; the operation asks for the exact one."""


def standing_of(*, is_guest: bool, guest_role: str, role_actions: Collection[str]) -> Standing:
    """Return how much of the directory a user sees: an administrator as much as a member.

    ``guest_role`` is the policy's `guestUserRoleId`; one that is not known restricts.
    """
    if not is_guest or actions.DIRECTORY_READ in role_actions:
        return Standing.MEMBER
    return STANDINGS.get(guest_role, Standing.RESTRICTED_GUEST)


def limited(
    scopes: Iterable[str], standing: Standing, role_actions: Collection[str]
) -> frozenset[str]:
    """Return of the delegated permissions *scopes*, and their parts, what the user can use."""
    granted = with_parts(scopes)
    usable = {name for name in granted if _is_usable(name, standing, role_actions)}
    for whole in ("Directory.Read.All", "Directory.ReadWrite.All"):
        if whole in granted and usable.issuperset(_IMPLIED[whole]):
            usable.add(whole)
    return frozenset(usable)


def with_parts(scopes: Iterable[str]) -> frozenset[str]:
    """Return the permissions *scopes* and all that they are made of."""
    found: set[str] = set()
    waiting = list(scopes)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _IMPLIED.get(name, ())
    return frozenset(found)


def _is_usable(name: str, standing: Standing, role_actions: Collection[str]) -> bool:
    if name in {"Directory.Read.All", "Directory.ReadWrite.All"}:
        return False  # only with all of its parts
    if name in _EVERYBODY or (name in _MEMBERS and standing is Standing.MEMBER):
        return True
    needed = _BY_ACTION.get(name)
    if needed is None:
        return actions.ALL.issubset(role_actions)
    return any(action in role_actions for action in needed)
