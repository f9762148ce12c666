"""Where somebody comes from: ranges of addresses, named and trusted or not.

Source: contract §6.11 (`ipNamedLocation`, `conditionalAccessLocations`).
"""

import ipaddress
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from tenantry.access.policy import Setting
from tenantry.errors import InvalidValueError

MOST_RANGES = 2000
CIDR_TYPES = {4: "iPv4CidrRange", 6: "iPv6CidrRange"}
SPAN_TYPES = {4: "iPv4Range", 6: "iPv6Range"}

Address = tuple[int, int]
"""Version of IP, and the address as a number."""


class AddressRange(Struct, frozen=True, gc=False):
    """The addresses of one version of IP from ``first`` to ``last``, both among them."""

    version: int
    first: int
    last: int

    def holds(self, address: Address) -> bool:
        """Return whether the address is one of them."""
        return self.version == address[0] and self.first <= address[1] <= self.last


class WrittenRange(Setting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A range as it is on the wire, of any of the four types."""

    type_name: str = field(name="@odata.type")
    cidr_address: str | None = None
    lower_address: str | None = None
    upper_address: str | None = None


class NamedLocation(Struct, frozen=True, kw_only=True):
    """A location that policies name by its id."""

    ranges: tuple[AddressRange, ...]
    is_trusted: bool = False


class Places(Struct, frozen=True, kw_only=True):
    """A list of locations: all of them, or those with these ranges."""

    everywhere: bool = False
    ranges: tuple[AddressRange, ...] = ()

    def hold(self, address: Address | None) -> bool:
        """Return whether the address is there; one that is not known is nowhere in particular."""
        if self.everywhere or address is None:
            return self.everywhere
        return any(each.holds(address) for each in self.ranges)


ALL, ALL_TRUSTED = "All", "AllTrusted"


def places_of(names: Iterable[str], locations: Mapping[str, NamedLocation]) -> Places:
    """Return the list of locations that a policy *names*; one that is gone is empty."""
    wanted = {name if name in {ALL, ALL_TRUSTED} else name.lower() for name in names}
    return Places(
        everywhere=ALL in wanted,
        ranges=tuple(
            one
            for location_id, location in locations.items()
            if location_id in wanted or (location.is_trusted and ALL_TRUSTED in wanted)
            for one in location.ranges
        ),
    )


def read_address(text: str) -> Address | None:
    """Return the address, None for what is none; an IPv4 address inside of IPv6 is that."""
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    address = mapped or found
    return address.version, int(address)


def read_range(written: Mapping[str, Any], path: str) -> AddressRange:
    """Return a range as it is on the wire: `cidrAddress`, or `lowerAddress` and `upperAddress`.

    Raises `InvalidValueError`, with the path, for what is no range of addresses.
    """
    kind = str(written.get("@odata.type", "")).rpartition(".")[2]
    if "cidrAddress" in written:
        return _network(kind, str(written["cidrAddress"]), path)
    low = _end(str(written.get("lowerAddress", "")), f"{path}.lowerAddress")
    high = _end(str(written.get("upperAddress", "")), f"{path}.upperAddress")
    if low[0] != high[0] or low[1] > high[1]:
        message = f"`{path}`: `upperAddress` must follow `lowerAddress`, both of one version of IP"
        raise InvalidValueError(path, message)
    _check_type(kind, SPAN_TYPES[low[0]], path)
    return AddressRange(low[0], low[1], high[1])


def _network(kind: str, text: str, path: str) -> AddressRange:
    where = f"{path}.cidrAddress"
    try:
        network = ipaddress.ip_network(text)
    except ValueError as fault:
        message = f"`{where}`: `{text}` is no range such as `192.0.2.0/24` or `2001:db8::/32`"
        raise InvalidValueError(where, message) from fault
    _check_type(kind, CIDR_TYPES[network.version], path)
    first, last = int(network.network_address), int(network.broadcast_address)
    return AddressRange(network.version, first, last)


def _end(text: str, path: str) -> Address:
    address = read_address(text)
    if address is None or "%" in text:
        message = f"`{path}`: `{text}` is no address such as `192.0.2.1`"
        raise InvalidValueError(path, message)
    return address


def _check_type(given: str, fitting: str, path: str) -> None:
    if given != fitting:
        where = f"{path}.@odata.type"
        raise InvalidValueError(where, f"`{where}` must be `#microsoft.graph.{fitting}` for it")
