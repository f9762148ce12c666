"""Sending: what a destination has not taken yet, log by log and in order.

A log is claimed for a while before anything is sent, so no other worker sends it too; whoever
dies in the middle leaves it to the next one, who sends the same again.  So each entry is sent at
least once, and hardly ever twice.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import structlog

from tenantry.audit.chain import Head
from tenantry.audit.exporting.records import Destination, Record, Shape, next_delay
from tenantry.audit.logs import Log
from tenantry.audit.stores import seals, watermarks
from tenantry.audit.stores.entries import decoded
from tenantry.audit.stores.seals import StoredSeal
from tenantry.audit.stores.watermarks import Watermark
from tenantry.clock import epoch_seconds
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading

_log = structlog.get_logger(__name__)

_LOGS_AT_ONCE = 20
_SEALS_AT_ONCE = 200
_RECORDS_AT_ONCE = 500
_LEASE_SECONDS = 60.0


def send_new(
    database: Database, destination: Destination, logs: Collection[Log], shape: Shape
) -> int:
    """Bring *destination* some of what is new, and return how many records it took."""
    with database.read() as reading:
        waiting = watermarks.list_waiting_of_all_tenants(
            reading, destination.name, logs, epoch_seconds(), limit=_LOGS_AT_ONCE
        )
    return sum(_send_log(database, destination, *each, shape) for each in waiting)


def _send_log(
    database: Database, destination: Destination, tenant_id: str, log: Log, shape: Shape
) -> int:
    now = epoch_seconds()
    with database.write() as work:
        mark = watermarks.claim(
            work, tenant_id, log, destination.name, now=now, until=now + _LEASE_SECONDS
        )
    if mark is None:
        return 0
    with database.read() as reading:
        found, records = _read(reading, mark, shape)
    failure = _hand_over(destination, records)
    with database.write() as work:
        if failure is None:
            watermarks.advance(work, tenant_id, mark, found)
            return len(records)
        until = epoch_seconds() + next_delay(mark.attempts + 1)
        watermarks.postpone(work, tenant_id, mark, failure, until)
    _log.warning("an export waits", destination=destination.name, reason=failure)
    return 0


def _hand_over(destination: Destination, records: Sequence[Record]) -> str | None:
    for start in range(0, len(records), _RECORDS_AT_ONCE):
        failure = destination.send(records[start : start + _RECORDS_AT_ONCE])
        if failure is not None:
            return failure
    return None


def _read(reading: Reading, mark: Watermark, shape: Shape) -> tuple[int, list[Record]]:
    """Return the number of the last seal that is read, and the records up to it.

    What retention removed before the destination took it is gone; then the number goes on
    behind it, and the log tells.
    """
    page = seals.list_seals(
        reading, mark.tenant_id, mark.log, after=mark.sequence, limit=_SEALS_AT_ONCE
    )
    if page and page[0].seal.sequence > mark.sequence + 1:
        lost = page[0].seal.sequence - mark.sequence - 1
        _log.error("entries were forgotten before they were exported", seals=lost, log=mark.log)
    records: list[Record] = []
    last = mark.sequence
    for stored in page:
        if records and len(records) + stored.seal.entries > _RECORDS_AT_ONCE:
            break
        records.extend(_records(reading, mark, stored, shape))
        last = stored.seal.sequence
    return last, records


def _records(
    reading: Reading, mark: Watermark, stored: StoredSeal, shape: Shape
) -> Iterator[Record]:
    head = str(Head(log=mark.log, sequence=stored.seal.sequence, hash=stored.hash))
    for row in decoded(seals.list_sealed(reading, mark.tenant_id, mark.log, stored.seal)):
        yield Record(
            tenant_id=mark.tenant_id,
            log=mark.log,
            head=head,
            instant=stored.seal.sealed_at,
            is_failure=_tells_of_failure(mark.log, row),
            entry=shape(mark.log, row),
        )


def _tells_of_failure(log: Log, row: Mapping[str, Any]) -> bool:
    match log:
        case Log.AUDIT:
            return bool(row["result"] != "success")
        case Log.SIGN_INS:
            return bool(row["error_code"] != 0)
        case Log.PROVISIONING:
            return bool(row["status"] == "failure")
