"""Records: entries of a log as destinations get them, one JSON object each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from tenantry.audit.logs import Log

Shape = Callable[[Log, Mapping[str, Any]], Mapping[str, Any]]
"""Makes the object that Graph shows of a stored entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One entry; ``head`` is the place of its seal in the chain, so a head to keep.

    ``instant`` is when it was written, ``is_failure`` whether it tells of something refused.
    """

    tenant_id: str
    log: Log
    head: str
    instant: str
    is_failure: bool
    entry: Mapping[str, Any]

    def as_json(self) -> bytes:
        """Return the record as one line of JSON, without its end."""
        return msgspec.json.encode(
            {
                "tenantId": self.tenant_id,
                "log": self.log.value,
                "head": self.head,
                "entry": self.entry,
            }
        )


class Destination(Protocol):
    """Something that takes records."""

    @property
    def name(self) -> str:
        """What its place in the logs is kept under."""

    def send(self, records: Sequence[Record]) -> str | None:
        """Hand *records* over; return why that failed, None where it did not."""


def next_delay(attempts: int) -> float:
    """Return for how many seconds to wait after *attempts* failures: a second, five minutes."""
    return min(2.0 ** min(attempts - 1, 9), 300.0)
