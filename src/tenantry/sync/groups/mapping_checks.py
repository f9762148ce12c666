"""What a job's mapping of groups must satisfy before it is saved (behaviour §23)."""

from collections.abc import Sequence

from tenantry.sync.default_mappings import SECURITY_ENABLED
from tenantry.sync.expression import Constant
from tenantry.sync.groups.attributes import GROUP_SOURCE_ATTRIBUTES, GROUP_TARGET_ATTRIBUTES
from tenantry.sync.mapping import AttributeMapping
from tenantry.sync.mapping_checks import SchemaError, check_each
from tenantry.sync.schema import ObjectMapping
from tenantry.sync.scoping import check_filter


def check_group_mapping(groups: ObjectMapping) -> None:
    """Check attribute mappings and scoping filter of groups.

    Raises:
        SchemaError: a rule is broken; ``path`` is the place in the object mapping.
    """
    check_each(groups.mappings, GROUP_SOURCE_ATTRIBUTES, GROUP_TARGET_ATTRIBUTES)
    _check_fixed(groups.mappings)
    check_filter(groups.scope, GROUP_SOURCE_ATTRIBUTES)


def _check_fixed(mappings: Sequence[AttributeMapping]) -> None:
    """Check what cannot be chosen: groups are never matched, and become security groups."""
    for index, mapping in enumerate(mappings):
        path = f"attributeMappings[{index}]"
        if mapping.matching_priority > 0:
            message = (
                f"groups are not matched by `{mapping.target}` or any other attribute, so that"
                " a group of the target is never taken over; set `matchingPriority` to 0"
            )
            raise SchemaError(f"{path}.matchingPriority", message)
        if mapping.target == SECURITY_ENABLED and not _is_true(mapping):
            message = (
                f"`{SECURITY_ENABLED}` must be the constant `true`: groups are synchronized into"
                " security groups"
            )
            raise SchemaError(f"{path}.source", message)


def _is_true(mapping: AttributeMapping) -> bool:
    source = mapping.source
    return isinstance(source, Constant) and source.text.lower() == "true"
