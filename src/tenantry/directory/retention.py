"""How long a deleted object can be restored: 30 days (behaviour §7, CTS-107, CTS-115)."""

from datetime import datetime, timedelta

from tenantry.clock import format_instant

RETENTION = timedelta(days=30)


def oldest_restorable(now: datetime) -> str:
    """Return the instant before which deletions are final."""
    return format_instant(now - RETENTION)
