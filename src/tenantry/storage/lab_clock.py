"""The lab's movable clock: one row that every process of the lab reads."""

from sqlalchemy import Connection, insert, select, update

from tenantry.storage.tables import lab_clock


def offset_seconds(connection: Connection) -> float:
    """Return how far the clock was moved, in seconds."""
    return float(connection.execute(select(lab_clock.c.offset_seconds)).scalar() or 0.0)


def set_offset(connection: Connection, seconds: float) -> None:
    """Move the clock to *seconds* away from real time."""
    moved = connection.execute(update(lab_clock).values(offset_seconds=seconds))
    if moved.rowcount == 0:
        connection.execute(insert(lab_clock).values(id=1, offset_seconds=seconds))
