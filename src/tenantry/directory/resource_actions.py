"""The actions with what they mean: which of them custom roles may carry, which can be protected.

Sources: behaviour §19; decision 32 (all writes of cross-tenant access can be protected).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tenantry.directory import actions

NAMESPACE = "microsoft.directory"
_VERBS = {"create": "POST", "delete": "DELETE", "read": "GET", "update": "PATCH"}
_DOCUMENTED = frozenset(
    {
        *(actions.ACCESS_WRITE - {actions.POLICY_UPDATE}),
        *actions.CONDITIONS_WRITE,
        actions.ITEMS_PURGE,
        actions.PROTECTION_WRITE,
    }
)
"""What the documents list as protectable."""

_FOR_CUSTOM_ROLES = frozenset(
    {
        *actions.ACCESS_READ,
        *actions.ACCESS_WRITE,
        actions.IDENTITY_SYNC_READ,
        *actions.IDENTITY_SYNC_WRITE,
        actions.JOBS_READ,
        *actions.SYNCHRONIZATION_WRITE,
        *actions.LOGS_READ,
        actions.ASSIGNMENTS_WRITE,
    }
)
"""What operations ask for by itself, so that a role of it alone gives exactly that."""

_MEANINGS: Mapping[str, str] = {
    actions.POLICY_READ: "read the cross-tenant access policy",
    actions.POLICY_UPDATE: "change the name of the cross-tenant access policy",
    actions.CLOUDS_UPDATE: "change to which clouds the policy is open",
    actions.DEFAULT_READ: "read the default settings for other tenants",
    actions.DEFAULT_COLLABORATION_UPDATE: "change B2B collaboration in the default settings",
    actions.DEFAULT_DIRECT_CONNECT_UPDATE: "change B2B direct connect in the default settings",
    actions.DEFAULT_MEETINGS_UPDATE: "change meetings across clouds in the default settings",
    actions.DEFAULT_RESTRICTIONS_UPDATE: "change tenant restrictions in the default settings",
    actions.PARTNERS_READ: "read the settings for partners",
    actions.PARTNERS_CREATE: "add a partner",
    actions.PARTNERS_DELETE: "delete a partner",
    actions.PARTNERS_COLLABORATION_UPDATE: "change B2B collaboration with partners",
    actions.PARTNERS_DIRECT_CONNECT_UPDATE: "change B2B direct connect with partners",
    actions.PARTNERS_MEETINGS_UPDATE: "change meetings across clouds with partners",
    actions.PARTNERS_RESTRICTIONS_UPDATE: "change tenant restrictions for partners",
    actions.IDENTITY_SYNC_READ: "read which partners may synchronize users in",
    actions.IDENTITY_SYNC_CREATE: "add the synchronization settings of a partner",
    actions.IDENTITY_SYNC_UPDATE: "change or delete the synchronization settings of a partner",
    actions.RELATIONSHIPS_READ: "read which tenant an id or a domain belongs to",
    actions.JOBS_READ: "read what is synchronized, and how",
    actions.JOBS_MANAGE: "start, pause and restart synchronization",
    actions.SCHEMA_MANAGE: "make jobs and change their mappings",
    actions.CREDENTIALS_MANAGE: "change where a job synchronizes to",
    actions.AUDIT_LOGS_READ: "read the directory audit",
    actions.PROVISIONING_LOGS_READ: "read the provisioning log",
    actions.SIGN_INS_READ: "read the sign-in log",
    actions.DIRECTORY_READ: "read users as members do",
    actions.USERS_WRITE: "add and change users who are no administrators",
    actions.ADMINISTRATORS_WRITE: "change administrators",
    actions.PASSWORDS_RESET: "reset passwords and redemptions of users who are no administrators",
    actions.USERS_INVITE: "invite guests",
    actions.METHODS_READ: "read by which methods users sign in",
    actions.METHODS_WRITE: "change by which methods users sign in",
    actions.LICENCES_ASSIGN: "assign licences",
    actions.DEVICES_WRITE: "add and change devices",
    actions.GROUPS_WRITE: "add and change groups that hold no roles",
    actions.ROLE_GROUPS_WRITE: "change groups that can hold roles",
    actions.APPLICATIONS_WRITE: "add and change applications",
    actions.APPLICATIONS_CREDENTIALS_UPDATE: "change by what applications sign in",
    actions.APPLICATIONS_DELETE: "delete applications",
    actions.ASSIGNMENTS_WRITE: "assign people and groups to applications",
    actions.GRANTS_WRITE: "grant delegated permissions",
    actions.GRAPH_ROLES_GRANT: "grant application permissions of Microsoft Graph",
    actions.ITEMS_PURGE: "delete for good what is in the recycle bin",
    actions.ROLES_WRITE: "assign roles",
    actions.DEFINITIONS_WRITE: "define roles",
    actions.UNITS_WRITE: "change administrative units",
    actions.AUTHORIZATION_WRITE: "change the authorization policy",
    actions.ORGANIZATION_WRITE: "change the organization",
    actions.DOMAINS_WRITE: "change domains",
    actions.ORGANIZATIONS_READ: "read the multitenant organization",
    actions.ORGANIZATIONS_WRITE: "change the multitenant organization",
    actions.PROVIDERS_READ: "read identity providers",
    actions.PROVIDERS_WRITE: "change identity providers",
    actions.CONDITIONS_READ: "read Conditional Access policies",
    actions.CONDITIONS_CREATE: "add a Conditional Access policy",
    actions.CONDITIONS_UPDATE: "change a Conditional Access policy",
    actions.CONDITIONS_DELETE: "delete a Conditional Access policy",
    actions.LOCATIONS_READ: "read named locations",
    actions.LOCATIONS_CREATE: "add a named location",
    actions.LOCATIONS_UPDATE: "change a named location",
    actions.LOCATIONS_DELETE: "delete a named location",
    actions.PROTECTION_WRITE: "change which actions are protected",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceAction:
    """Something that a role lets its holders do, such as `microsoft.directory/…/create`.

    ``is_documented_as_protectable`` tells what the documents list from what we add.
    """

    name: str
    description: str

    @property
    def verb(self) -> str | None:
        """The HTTP method that it is about, None where it is about several."""
        return _VERBS.get(self.name.rpartition("/")[2])

    @property
    def id(self) -> str:
        """The name with its verb, and without slashes, which a key cannot hold."""
        parts = [self.name.replace("/", "-"), *([self.verb.lower()] if self.verb else [])]
        return "-".join(parts)

    @property
    def is_protectable(self) -> bool:
        """Whether it can be bound to an authentication context (RBAC-003)."""
        return self.name in _DOCUMENTED | actions.ACCESS_WRITE | actions.IDENTITY_SYNC_WRITE

    @property
    def is_documented_as_protectable(self) -> bool:
        """Whether the documents say that it can be bound."""
        return self.name in _DOCUMENTED

    @property
    def is_for_custom_roles(self) -> bool:
        """Whether a custom role may carry it."""
        return self.name in _FOR_CUSTOM_ROLES


RESOURCE_ACTIONS: tuple[ResourceAction, ...] = tuple(
    ResourceAction(name=name, description=meaning) for name, meaning in sorted(_MEANINGS.items())
)

_BY_NAME = {each.name.lower(): each for each in RESOURCE_ACTIONS}
_BY_ID = {each.id.lower(): each for each in RESOURCE_ACTIONS}


def find_action(name: str) -> ResourceAction | None:
    """Return the action of this name, in any casing."""
    return _BY_NAME.get(name.lower())


def find_action_by_id(action_id: str) -> ResourceAction | None:
    """Return the action with this id, in any casing."""
    return _BY_ID.get(action_id.lower())
