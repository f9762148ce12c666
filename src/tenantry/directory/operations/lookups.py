"""Finding the object that a caller names, by id or by its other key.

Nobody is authorized here; the operation that looks something up does that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tenantry.directory.stores import applications, users
from tenantry.directory.stores.objects import (
    APPLICATIONS,
    DEVICES,
    GROUPS,
    SERVICE_PRINCIPALS,
    USERS,
    ObjectStore,
)
from tenantry.directory.values import Record
from tenantry.errors import NotFoundError
from tenantry.identifiers import is_id
from tenantry.storage.unit_of_work import Reading

STORES: Mapping[str, ObjectStore] = {
    store.object_type: store for store in (USERS, GROUPS, APPLICATIONS, SERVICE_PRINCIPALS, DEVICES)
}
"""The stores of everything that has an id and a recycle bin, by object type."""

PRINCIPAL_TYPES = ("user", "group", "servicePrincipal")
"""What a role can be assigned to."""
MEMBER_TYPES = (*PRINCIPAL_TYPES, "device")
"""What can be a member of a group."""


@dataclass(frozen=True, slots=True)
class ByAppId:
    """Names an application or a service principal by its application id, not its object id."""

    app_id: str


ApplicationKey = str | ByAppId


def find_user(reading: Reading, tenant_id: str, key: str) -> Record | None:
    """Return the user with this id or sign-in name."""
    if is_id(key):
        return USERS.find(reading, tenant_id, key.lower())
    return users.find_by_principal_name(reading, tenant_id, key)


def require_user(reading: Reading, tenant_id: str, key: str) -> Record:
    """Return the user with this id or sign-in name; `NotFoundError` if there is none."""
    return _found(find_user(reading, tenant_id, key), key)


def require_group(reading: Reading, tenant_id: str, group_id: str) -> Record:
    """Return the group with this id; `NotFoundError` if there is none."""
    return _found(GROUPS.find(reading, tenant_id, group_id.lower()), group_id)


def require_device(reading: Reading, tenant_id: str, device_id: str) -> Record:
    """Return the device with this id; `NotFoundError` if there is none."""
    return _found(DEVICES.find(reading, tenant_id, device_id.lower()), device_id)


def require_application(reading: Reading, tenant_id: str, key: ApplicationKey) -> Record:
    """Return the application that *key* names; `NotFoundError` if there is none."""
    if isinstance(key, ByAppId):
        found = applications.find_application(reading, tenant_id, key.app_id.lower())
        return _found(found, key.app_id)
    return _found(APPLICATIONS.find(reading, tenant_id, key.lower()), key)


def require_service_principal(reading: Reading, tenant_id: str, key: ApplicationKey) -> Record:
    """Return the service principal that *key* names; `NotFoundError` if there is none."""
    if isinstance(key, ByAppId):
        found = applications.find_service_principal(reading, tenant_id, key.app_id.lower())
        return _found(found, key.app_id)
    return _found(SERVICE_PRINCIPALS.find(reading, tenant_id, key.lower()), key)


ObjectKey = ApplicationKey
"""An id, a user's sign-in name, or the application id of a service principal."""


def require_member(
    reading: Reading, tenant_id: str, key: ObjectKey, kind: str | None = None
) -> tuple[str, Record]:
    """Return type and record of what can be in groups, of *kind* if it is given."""
    if isinstance(key, ByAppId) or kind == "servicePrincipal":
        return "servicePrincipal", require_service_principal(reading, tenant_id, key)
    if kind == "user" or (kind is None and not is_id(key)):
        return "user", require_user(reading, tenant_id, key)
    return require_object(reading, tenant_id, key, [kind] if kind else MEMBER_TYPES)


def require_object(
    reading: Reading, tenant_id: str, object_id: str, kinds: Iterable[str] = STORES
) -> tuple[str, Record]:
    """Return the type and the record of the object with this id, whichever of *kinds* it is."""
    for kind in kinds:
        record = STORES[kind].find(reading, tenant_id, object_id.lower())
        if record is not None:
            return kind, record
    raise not_found(object_id)


def not_found(key: str) -> NotFoundError:
    """Return the error for an object that does not exist, or is not seen."""
    message = (
        f"resource `{key}` does not exist or one of its queried reference-property objects"
        " are not present"
    )
    return NotFoundError(message, object_id=key)


def _found(record: Record | None, key: str) -> Record:
    if record is None:
        raise not_found(key)
    return record
