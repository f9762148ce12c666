"""The activities of the directory audit, by their documented names (behaviour §10).

Source: audit activity reference, Core Directory; it spells names unevenly, kept here as they are.
"""

from dataclasses import dataclass

_ADD, _UPDATE, _DELETE = "Add", "Update", "Delete"
_ASSIGN, _UNASSIGN = "Assign", "Unassign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A kind of audited change.  ``service`` is the wire's `loggedByService`."""

    name: str
    category: str
    operation_type: str
    service: str = "Core Directory"


def _users(name: str, operation_type: str) -> Activity:
    return Activity(name=name, category="UserManagement", operation_type=operation_type)


def _methods(name: str, operation_type: str) -> Activity:
    return Activity(
        name=name,
        category="UserManagement",
        operation_type=operation_type,
        service="Authentication Methods",
    )


def _groups(name: str, operation_type: str) -> Activity:
    return Activity(name=name, category="GroupManagement", operation_type=operation_type)


def _devices(name: str, operation_type: str) -> Activity:
    return Activity(name=name, category="Device", operation_type=operation_type)


def _units(name: str, operation_type: str) -> Activity:
    return Activity(name=name, category="AdministrativeUnit", operation_type=operation_type)


def _applications(name: str, operation_type: str) -> Activity:
    return Activity(name=name, category="ApplicationManagement", operation_type=operation_type)


def _roles(name: str, operation_type: str) -> Activity:
    return Activity(name=name, category="RoleManagement", operation_type=operation_type)


def _directory(name: str, operation_type: str) -> Activity:
    return Activity(name=name, category="DirectoryManagement", operation_type=operation_type)


def _policies(name: str, operation_type: str) -> Activity:
    return Activity(
        name=name,
        category="Policy",
        operation_type=operation_type,
        service="Conditional Access",
    )


def _providers(name: str, operation_type: str) -> Activity:
    return Activity(name=name, category="ResourceManagement", operation_type=operation_type)


def _access(name: str, operation_type: str) -> Activity:
    return Activity(name=name, category="CrossTenantAccessSettings", operation_type=operation_type)


def _identity_sync(name: str, operation_type: str) -> Activity:
    category = "CrossTenantIdentitySyncSettings"
    return Activity(name=name, category=category, operation_type=operation_type)


def _provisioning(name: str, operation_type: str) -> Activity:
    return Activity(
        name=name,
        category="ProvisioningManagement",
        operation_type=operation_type,
        service="Account Provisioning",
    )


def _entitlements(name: str, operation_type: str) -> Activity:
    return Activity(
        name=name,
        category="EntitlementManagement",
        operation_type=operation_type,
        service="Entitlement Management",
    )


ADD_USER = _users("Add user", _ADD)
UPDATE_USER = _users("Update user", _UPDATE)
DELETE_USER = _users("Delete user", _DELETE)
RESTORE_USER = _users("Restore user", _UPDATE)
HARD_DELETE_USER = _users("Hard Delete user", _DELETE)
RESET_PASSWORD = _users("Reset password", _UPDATE)
REVOKE_SESSIONS = _users("Update StsRefreshTokenValidFrom Timestamp", _UPDATE)
CHANGE_PASSWORD = _users("Change user password", _UPDATE)
CHANGE_LICENSE = _users("Change user license", _UPDATE)
SET_MANAGER = _users("Set user manager", _UPDATE)
ADD_ROLE_GRANT_TO_USER = _users("Add app role assignment grant to user", _ASSIGN)
REMOVE_ROLE_GRANT_FROM_USER = _users("Remove app role assignment from user", _UNASSIGN)

USER_REGISTERED_SECURITY_INFO = _methods("User registered security info", _ADD)
USER_DELETED_SECURITY_INFO = _methods("User deleted security info", _DELETE)
ADMIN_REGISTERED_SECURITY_INFO = _methods("Admin registered security info", _ADD)
ADMIN_DELETED_SECURITY_INFO = _methods("Admin deleted security info", _DELETE)

ADD_DEVICE = _devices("Add device", _ADD)
UPDATE_DEVICE = _devices("Update device", _UPDATE)
DELETE_DEVICE = _devices("Delete device", _DELETE)
RESTORE_DEVICE = _devices("Restore device", _UPDATE)
ADD_DEVICE_OWNER = _devices("Add registered owner to device", _ASSIGN)
REMOVE_DEVICE_OWNER = _devices("Remove registered owner from device", _UNASSIGN)
ADD_DEVICE_USER = _devices("Add registered users to device", _ASSIGN)
REMOVE_DEVICE_USER = _devices("Remove registered users from device", _UNASSIGN)
HARD_DELETE_DEVICE = _devices("Hard Delete device", _DELETE)

ADD_CONTACT = Activity(name="Add contact", category="Contact", operation_type=_ADD)
DELETE_CONTACT = Activity(name="Delete contact", category="Contact", operation_type=_DELETE)

INVITE_EXTERNAL_USER = Activity(
    name="Invite external user",
    category="UserManagement",
    operation_type=_ADD,
    service="Invited Users",
)
REDEEM_INVITATION = Activity(
    name="Redeem external user invite",
    category="UserManagement",
    operation_type=_UPDATE,
    service="Invited Users",
)

ADD_GROUP = _groups("Add group", _ADD)
UPDATE_GROUP = _groups("Update group", _UPDATE)
DELETE_GROUP = _groups("Delete group", _DELETE)
RESTORE_GROUP = _groups("Restore group", _UPDATE)
HARD_DELETE_GROUP = _groups("Hard Delete group", _DELETE)
ADD_MEMBER = _groups("Add member to group", _ASSIGN)
REMOVE_MEMBER = _groups("Remove member from group", _UNASSIGN)
ADD_GROUP_OWNER = _groups("Add owner to group", _ASSIGN)
REMOVE_GROUP_OWNER = _groups("Remove owner from group", _UNASSIGN)
ADD_ROLE_GRANT_TO_GROUP = _groups("Add app role assignment to group", _ASSIGN)
REMOVE_ROLE_GRANT_FROM_GROUP = _groups("Remove app role assignment from group", _UNASSIGN)

ADD_APPLICATION = _applications("Add application", _ADD)
UPDATE_APPLICATION = _applications("Update application", _UPDATE)
UPDATE_SECRETS = _applications("Update application - Certificates and secrets management", _UPDATE)
DELETE_APPLICATION = _applications("Delete application", _DELETE)
RESTORE_APPLICATION = _applications("Restore application", _UPDATE)
HARD_DELETE_APPLICATION = _applications("Hard Delete application", _DELETE)
ADD_SERVICE_PRINCIPAL = _applications("Add service principal", _ADD)
UPDATE_SERVICE_PRINCIPAL = _applications("Update service principal", _UPDATE)
ADD_CREDENTIALS = _applications("Add service principal credentials", _UPDATE)
REMOVE_CREDENTIALS = _applications("Remove service principal credentials", _UPDATE)
REMOVE_SERVICE_PRINCIPAL = _applications("Remove service principal", _DELETE)
RESTORE_SERVICE_PRINCIPAL = _applications("Restore service principal", _UPDATE)
HARD_DELETE_SERVICE_PRINCIPAL = _applications("Hard delete service principal", _DELETE)
ADD_ROLE_GRANT_TO_SERVICE_PRINCIPAL = _applications(
    "Add app role assignment to service principal", _ASSIGN
)
REMOVE_ROLE_GRANT_FROM_SERVICE_PRINCIPAL = _applications(
    "Remove app role assignment from service principal", _UNASSIGN
)
ADD_APPLICATION_OWNER = _applications("Add owner to application", _ASSIGN)
REMOVE_APPLICATION_OWNER = _applications("Remove owner from application", _UNASSIGN)
ADD_PRINCIPAL_OWNER = _applications("Add owner to service principal", _ASSIGN)
REMOVE_PRINCIPAL_OWNER = _applications("Remove owner from service principal", _UNASSIGN)
CONSENT = _applications("Consent to application", _ASSIGN)
ADD_PERMISSION_GRANT = _applications("Add delegated permission grant", _ASSIGN)
UPDATE_PERMISSION_GRANT = _applications("Update delegated permission grant", _UPDATE)
REMOVE_PERMISSION_GRANT = _applications("Remove delegated permission grant", _UNASSIGN)

ADD_MEMBER_TO_ROLE = _roles("Add member to role", _ASSIGN)
ADD_ROLE_DEFINITION = _roles("Add role definition", _ADD)
UPDATE_ROLE_DEFINITION = _roles("Update role definition", _UPDATE)
DELETE_ROLE_DEFINITION = _roles("Delete role definition", _DELETE)
UPDATE_PROTECTED_ACTION = _roles("Update protected action", _UPDATE)
REMOVE_MEMBER_FROM_ROLE = _roles("Remove member from role", _UNASSIGN)

CREATE_TENANT = _directory("Create Company", _ADD)
DELETE_TENANT = _directory("Delete Company", _DELETE)  # our own name
RESTORE_TENANT = _directory("Restore Company", _UPDATE)  # our own name
ROTATE_SIGNING_KEYS = _directory("Rotate token signing keys", _UPDATE)  # our own name
UPDATE_TENANT = _directory("Set Company Information", _UPDATE)
ADD_DOMAIN = _directory("Add unverified domain", _ADD)
UPDATE_DOMAIN = _directory("Update domain", _UPDATE)
VERIFY_DOMAIN = _directory("Verify domain", _UPDATE)
REMOVE_DOMAIN = _directory("Remove unverified domain", _DELETE)
REMOVE_VERIFIED_DOMAIN = _directory("Remove verified domain", _DELETE)
ADD_FEDERATION = _directory("Add external federation", _ADD)  # our own names
UPDATE_FEDERATION = _directory("Update external federation", _UPDATE)
DELETE_FEDERATION = _directory("Delete external federation", _DELETE)
SET_DOMAIN_AUTHENTICATION = _directory("Set domain authentication", _UPDATE)
SET_DOMAIN_FEDERATION = _directory("Set federation settings on domain", _UPDATE)

ADD_UNIT = _units("Add administrative unit", _ADD)
UPDATE_UNIT = _units("Update administrative unit", _UPDATE)
DELETE_UNIT = _units("Delete administrative unit", _DELETE)
ADD_UNIT_MEMBER = _units("Add member to administrative unit", _ASSIGN)
REMOVE_UNIT_MEMBER = _units("Remove member from administrative unit", _UNASSIGN)

ADD_POLICY = Activity(name="Add policy", category="Policy", operation_type=_ADD)
UPDATE_POLICY = Activity(name="Update policy", category="Policy", operation_type=_UPDATE)
DELETE_POLICY = Activity(name="Delete policy", category="Policy", operation_type=_DELETE)

CREATE_IDENTITY_PROVIDER = _providers("Create identity provider", _ADD)
UPDATE_IDENTITY_PROVIDER = _providers("Update identity provider", _UPDATE)
DELETE_IDENTITY_PROVIDER = _providers("Delete identity provider", _DELETE)

UPDATE_AUTHORIZATION_POLICY = Activity(
    name="Update authorization policy", category="AuthorizationPolicy", operation_type=_UPDATE
)

ADD_NAMED_LOCATION = _policies("Add named location", _ADD)
UPDATE_NAMED_LOCATION = _policies("Update named location", _UPDATE)
DELETE_NAMED_LOCATION = _policies("Delete named location", _DELETE)
ADD_CONDITIONAL_ACCESS = _policies("Add conditional access policy", _ADD)
UPDATE_CONDITIONAL_ACCESS = _policies("Update conditional access policy", _UPDATE)
DELETE_CONDITIONAL_ACCESS = _policies("Delete conditional access policy", _DELETE)
RESTORE_CONDITIONAL_ACCESS = _policies("Restore conditional access policy", _UPDATE)
ADD_STRENGTH = _policies("Add authentication strength policy", _ADD)
UPDATE_STRENGTH = _policies("Update authentication strength policy", _UPDATE)
DELETE_STRENGTH = _policies("Delete authentication strength policy", _DELETE)
ADD_CONTEXT = _policies("Add authentication context", _ADD)
UPDATE_CONTEXT = _policies("Update authentication context", _UPDATE)
DELETE_CONTEXT = _policies("Delete authentication context", _DELETE)
UPDATE_REGISTRATION_POLICY = _policies("Update registration policy", _UPDATE)

ADD_PARTNER = _access("Add a partner to cross-tenant access setting", _ADD)
UPDATE_PARTNER = _access("Update a partner cross-tenant access setting", _UPDATE)
DELETE_PARTNER = _access("Delete partner specific cross-tenant access setting", _DELETE)
UPDATE_ACCESS_DEFAULT = _access("Update the company default cross-tenant access setting", _UPDATE)
RESET_ACCESS_DEFAULT = _access("Reset the cross-tenant access default setting", _UPDATE)

CREATE_IDENTITY_SYNC = _identity_sync("Create a partner cross-tenant identity sync setting", _ADD)
UPDATE_IDENTITY_SYNC = _identity_sync(
    "Update a partner cross-tenant identity sync setting", _UPDATE
)
DELETE_IDENTITY_SYNC = _identity_sync(
    "Delete a partner cross-tenant identity sync setting", _DELETE
)

UPDATE_PROVISIONING = _provisioning("Update provisioning setting or credentials", _UPDATE)
START_PROVISIONING = _provisioning("Enable/start provisioning configuration", _UPDATE)
PAUSE_PROVISIONING = _provisioning("Disable/pause provisioning configuration", _UPDATE)
RESTART_PROVISIONING = _provisioning("Enable/restart provisioning configuration", _UPDATE)
QUARANTINE = _provisioning("Quarantine", _UPDATE)
UPDATE_MAPPINGS = _provisioning("Update attribute mappings or scope", _UPDATE)

CREATE_CATALOG = _entitlements("Create access package catalog", _ADD)
UPDATE_CATALOG = _entitlements("Update access package catalog", _UPDATE)
DELETE_CATALOG = _entitlements("Delete access package catalog", _DELETE)
CREATE_RESOURCE = _entitlements("Create resource request", _ADD)
REMOVE_RESOURCE = _entitlements("Create resource remove request", _DELETE)
CREATE_PACKAGE = _entitlements("Create access package", _ADD)
UPDATE_PACKAGE = _entitlements("Update access package", _UPDATE)
DELETE_PACKAGE = _entitlements("Delete access package", _DELETE)
CREATE_PACKAGE_POLICY = _entitlements("Create access package assignment policy", _ADD)
UPDATE_PACKAGE_POLICY = _entitlements("Update access package assignment policy", _UPDATE)
DELETE_PACKAGE_POLICY = _entitlements("Delete access package assignment policy", _DELETE)
CREATE_CONNECTED_ORGANIZATION = _entitlements("Create connected organization", _ADD)
UPDATE_CONNECTED_ORGANIZATION = _entitlements("Update connected organization", _UPDATE)
DELETE_CONNECTED_ORGANIZATION = _entitlements("Delete connected organization", _DELETE)
REQUEST_PACKAGE = _entitlements("User requests access package assignment", _ADD)
ASSIGN_PACKAGE = _entitlements("Administrator directly assigns user to access package", _ADD)
AUTO_APPROVE_REQUEST = _entitlements("Auto approve access package assignment request", _UPDATE)
APPROVE_REQUEST = _entitlements("Approve access package assignment request", _UPDATE)
DENY_REQUEST = _entitlements("Deny access package assignment request", _UPDATE)
REQUEST_TIMED_OUT = _entitlements(
    "Access package assignment request timed out (no approver action taken)", _UPDATE
)
CANCEL_REQUEST = _entitlements("Cancel access package assignment request", _UPDATE)
FULFILL_REQUEST = _entitlements("Fulfill access package assignment request", _UPDATE)
FAIL_REQUEST = _entitlements("Failed access package assignment request", _UPDATE)
REMOVE_ASSIGNMENT_BY_USER = _entitlements("User requests to remove access package", _DELETE)
REMOVE_ASSIGNMENT_BY_ADMINISTRATOR = _entitlements(
    "Administrator directly removes user access package assignment", _DELETE
)
REMOVE_ENDED_ASSIGNMENT = _entitlements(
    "Entitlement Management removes access package assignment request for user", _DELETE
)
