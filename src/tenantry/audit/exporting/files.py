"""JSON lines: appended to a file, or written to standard output."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

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
            with Path(self._path).open("ab") as file:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
        except OSError as fault:
            return f"the file for logs cannot be written: {fault.strerror}"
        return None
