"""A job's schema: the mappings and scoping filters of its users and groups.

`stored_schemas` has the form in which it is stored.  Source: contract §4.9; behaviour §1, §5.
"""

from dataclasses import dataclass

from tenantry.sync.attributes import APP_ROLES
from tenantry.sync.default_mappings import default_group_mappings, default_mappings
from tenantry.sync.expression import attributes_of, needs_inputs
from tenantry.sync.extensions import NO_EXTENSIONS, Extensions
from tenantry.sync.mapping import AttributeMapping
from tenantry.sync.scoping import ScopingFilter

ROLES_OF_ALL = (
    "app roles can be mapped only where users and groups are assigned (`SyncAll` `false`);"
    " who is not assigned has none"
)
"""Why a job of all users cannot read `appRoleAssignments` (behaviour §6)."""

RULE_NAME = "USER_INBOUND_USER"
USER, GROUP = "User", "Group"
USERS_MAPPING_NAME = "Provision Azure Active Directory Users"
GROUPS_MAPPING_NAME = "Provision Azure Active Directory Groups"
ALL_FLOW_TYPES = frozenset({"Add", "Update", "Delete"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectMapping:
    """How one type of object flows.  ``flow_types`` are the ticked target object actions."""

    name: str
    mappings: tuple[AttributeMapping, ...]
    scope: ScopingFilter
    flow_types: frozenset[str] = ALL_FLOW_TYPES
    enabled: bool = True

    def source_attributes(self) -> set[str]:
        """Return every source attribute that a mapping or the filter reads."""
        mapped = {
            name
            for mapping in self.mappings
            if mapping.source is not None
            for name in attributes_of(mapping.source)
        }
        return mapped | self.scope.attributes()

    def reads_app_roles(self) -> bool:
        """Return whether a mapping reads the app roles of users."""
        return APP_ROLES in self.source_attributes()

    def needs_inputs(self) -> bool:
        """Return whether a mapping can only be evaluated with the `Inputs` of an evaluation."""
        return any(
            mapping.source is not None and needs_inputs(mapping.source) for mapping in self.mappings
        )

    def target_attributes(self) -> set[str]:
        """Return every target attribute that a mapping writes."""
        return {mapping.target for mapping in self.mappings}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSchema:
    """The one rule of a cross-tenant synchronization: how users flow, and groups after them.

    ``extensions`` are the directory extension attributes that it uses or that were added by hand.
    """

    rule_id: str
    users: ObjectMapping
    groups: ObjectMapping
    extensions: Extensions = NO_EXTENSIONS


DEFAULT_GROUPS = ObjectMapping(
    name=GROUPS_MAPPING_NAME,
    mappings=default_group_mappings(),
    scope=ScopingFilter(),
    enabled=False,
)
"""The mapping of groups, off until somebody turns it on (decision 17)."""


def default_schema(rule_id: str) -> JobSchema:
    """Return the schema of a new job (CTS-063: with the manager)."""
    users = ObjectMapping(
        name=USERS_MAPPING_NAME, mappings=default_mappings(), scope=ScopingFilter()
    )
    return JobSchema(rule_id=rule_id, users=users, groups=DEFAULT_GROUPS)
