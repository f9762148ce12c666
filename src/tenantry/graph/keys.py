"""Keys of the path: which object a request is about (contract §1.2)."""

from tenantry.directory.operations.lookups import ApplicationKey, ByAppId, ObjectKey
from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.odata.paths import AlternateKey
from tenantry.graph.requests import GraphRequest

_NOT_BUILT = frozenset({"roletemplateid", "uniquename"})


def object_key(request: GraphRequest, name: str, *alternates: str) -> str:
    """Return the key *name* of the path, given plain or as one of the properties *alternates*."""
    key = request.keys[name]
    if isinstance(key, str):
        return key
    if key.property.lower() not in {one.lower() for one in alternates}:
        raise _unknown(key)
    return key.value


def application_key(request: GraphRequest, name: str) -> ApplicationKey:
    """Return the key *name* of an application or service principal: its id or `appId`."""
    key = request.keys[name]
    if isinstance(key, str):
        return key
    if key.property.lower() != "appid":
        raise _unknown(key)
    return ByAppId(key.value)


def user_key(request: GraphRequest) -> str:
    """Return the id or sign-in name of the user in the path."""
    return object_key(request, "user", "userPrincipalName", "id")


def group_key(request: GraphRequest) -> str:
    """Return the id of the group in the path."""
    return object_key(request, "group", "id")


def member_key(request: GraphRequest) -> tuple[str | None, ObjectKey]:
    """Return the kind of the object in the path and its key; None for `directoryObjects`."""
    if "user" in request.keys:
        return "user", user_key(request)
    if "group" in request.keys:
        return "group", group_key(request)
    if "servicePrincipal" in request.keys:
        return "servicePrincipal", application_key(request, "servicePrincipal")
    if "device" in request.keys:
        return "device", object_key(request, "device", "id")
    return None, object_key(request, "object", "id")


def _unknown(key: AlternateKey) -> InvalidValueError | NotBuiltError:
    if key.property.lower() in _NOT_BUILT:
        return NotBuiltError(f"the key {key.property}")
    return InvalidValueError(key.property, f"`{key.property}` is no key here")
