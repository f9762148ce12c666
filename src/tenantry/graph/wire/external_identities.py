"""The external identities policy on the wire, of beta alone."""

from tenantry.directory.values import Record
from tenantry.errors import InvalidValueError
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Property
from tenantry.graph.wire.checks import flag

_LEAVE, _REMOVAL = "allowExternalIdentitiesToLeave", "allowDeletedIdentitiesDataRemoval"


def shown(policy: Record) -> JsonObject:
    """Return the policy."""
    return {
        "id": policy["id"],
        "deletedDateTime": None,
        "displayName": "External Identities Policy",
        "description": "Says whether external users can leave by themselves.",
        _LEAVE: policy["may_external_users_leave"],
        _REMOVAL: False,
    }


def _reserved(value: object, path: str) -> bool:
    """Return false: the property is reserved, and clients send it along."""
    if flag(value, path):
        raise InvalidValueError(path, f"`{path}` is reserved and cannot be true; leave it out")
    return False


POLICY_BODY = BodyShape(
    {
        _LEAVE: Property("may_external_users_leave", flag, nullable=False),
        _REMOVAL: Property("removal", _reserved, nullable=False),
    },
    read_only=["id", "deletedDateTime"],
    not_built=["displayName", "description"],
)
