"""Objects of any kind on the wire: each with its type and its own properties (contract §1.3)."""

from collections.abc import Mapping

from tenantry.errors import InvalidValueError, NotBuiltError
from tenantry.graph.odata.options import QueryOptions, check_select
from tenantry.graph.wire.applications import APPLICATION, SERVICE_PRINCIPAL
from tenantry.graph.wire.devices import DEVICE
from tenantry.graph.wire.entities import Entity
from tenantry.graph.wire.groups import GROUP
from tenantry.graph.wire.users import USER

ENTITIES: Mapping[str, Entity] = {
    one.name: one for one in (USER, GROUP, APPLICATION, SERVICE_PRINCIPAL, DEVICE)
}
"""What a directory object can be, by its CSDL type, which is its object type as well."""

_NOT_BUILT = frozenset({"administrativeunit", "orgcontact", "directoryrole"})


def entity_of(cast: str) -> Entity:
    """Return the entity of a type cast such as `user`, in any casing.

    Raises `NotBuiltError` for a documented type that is not built, `InvalidValueError`.
    """
    for name, entity in ENTITIES.items():
        if name.lower() == cast.lower():
            return entity
    if cast.lower() in _NOT_BUILT:
        raise NotBuiltError(f"microsoft.graph.{cast}")
    raise InvalidValueError("url", f"`{cast}` is no type of directory object")


_NAMES = {name for entity in ENTITIES.values() for name in entity.names}
_MISSING = {name for entity in ENTITIES.values() for name in entity.not_built} - _NAMES


def select_of_any(options: QueryOptions) -> tuple[str, ...]:
    """Return the selected properties of a mixed collection: those that some kind has."""
    return check_select(options, _NAMES, _MISSING)
