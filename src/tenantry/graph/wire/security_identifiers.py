"""Security identifiers: an object id as Windows writes it, `S-1-12-1-…` (contract §6.2)."""

import struct
import uuid


def security_identifier(object_id: str) -> str:
    """Return the security identifier of the object with this id."""
    parts = struct.unpack("<4I", uuid.UUID(object_id).bytes_le)
    return "-".join(["S-1-12-1", *map(str, parts)])
