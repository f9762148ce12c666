"""JSON lines: appended to a file, or written to standard output."""

import os
import sys
from collections.abc import Sequence

from tenantry.audit.exporting.records import Record

_STANDARD_OUTPUT = "-"


class LinesDestination:
    """Appends to the file at *path*; it is opened for each batch, so it can be rotated."""

    name = "file"

    def __init__(self, path: str) -> None:
        self._path = path

    def send(self, records: Sequence[Record]) -> str | None:
        """Append *records*; they are on the disk before this returns."""
        lines = b"".join(record.as_json() + b"\n" for record in records)
        try:
            if self._path == _STANDARD_OUTPUT:
                sys.stdout.buffer.write(lines)
                sys.stdout.buffer.flush()
                return None
            with open(self._path, "ab", opener=_open_for_owner) as file:  # opener
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
        except OSError as fault:
            return f"the file for logs cannot be written: {fault.strerror}"
        return None


def _open_for_owner(path: str, flags: int) -> int:
    """Open a file that only its owner reads if it is new: logs tell of people."""
    return os.open(path, flags, 0o600)
