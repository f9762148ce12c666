"""A topology: which tenants synchronize into which, as one declaration that expands to links.

Source: CTS-031, CTS-086 to CTS-090.  A hub with spokes, a mesh and single links are three ways to
say the same thing: pairs of a source and a target.
"""

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any, Literal

import msgspec

from tenantry.decoding import explain_misfit
from tenantry.errors import InvalidValueError
from tenantry.sync.jobs import RunMode


class _Options(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Who of a source is in scope: the members of ``groups``, or ``everybody``."""

    groups: list[str] = []
    everybody: bool = False


class HubAndSpokes(_Options, kw_only=True, forbid_unknown_fields=True):
    """People of the spokes come into the hub (`in`), those of the hub into them, or both."""

    hub: str
    spokes: list[str]
    direction: Literal["in", "out", "both"] = "in"


class Mesh(_Options, kw_only=True, forbid_unknown_fields=True):
    """People of each tenant come into every other."""

    tenants: list[str]


class SingleLink(_Options, kw_only=True, forbid_unknown_fields=True):
    """People of one tenant come into another."""

    source: str
    target: str


class NewTenant(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A tenant that is created where no tenant has its domain."""

    domain: str
    display_name: str
    country: str | None = None


class Topology(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The file.  ``tenants`` gives short names to ids, domains or display names."""

    tenants: dict[str, str | NewTenant] = {}
    hub_and_spokes: list[HubAndSpokes] = []
    mesh: list[Mesh] = []
    links: list[SingleLink] = []
    run_mode: Literal["continuous", "scheduled"] = RunMode.CONTINUOUS.value
    guard_percentage: int | None = 10


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """One source and one target, by their names in the file."""

    source: str
    target: str
    groups: tuple[str, ...] = ()
    everybody: bool = False

    def joined(self, other: "Link") -> "Link":
        """Return this link with what *other* brings into scope, too."""
        groups = tuple(dict.fromkeys((*self.groups, *other.groups)))
        everybody = self.everybody or other.everybody
        return msgspec.structs.replace(self, groups=groups, everybody=everybody)


def read_topology(content: Mapping[str, Any]) -> Topology:
    """Return the topology that *content*, a parsed file, declares.

    Raises `InvalidValueError` naming the place in the file.
    """
    try:
        return msgspec.convert(content, Topology)
    except msgspec.ValidationError as fault:
        path, reason = explain_misfit(fault)
        path = path or "topology"
        raise InvalidValueError(path, f"`{path}`: {reason}") from fault


def expand(topology: Topology) -> list[Link]:
    """Return every link once, in the order of the file.

    Raises `InvalidValueError` for a tenant that is linked with itself.
    """
    links: dict[tuple[str, str], Link] = {}
    for link in _declared(topology):
        if link.source == link.target:
            message = f"`{link.source}` cannot be linked with itself"
            raise InvalidValueError("links", message)
        pair = (link.source, link.target)
        links[pair] = links[pair].joined(link) if pair in links else link
    return list(links.values())


def _declared(topology: Topology) -> Iterator[Link]:
    for star in topology.hub_and_spokes:
        for spoke in star.spokes:
            if star.direction in ("in", "both"):
                yield _link(spoke, star.hub, star)
            if star.direction in ("out", "both"):
                yield _link(star.hub, spoke, star)
    for mesh in topology.mesh:
        for source, target in permutations(dict.fromkeys(mesh.tenants), 2):
            yield _link(source, target, mesh)
    for single in topology.links:
        yield _link(single.source, single.target, single)


def _link(source: str, target: str, options: _Options) -> Link:
    groups = tuple(options.groups)
    return Link(source=source, target=target, groups=groups, everybody=options.everybody)
