"""Bodies that refer to another object: `{"@odata.id": ".../directoryObjects/{id}"}` (§1.14)."""

from tenantry.graph.wire.bodies import BodyShape, Check, Property
from tenantry.graph.wire.checks import reference

OBJECT_SETS = ("directoryObjects", "users", "groups", "servicePrincipals", "devices")
_USER_SETS = ("users", "directoryObjects")


def reference_key(*sets: str) -> Check[str]:
    """Return the check of a URL that points into one of *sets*; it gives the key."""
    check = reference(sets)
    return lambda value, path: check(value, path)[1]


USER_KEY = reference_key(*_USER_SETS)
OBJECT_KEY = reference_key(*OBJECT_SETS)


def referred_key(body: object, check: Check[str]) -> str:
    """Return the key in the `@odata.id` of *body*; `InvalidValueError` if it has none."""
    shape = BodyShape({"@odata.id": Property("key", check, nullable=False)}, required=["@odata.id"])
    return str(shape.read_new(body)["key"])
