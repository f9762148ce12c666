"""Named locations of Conditional Access on the wire, by ranges of addresses (contract §6.11)."""

from collections.abc import Mapping
from typing import Any

from tenantry.access.conditional.locations import WrittenRange
from tenantry.graph.wire.bodies import BodyShape, Check, Property
from tenantry.graph.wire.checks import filled_text, flag, list_of
from tenantry.graph.wire.entities import Entity, declare
from tenantry.graph.wire.structures import checked_json


def _ranges(value: object, path: str) -> object:
    """Check ranges and leave them JSON, each with its type written in full."""
    shown = []
    for each in _WRITTEN_RANGES(value, path):
        given = {name: member for name, member in each.items() if member is not None}
        kind = str(given["@odata.type"]).rpartition(".")[2]
        shown.append({**given, "@odata.type": f"#microsoft.graph.{kind}"})
    return shown


_WRITTEN_RANGES: Check[Any] = list_of(checked_json(WrittenRange))
_LOCATION: Mapping[str, Property] = {
    "displayName": Property("display_name", filled_text, nullable=False),
    "ipRanges": Property("ip_ranges", _ranges, nullable=False),
    "isTrusted": Property("is_trusted", flag, nullable=False),
}
_OF_LOCATIONS = ("id", "createdDateTime", "modifiedDateTime", "deletedDateTime")
LOCATION_BODY = BodyShape(_LOCATION, required=("displayName", "ipRanges"), read_only=_OF_LOCATIONS)
IP_LOCATION = Entity(
    "ipNamedLocation",
    "identity/conditionalAccess/namedLocations",
    (
        declare("id: String!", "eq in ne not", single=True),
        declare("displayName: String!", "eq in ne not startsWith"),
        declare("createdDateTime: DateTimeOffset", "eq ge gt le lt ne not", column="created_at"),
        declare("modifiedDateTime: DateTimeOffset", "eq ge gt le lt ne not", column="modified_at"),
        declare("ipRanges: [ipRange]!", column="ip_ranges"),
        declare("isTrusted: Boolean!", "eq ne not"),
    ),
)
