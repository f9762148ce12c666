"""Ids: GUIDs that grow with time (RFC 9562 version 7), made from real time (decision 33)."""

import hashlib
import os
import threading
import time
import uuid
from collections.abc import Iterator

_PER_MILLISECOND = 1 << 12  # ids that the 12 bits below the millisecond tell apart

_lock = threading.Lock()
_last = 0  # the last place given out: milliseconds of the epoch, and 12 bits of counter


def new_id() -> str:
    """Return a new version 7 GUID; ids made in one process are strictly increasing."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[str]:
    """Return *count* new version 7 GUIDs, strictly increasing.

    The 12 bits below the millisecond count, so that ids of one chunk land side by side in
    every index; what follows them is random.
    """
    global _last  # noqa: PLW0603  # the last place is what makes ids monotonic
    with _lock:
        first = max(time.time_ns() // 1_000_000 * _PER_MILLISECOND, _last + 1)
        _last = first + count - 1
    noise = os.urandom(8 * count).hex()
    return [
        f"{prefix}{place & 0xFFF:03x}-{_VARIANT[noise[at]]}{noise[at + 1 : at + 4]}"
        f"-{noise[at + 4 : at + 16]}"
        for prefix, start, end in _milliseconds(first, count)
        for place, at in zip(
            range(start, end), range((start - first) * 16, (end - first) * 16, 16), strict=True
        )
    ]


_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


def _milliseconds(first: int, count: int) -> Iterator[tuple[str, int, int]]:
    """Yield the digits before the counter, and the places from and to which they hold."""
    end = first + count
    while first < end:
        until = min((first // _PER_MILLISECOND + 1) * _PER_MILLISECOND, end)
        millis = f"{first // _PER_MILLISECOND:012x}"
        yield f"{millis[:8]}-{millis[8:]}-7", first, until
        first = until


def is_id(text: str) -> bool:
    """Return whether *text* is a GUID in the dashed form, any casing."""
    try:
        return len(text) == 36 and str(uuid.UUID(text)) == text.lower()  # noqa: PLR2004
    except ValueError:
        return False


def net_id(user_id: str) -> str:
    """Return the stable internal id that other tenants know a user by (behaviour §4).

    It is derived from the object id, so it survives renames, and tells nothing of the user.
    """
    return hashlib.sha256(user_id.encode()).hexdigest()[:16].upper()
