"""Durations in the form of ISO 8601, as far as their length is certain."""

import re
from datetime import timedelta

from tenantry.errors import InvalidValueError

_FORM = re.compile(
    r"P(?=.)(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)


def parse_duration(text: str, *, path: str) -> timedelta:
    """Return the duration that *text* means; years and months have no certain length.

    Raises `InvalidValueError` naming *path*.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        message = (
            f"`{text}` is not a duration; write weeks, days, hours, minutes and seconds as in"
            " `P30D`, `PT40M` or `P1DT12H`"
        )
        raise InvalidValueError(path, message)
    try:
        return timedelta(**{unit: float(n) for unit, n in match.groupdict().items() if n})
    except OverflowError as fault:
        raise InvalidValueError(path, f"`{text}` is longer than time itself") from fault
