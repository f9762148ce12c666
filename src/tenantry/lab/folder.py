"""The lab's folder: what is in it, whether it is a lab's at all, and how it is emptied."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tenantry.errors import ConflictError
from tenantry.lab.lab_file import FILE_NAME as LAB_FILE_NAME
from tenantry.runtime.settings_sources import FILE_NAME as SETTINGS_FILE_NAME
from tenantry.storage.encryption import KEY_FILE

_MARK = "lab.mark"
_MARK_TEXT = "This folder was made by `tenantry lab`; `tenantry lab --reset` empties it.\n"
_OWNER_ONLY = 0o700
_DATABASE = "tenantry.db"
_LOG = "lab.log"
_PREPARED = "prepared.json"


class LabFolder:
    """The folder at ``path``, used by one lab at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.lab_file = self.path / LAB_FILE_NAME
        self.prepared_file = self.path / _PREPARED
        self.settings_file = self.path / SETTINGS_FILE_NAME
        self.log_file = self.path / _LOG
        self._mark = self.path / _MARK

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Mark the folder as a lab's and keep other labs out while the block lasts.

        Raises `ConflictError` for a folder with other content, or with a lab that runs.
        """
        self._check()
        self.path.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
        with self._mark.open("a") as mark:
            self._lock(mark)
            if mark.tell() == 0:
                mark.write(_MARK_TEXT)
                mark.flush()
            yield

    def empty(self) -> None:
        """Remove what the lab made, but for the mark; call it in the block of `claimed`."""
        for name in _made_by_a_lab():
            (self.path / name).unlink(missing_ok=True)

    def write_settings(self, settings: dict[str, str | bool]) -> None:
        """Let every command that is pointed at the folder find the lab's *settings*."""
        lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
        text = "\n".join(["# Written by `tenantry lab`.", *lines, ""])
        self.settings_file.touch(mode=0o600)
        self.settings_file.write_text(text, encoding="utf-8")

    def _check(self) -> None:
        has_content = self.path.is_dir() and any(self.path.iterdir())
        if has_content and not self._mark.exists():
            message = f"`{self.path}` is not the folder of a lab; choose another with `--data`"
            raise ConflictError(message)

    def _lock(self, mark: IO[str]) -> None:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            message = (
                f"the lab in `{self.path}` is running; stop it first, or start another one"
                " with `--data` and other ports"
            )
            raise ConflictError(message) from fault


def _made_by_a_lab() -> list[str]:
    database = [f"{_DATABASE}{suffix}" for suffix in ("", "-wal", "-shm", "-wake")]
    certificates = ["ca.pem", "ca.key", "server.pem", "server.key"]
    own = [LAB_FILE_NAME, _PREPARED, SETTINGS_FILE_NAME, _LOG, KEY_FILE]
    return [*database, *certificates, *own]
