"""Periods of requests: from `startDateTime` on and before `endDateTime`, alike everywhere."""

from tenantry.audit.stores.visits import Period
from tenantry.clock import add_seconds, format_instant, parse_instant
from tenantry.errors import InvalidValueError
from tenantry.storage.unit_of_work import Reading

_USUAL_SECONDS = 30 * 24 * 3600

PERIOD = {
    "startDateTime": "From when on; thirty days before the end unless said",
    "endDateTime": "Before when; now unless said",
}
"""What the document tells of the parameters."""


def period_of(reading: Reading, start: str | None, end: str | None) -> Period:
    """Return the period that a request gives; `InvalidValueError` for what is no instant."""
    until = _instant(end, "endDateTime") or reading.instant
    since = _instant(start, "startDateTime")
    return Period(since=since or add_seconds(until, -_USUAL_SECONDS), until=until)


def _instant(text: str | None, path: str) -> str | None:
    if text is None:
        return None
    try:
        return format_instant(parse_instant(text))
    except (ValueError, OverflowError):
        message = f"`{path}` is no instant; write one such as `2026-11-28T00:00:00Z`"
        raise InvalidValueError(path, message) from None
