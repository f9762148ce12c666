"""Security identifiers: an object id as Windows writes it, `S-1-12-1-…` (contract §6.2)."""

from struct import Struct

_BEGINNING, _END = Struct(">IHH"), Struct("<II")  # Windows turns the bytes around by words


def security_identifier(object_id: str) -> str:
    """Return the security identifier of the object with this id."""
    octets = bytes.fromhex(object_id.replace("-", ""))
    first, low, high = _BEGINNING.unpack(octets[:8])
    third, fourth = _END.unpack(octets[8:])
    return f"S-1-12-1-{first}-{high << 16 | low}-{third}-{fourth}"
