"""CSDL of entities from their tables of properties."""

from collections.abc import Iterable

from tenantry.graph.metadata.model import EntityType, Navigation, properties
from tenantry.graph.wire.entities import Entity

_INHERITED = {
    "directoryObject": {"id", "deletedDateTime"},
    "entity": {"id"},
    "policyBase": {"id", "deletedDateTime", "displayName", "description"},
}


def entity_type(
    entity: Entity,
    navigations: Iterable[Navigation] = (),
    *,
    base: str = "directoryObject",
    is_open: bool = True,
) -> EntityType:
    """Return the type of *entity*, without what it has from its *base*."""
    own = [one for one in entity.properties if one.name not in _INHERITED[base]]
    return EntityType(
        name=entity.name,
        base=base,
        properties=properties(*(f"{one.name}: {one.type}" for one in own)),
        navigations=tuple(navigations),
        open=is_open,
    )


def many(*names: str, contained: bool = False) -> tuple[Navigation, ...]:
    """Return navigations to several objects: `memberOf`, or `members: user` for one type."""
    return tuple(_navigation(name, contained=contained) for name in names)


def _navigation(declaration: str, *, contained: bool) -> Navigation:
    name, _, kind = declaration.partition(": ")
    return Navigation(name=name, type=f"[{kind or 'directoryObject'}]", contained=contained)
