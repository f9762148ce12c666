"""Reading the directories of a schema that a client sends: the attributes it added by hand.

What the connector knows is ours to tell: an attribute of it may be left out or sent back as it
was.  Only directory extension attributes can be added, by name and type (behaviour §1).
"""

from collections.abc import Mapping
from typing import Any

from tenantry.errors import InvalidValueError
from tenantry.graph.wire.bodies import BodyShape, Check, Property, listed
from tenantry.graph.wire.checks import filled_text, flag, list_of, one_of, text
from tenantry.sync.attributes import (
    SOURCE_ATTRIBUTES,
    TARGET_ATTRIBUTES,
    AttributeDefinition,
    Attributes,
    AttributeType,
    extension,
    is_extension_name,
)
from tenantry.sync.extensions import Extensions
from tenantry.sync.groups.attributes import GROUP_SOURCE_ATTRIBUTES, GROUP_TARGET_ATTRIBUTES
from tenantry.sync.mapping_checks import ATTRIBUTE_NOT_FOUND, SchemaError
from tenantry.sync.provisioning_log import SOURCE_SYSTEM, TARGET_SYSTEM
from tenantry.sync.schema import GROUP, USER

_DIRECTORIES = {
    SOURCE_SYSTEM: {USER: SOURCE_ATTRIBUTES, GROUP: GROUP_SOURCE_ATTRIBUTES},
    TARGET_SYSTEM: {USER: TARGET_ATTRIBUTES, GROUP: GROUP_TARGET_ATTRIBUTES},
}
_FIXED = {
    "type": "type",
    "multivalued": "multivalued",
    "required": "required",
    "caseExact": "case_exact",
}


def read_extensions(body: object) -> Extensions | None:
    """Return the extension attributes that *body*'s directories hold, None if it names none."""
    read: dict[str, Any] = _SCHEMA.read(body)
    if read.get("directories") is None:
        return None
    found: dict[str, tuple[AttributeDefinition, ...]] = dict(read["directories"])
    return Extensions(
        source=found.get(SOURCE_SYSTEM, ()),
        target=found.get(TARGET_SYSTEM, ()),
    )


def _directory(value: object, path: str) -> tuple[str, tuple[AttributeDefinition, ...]]:
    read: dict[str, Any] = _DIRECTORY.read(value, path)
    name = read.get("name")
    if name not in _DIRECTORIES:
        place = f"{path}.name"
        raise InvalidValueError(place, f"`{place}` must be one of {listed(_DIRECTORIES)}")
    known = _DIRECTORIES[name]
    added = []
    for index, each in enumerate(read.get("objects") or ()):
        place, object_name = f"{path}.objects[{index}]", each.get("name")
        if object_name not in known:
            message = f"`{place}.name` must be one of {listed(known)}"
            raise InvalidValueError(f"{place}.name", message)
        added += _added(each, place, known[object_name], may_add=object_name == USER)
    return name, tuple(added)


def _added(
    read: Mapping[str, Any], path: str, known: Attributes, *, may_add: bool
) -> list[AttributeDefinition]:
    added = []
    for index, given in enumerate(read.get("attributes") or ()):
        place, name = f"{path}.attributes[{index}]", given.get("name")
        if name is None:
            raise InvalidValueError(f"{place}.name", f"`{place}.name` is required")
        if name in known:
            _check_unchanged(place, given, known[name])
        elif may_add and is_extension_name(name):
            kind = given.get("type", AttributeType.STRING)
            multivalued = bool(given.get("multivalued"))
            added.append(extension(name, kind, multivalued=multivalued))
        else:
            raise SchemaError(f"{place}.name", _cannot_be_added(name), ATTRIBUTE_NOT_FOUND)
    return added


def _cannot_be_added(name: str) -> str:
    form = "`extension_{application id without dashes}_{name}`"
    message = (
        f"`{name}` is no attribute of the directory; only extension attributes of users can be"
    )
    return f"{message} added, {form}"


def _check_unchanged(path: str, given: Mapping[str, Any], known: AttributeDefinition) -> None:
    for name, attribute in _FIXED.items():
        if name in given and given[name] != getattr(known, attribute):
            message = f"`{path}.{name}` is fixed for `{known.name}`; leave it as it is"
            raise SchemaError(f"{path}.{name}", message)


def _ignored(value: object, _path: str) -> object:
    return value


def _properties(**checks: Check[Any]) -> Mapping[str, Property]:
    return {name: Property(name, check) for name, check in checks.items()}


_ATTRIBUTE = BodyShape(
    {
        **_properties(
            name=filled_text,
            anchor=_ignored,
            apiExpressions=_ignored,
            defaultValue=_ignored,
            flowNullValues=_ignored,
            metadata=_ignored,
            mutability=_ignored,
            referencedObjects=_ignored,
        ),
        "caseExact": Property("caseExact", flag, nullable=False),
        "multivalued": Property("multivalued", flag, nullable=False),
        "required": Property("required", flag, nullable=False),
        "type": Property(
            "type",
            lambda value, path: AttributeType(
                one_of([each.value for each in AttributeType])(value, path)
            ),
            nullable=False,
        ),
    }
)
_OBJECT = BodyShape(
    _properties(
        name=text, metadata=_ignored, supportedApis=_ignored, attributes=list_of(_ATTRIBUTE.read)
    )
)
_DIRECTORY = BodyShape(
    _properties(
        id=_ignored,
        name=text,
        version=_ignored,
        readOnly=_ignored,
        discoverabilities=_ignored,
        discoveryDateTime=_ignored,
        objects=list_of(_OBJECT.read),
    )
)
_SCHEMA = BodyShape(
    _properties(
        id=_ignored,
        version=_ignored,
        synchronizationRules=_ignored,
        directories=list_of(_directory),
    )
)
