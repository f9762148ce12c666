"""The people that a policy names, on the wire: `subjectSet` and what is derived from it."""

from collections.abc import Mapping

import msgspec

from tenantry.entitlement.policies import SubjectSet
from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.wire.annotations import JsonObject, typed
from tenantry.graph.wire.bodies import BodyShape, Property, join
from tenantry.graph.wire.checks import guid, text
from tenantry.graph.wire.derived_types import read_derived

_KEYS: Mapping[str, str] = {
    "singleUser": "userId",
    "groupMembers": "groupId",
    "connectedOrganizationMembers": "connectedOrganizationId",
    "requestorManager": "managerLevel",
}
_NOT_BUILT = (
    "attributeRuleMembers",
    "externalSponsors",
    "internalSponsors",
    "singleServicePrincipal",
    "targetApplicationOwners",
    "targetManager",
    "targetUserSponsors",
)


def subject_set(value: object, path: str) -> SubjectSet:
    """Return the people that a body names at *path*, by their `@odata.type` and its own id."""
    kind, read = read_derived(
        value, path, _SUBJECTS, not_built=_NOT_BUILT, meant="people are meant"
    )
    key = join(path, _KEYS[kind])
    if kind == "requestorManager":
        if read.get("level", 1) != 1:
            raise NotBuiltError(key)
    elif "id" not in read:
        raise InvalidValueError(key, f"`{key}` is required")
    return msgspec.convert({"kind": kind, **read}, SubjectSet)


def shown_subjects(held: SubjectSet) -> JsonObject:
    """Return the people of a subject set as JSON."""
    key: JsonObject = {_KEYS[held.kind]: held.id or 1}
    return typed(held.kind, {**key, "description": held.description})


def _level(value: object, path: str) -> int:
    if value != 1:
        raise NotBuiltError(path)
    return 1


_SUBJECTS: Mapping[str, BodyShape] = {
    kind: BodyShape(
        {
            key: Property("level", _level)
            if key == "managerLevel"
            else Property("id", guid, nullable=False),
            "description": Property("description", text),
        },
        ignored=("isBackup", "id"),
    )
    for kind, key in _KEYS.items()
}
