"""Rules of groups: a job's mapping of groups compiled, and which groups are in scope.

What is then done is decided by `deciding.decide`, with the same table as for users.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from tenantry.directory.groups import CHANGE_RULES
from tenantry.directory.values import check
from tenantry.errors import InvalidValueError
from tenantry.sync.default_mappings import MEMBERS
from tenantry.sync.expression import INPUTS, Row
from tenantry.sync.flows import FlowType
from tenantry.sync.groups.attributes import GROUP_SOURCE_ATTRIBUTES, GROUP_TARGET_ATTRIBUTES
from tenantry.sync.job_rules import NOT_ENTITLED
from tenantry.sync.mapping import CompiledMapping
from tenantry.sync.mapping_compiler import compile_mappings
from tenantry.sync.planning import Action, PlannedChange
from tenantry.sync.schema import ObjectMapping
from tenantry.sync.scoping import compile_filter, compile_reading
from tenantry.sync.stored_schemas import decode_schema

GROUPS_OF_ALL = (
    "groups are synchronized only where users and groups are assigned (`SyncAll` `false`); save"
    " that in the connection settings, or disable the mapping of groups"
)
"""Why a job of all users cannot have its mapping of groups on (behaviour §23)."""

SOURCE_COLUMNS = (
    "id",
    "display_name",
    "deleted_at",
    *dict.fromkeys(
        definition.column
        for name, definition in GROUP_SOURCE_ATTRIBUTES.items()
        if name not in {MEMBERS, "objectId", "displayName"}
    ),
)
"""What is read of a source group.

A completed row has whether it is assigned after that, and last what is drawn from (ADR 0011).
"""

ID, DISPLAY_NAME, DELETED_AT = range(3)
ENTITLED = len(SOURCE_COLUMNS)
_SECURITY_ENABLED = SOURCE_COLUMNS.index("security_enabled")
_POSITIONS: Mapping[str, int] = MappingProxyType(
    {
        name: SOURCE_COLUMNS.index(definition.column)
        for name, definition in GROUP_SOURCE_ATTRIBUTES.items()
        if name != MEMBERS
    }
    | {INPUTS: ENTITLED + 1}
)
_REQUIRED = [each.name for each in GROUP_TARGET_ATTRIBUTES.values() if each.required]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRules:
    """Everything that decides on groups; ``members`` is when they flow, None for never."""

    mapping: CompiledMapping
    is_read: Callable[[Row], bool]
    passes_filter: Callable[[Row], bool]
    flow_types: frozenset[str]
    members: FlowType | None

    def exclusion(self, row: Row) -> str | None:
        """Return why a group that is read is not in scope, None if it is (behaviour §3, §23)."""
        if row[DELETED_AT] is not None:
            return "IsSoftDeleted"
        if not row[ENTITLED]:
            return NOT_ENTITLED
        if not row[_SECURITY_ENABLED]:
            return "SecurityDisabled"
        return None if self.passes_filter(row) else "IsInProvisioningScope"

    def is_active(self, _row: Row) -> bool:
        """Return whether the group may be created in the target: every live one may."""
        return True


@lru_cache(maxsize=256)
def group_rules(schema: str) -> GroupRules | None:
    """Return the rules of a stored *schema*, None where its mapping of groups is off."""
    groups = decode_schema(schema).groups
    return _compiled(groups) if groups.enabled else None


def _compiled(groups: ObjectMapping) -> GroupRules:
    valued = [mapping for mapping in groups.mappings if mapping.target != MEMBERS]
    flows = [mapping.flow_type for mapping in groups.mappings if mapping.target == MEMBERS]
    return GroupRules(
        mapping=compile_mappings(
            valued, _POSITIONS, GROUP_SOURCE_ATTRIBUTES, GROUP_TARGET_ATTRIBUTES, limits={}
        ),
        is_read=compile_reading(groups.scope, _POSITIONS),
        passes_filter=compile_filter(groups.scope, _POSITIONS),
        flow_types=groups.flow_types,
        members=flows[0] if flows else None,
    )


def columns_of(values: Mapping[str, object]) -> dict[str, object]:
    """Return property → value of a target group for mapped *values*."""
    return {GROUP_TARGET_ATTRIBUTES[name].column: value for name, value in values.items()}


def find_fault(change: PlannedChange) -> tuple[str, str] | None:
    """Return error code and reason if the target's directory would refuse the values."""
    if change.action is Action.CREATE:
        missing = [name for name in _REQUIRED if change.after.get(name) in (None, "")]
        if missing:
            return "MandatoryFieldsMissing", f"`{missing[0]}` has no value"
    try:
        check(CHANGE_RULES, columns_of(change.after))
    except InvalidValueError as fault:
        return "AttributeMappingError", fault.message
    return None
