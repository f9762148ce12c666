"""Domain lists: whose addresses may be invited (behaviour §14.1, claim XTA-007).

A tenant has one list at most: of the only domains that are allowed, or of those that are
blocked.  Access settings are asked as well; each of the two can refuse.
Graph: ``b2bManagementPolicy``.
"""

from collections.abc import Sequence

import msgspec

from tenantry.directory.tenants import domain_name
from tenantry.errors import InvalidValueError

LONGEST = 25_000  # characters of the whole policy


class DomainList(msgspec.Struct, frozen=True, kw_only=True):
    """The list of a tenant: of allowed or of blocked domains, in lower case."""

    id: str
    display_name: str
    is_allow_list: bool
    domains: tuple[str, ...]

    def admits(self, address: str) -> bool:
        """Return whether somebody with this mail address may be invited."""
        return (address.rpartition("@")[2].lower() in self.domains) == self.is_allow_list


def check_domains(domains: Sequence[str]) -> tuple[str, ...]:
    """Return *domains* as they are kept; `InvalidValueError` for what is none, or too much."""
    names: dict[str, None] = {}
    for domain in domains:
        try:
            names[domain_name(domain)] = None
        except InvalidValueError as fault:
            raise InvalidValueError("definition", fault.message) from fault
    if sum(len(name) for name in names) > LONGEST:
        message = f"the domains have more than {LONGEST} characters; shorten the list"
        raise InvalidValueError("definition", message)
    return tuple(names)
