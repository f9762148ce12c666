"""Directory extension attributes of a job's two tenants (behaviour §1).

Most are discovered: those that applications registered.  What discovery misses is added by hand,
by name and type, to a directory of the schema.  A schema keeps what was added and what it uses,
so that it means the same when a tenant cannot be asked.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tenantry.sync.attributes import (
    SOURCE_ATTRIBUTES,
    TARGET_ATTRIBUTES,
    AttributeDefinition,
    Attributes,
    AttributeType,
    extension,
    with_extensions,
)

_TYPES = {
    "Boolean": AttributeType.BOOLEAN,
    "Integer": AttributeType.INTEGER,
    "LargeInteger": AttributeType.INTEGER,
    "DateTime": AttributeType.DATE_TIME,
    "Binary": AttributeType.BINARY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Extensions:
    """The extension attributes of the source's and of the target's directory."""

    source: tuple[AttributeDefinition, ...] = ()
    target: tuple[AttributeDefinition, ...] = ()

    def attributes(self) -> tuple[Attributes, Attributes]:
        """Return all attributes of the source and of the target."""
        return (
            with_extensions(SOURCE_ATTRIBUTES, self.source),
            with_extensions(TARGET_ATTRIBUTES, self.target),
        )

    def before(self, others: "Extensions") -> "Extensions":
        """Return these, and those of *others* that they do not have."""
        return Extensions(
            source=_together(self.source, others.source),
            target=_together(self.target, others.target),
        )

    def kept(self, used: Collection[str], discovered: "Extensions") -> "Extensions":
        """Return what a schema keeps of these: what is *used*, and what was not *discovered*."""
        return Extensions(
            source=_kept(self.source, used, discovered.source),
            target=_kept(self.target, used, discovered.target),
        )


NO_EXTENSIONS = Extensions()


def extensions_of(registered: Iterable[Mapping[str, Any]]) -> tuple[AttributeDefinition, ...]:
    """Return the definitions of extension properties, as applications *registered* them."""
    return tuple(
        extension(
            each["name"],
            _TYPES.get(each["data_type"], AttributeType.STRING),
            multivalued=bool(each.get("is_multi_valued")),
        )
        for each in registered
    )


def _together(
    first: tuple[AttributeDefinition, ...], others: tuple[AttributeDefinition, ...]
) -> tuple[AttributeDefinition, ...]:
    known = {each.name for each in first}
    return (*first, *(each for each in others if each.name not in known))


def _kept(
    known: tuple[AttributeDefinition, ...],
    used: Collection[str],
    discovered: tuple[AttributeDefinition, ...],
) -> tuple[AttributeDefinition, ...]:
    found = {each.name for each in discovered}
    return tuple(each for each in known if each.name in used or each.name not in found)
