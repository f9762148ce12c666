"""Real time, by which identity providers go; the clock of a lab may be ahead of it."""

from datetime import datetime, timedelta

from tenantry.storage.unit_of_work import Reading


def real_time(reading: Reading) -> datetime:
    """Return the real time of a transaction."""
    return reading.now - timedelta(seconds=reading.clock_offset)
