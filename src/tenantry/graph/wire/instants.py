"""Instants on the wire (contract §1.3): directory objects show seconds, logs the fraction too."""

from tenantry.clock import whole_seconds


def directory_instant(stored: str | None) -> str | None:
    """Return a stored instant as directory objects show it, `2026-11-02T10:21:44Z`."""
    return whole_seconds(stored) if stored else None


def log_instant(stored: str | None) -> str | None:
    """Return a stored instant as logs and assignments show it: trailing zeros are left out."""
    if not stored:
        return None
    seconds, _, fraction = stored.removesuffix("Z").partition(".")
    fraction = fraction.rstrip("0")
    return f"{seconds}.{fraction}Z" if fraction else f"{seconds}Z"


def error_instant(stored: str) -> str:
    """Return a stored instant as the `date` of an error, which has no zone (§1.6)."""
    return stored[:19]
