"""What a job's mappings must satisfy before they are saved (behaviour §5, contract §4.9)."""

import re
from collections import Counter
from collections.abc import Sequence

from tenantry.errors import InvalidValueError
from tenantry.sync.attributes import (
    AttributeDefinition,
    Attributes,
    AttributeType,
    Mutability,
    is_extension_name,
)
from tenantry.sync.default_mappings import MATCHING_ATTRIBUTE, MATCHING_SOURCE, default_mappings
from tenantry.sync.expression import (
    MATCHING_FUNCTION,
    Attribute,
    Constant,
    Expression,
    ExpressionError,
    attributes_of,
    check_target,
    functions_of,
    parse_with,
    write,
)
from tenantry.sync.mapping import ONE_VALUE_ONLY, AttributeMapping
from tenantry.sync.suggestions import did_you_mean
from tenantry.sync.target_limits import limit
from tenantry.sync.target_values import CONVERSIONS

SCHEMA_INVALID = "schemaInvalid"
ATTRIBUTE_NOT_FOUND = "SchemaAttributeNotFound"
SOFT_DELETED = "IsSoftDeleted"

_MEMBER = re.compile(r"[./]")  # before the name of a part, as in `customSecurityAttributes/Skills`
_PHOTO = "photos cannot be synchronized"  # CTS-072
_SECURITY_ATTRIBUTES = "custom security attributes cannot be synchronized"  # CTS-073
_NEVER = {
    "photo": _PHOTO,
    "thumbnailPhoto": _PHOTO,
    "customSecurityAttributes": _SECURITY_ATTRIBUTES,
}
_NOT_AS_SOURCE = _NEVER | {
    "samAccountName": "`samAccountName` cannot be a source attribute",
    "userType": "`userType` cannot be a source attribute; map a constant to it",
}
_NOT_AS_TARGET = _NEVER | {
    "id": "the primary key `id` cannot be a target attribute",
    "otherMails": "`otherMails` is computed in the target tenant and cannot be a target attribute",
    "proxyAddresses": "`proxyAddresses` is read-only and cannot be a target attribute",
}


class SchemaError(InvalidValueError):
    """A mapping or filter breaks a rule of the schema.  ``code`` is the documented error code."""

    def __init__(self, path: str, message: str, code: str = SCHEMA_INVALID) -> None:
        super().__init__(path, message)
        self.code = code


def check_mappings(
    mappings: Sequence[AttributeMapping],
    source_attributes: Attributes,
    target_attributes: Attributes,
) -> None:
    """Check all mappings of users.

    Raises:
        SchemaError: a rule is broken; ``path`` is the place, as `attributeMappings[3].source`.
    """
    check_each(mappings, source_attributes, target_attributes)
    _check_matching(mappings)


def check_each(
    mappings: Sequence[AttributeMapping],
    source_attributes: Attributes,
    target_attributes: Attributes,
) -> None:
    """Check what holds for the mappings of every type of object; raise as `check_mappings`."""
    for index, mapping in enumerate(mappings):
        place = f"attributeMappings[{index}]"
        if mapping.matching_priority < 0:
            path = f"{place}.matchingPriority"
            raise SchemaError(path, "`matchingPriority` is 0 or, for the one matching attribute, 1")
        target = _target(f"{place}.targetAttributeName", mapping.target, target_attributes)
        _check_source(f"{place}.source", mapping, target, source_attributes)
        _check_default(f"{place}.defaultValue", mapping, target)
    _check_no_repetition(mappings)
    _check_required(mappings, target_attributes)


def source_attribute(path: str, name: str, attributes: Attributes) -> AttributeDefinition:
    """Return the definition of source attribute *name*.

    Raises:
        SchemaError: there is no such attribute, or it cannot be a source.
    """
    return _definition(path, name, attributes, _NOT_AS_SOURCE, "source")


def _target(path: str, name: str, attributes: Attributes) -> AttributeDefinition:
    definition = _definition(path, name, attributes, _NOT_AS_TARGET, "target")
    if definition.mutability is Mutability.READ_ONLY:
        raise SchemaError(path, f"`{name}` is read-only and cannot be a target attribute")
    return definition


def _definition(
    path: str, name: str, attributes: Attributes, refused: dict[str, str], side: str
) -> AttributeDefinition:
    family = _MEMBER.split(name, maxsplit=1)[0]
    if family in refused:
        raise SchemaError(path, refused[family])
    if name not in attributes:
        raise SchemaError(path, _unknown(name, attributes, side), ATTRIBUTE_NOT_FOUND)
    definition = attributes[name]
    if definition.is_extension and definition.multivalued:
        message = (
            f"`{name}` has several values; such an extension can be neither mapped nor filtered"
        )
        raise SchemaError(path, message)
    return definition


def _unknown(name: str, attributes: Attributes, side: str) -> str:
    remedy = did_you_mean(name, attributes)
    if is_extension_name(name) and not remedy:
        remedy = f"; register it in the {side} tenant, or add it to that directory's attributes"
    return f"there is no {side} attribute `{name}`{remedy}"


def _check_source(
    path: str, mapping: AttributeMapping, target: AttributeDefinition, attributes: Attributes
) -> None:
    source = mapping.source
    if source is None:
        return
    read = [source_attribute(path, name, attributes) for name in attributes_of(source)]
    _check_references(path, source, target, read)
    if isinstance(source, Attribute) and read[0].multivalued and not target.multivalued:
        message = f"`{source.name}` has several values; choose one with `Item([{source.name}], 1)`"
        raise SchemaError(path, message, ONE_VALUE_ONLY)
    try:
        check_target(parse_with(write(source), attributes), target, attributes)
    except ExpressionError as error:
        raise SchemaError(path, error.message) from error
    if isinstance(source, Constant):
        _check_constant(path, source.text, target)
    if target.name == SOFT_DELETED and source != Attribute(name=SOFT_DELETED):
        raise SchemaError(path, f"`{target.name}` must be mapped directly, from `[{target.name}]`")


def _check_references(
    path: str, source: Expression, target: AttributeDefinition, read: list[AttributeDefinition]
) -> None:
    """Check that references are mapped to references, and only directly (CTS-070)."""
    if target.type is AttributeType.REFERENCE:
        if source != Attribute(name=target.name):
            message = f"`{target.name}` must be mapped directly, from `[{target.name}]`"
            raise SchemaError(path, message)
        return
    for definition in read:
        if definition.type is AttributeType.REFERENCE:
            message = f"`{definition.name}` can only be mapped directly, to `{definition.name}`"
            raise SchemaError(path, message)


def _check_default(path: str, mapping: AttributeMapping, target: AttributeDefinition) -> None:
    if mapping.default_value is None:
        return
    if target.type is AttributeType.REFERENCE:
        raise SchemaError(path, f"the reference `{target.name}` cannot have a default value")
    _check_constant(path, mapping.default_value, target)


def _check_constant(path: str, constant: str, target: AttributeDefinition) -> None:
    limited = limit(target)
    try:
        value = CONVERSIONS[target.type](constant)
        if limited is not None:
            limited(value)
    except InvalidValueError as error:
        raise SchemaError(path, f"`{target.name}`: {error.message}") from error


def _check_no_repetition(mappings: Sequence[AttributeMapping]) -> None:
    counts = Counter(mapping.target for mapping in mappings)
    for index, mapping in enumerate(mappings):
        if counts[mapping.target] > 1:
            path = f"attributeMappings[{index}].targetAttributeName"
            raise SchemaError(path, f"`{mapping.target}` is mapped more than once; keep one")


def _check_matching(mappings: Sequence[AttributeMapping]) -> None:
    """Check the one matching attribute, which is fixed (behaviour §4)."""
    expected = f"`{write(MATCHING_SOURCE)}` to `{MATCHING_ATTRIBUTE}`"
    fixed = default_mappings()[0]
    is_found = False
    for index, mapping in enumerate(mappings):
        is_matching = mapping.matching_priority > 0
        uses_function = mapping.source is not None and any(
            function.name == MATCHING_FUNCTION for function in functions_of(mapping.source)
        )
        is_touched = is_matching or uses_function or mapping.target == MATCHING_ATTRIBUTE
        if is_touched and mapping != fixed:
            path = f"attributeMappings[{index}]"
            raise SchemaError(path, f"users are matched by {expected} alone; leave it as it is")
        is_found = is_found or is_touched
    if not is_found:
        raise SchemaError("attributeMappings", f"the matching mapping of {expected} is missing")


def _check_required(mappings: Sequence[AttributeMapping], attributes: Attributes) -> None:
    mapped = {mapping.target for mapping in mappings}
    for definition in attributes.values():
        if definition.required and definition.name not in mapped:
            message = f"the required attribute `{definition.name}` is not mapped"
            raise SchemaError("attributeMappings", message)
