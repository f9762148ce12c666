"""Reading a moment by a .NET format string and its `DateTimeStyles`."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import regex

from tenantry.sync.expression.dates.formats import FormatError, Part, parts_of
from tenantry.sync.expression.dates.moments import (
    Moment,
    hour_of_half,
    moment_on,
    ticks_of_offset,
    ticks_of_time,
)
from tenantry.sync.expression.dates.writing import MONTHS, WEEKDAYS
from tenantry.sync.expression.errors import EvaluationError
from tenantry.sync.expression.patterns import TIME_LIMIT
from tenantry.sync.suggestions import did_you_mean

STYLES = frozenset(
    {
        "None",
        "AllowLeadingWhite",
        "AllowTrailingWhite",
        "AllowInnerWhite",
        "AllowWhiteSpaces",
        "NoCurrentDateDefault",
        "AdjustToUniversal",
        "AssumeLocal",
        "AssumeUniversal",
        "RoundtripKind",
    }
)
"""Names of `DateTimeStyles`.  Those about zones and defaults change nothing here: local time
is UTC, and what a format lacks is never taken from the clock."""

_DEFAULT_STYLES = "RoundtripKind, AllowLeadingWhite, AllowTrailingWhite"
_ALL_WHITE = frozenset({"AllowLeadingWhite", "AllowTrailingWhite", "AllowInnerWhite"})
_NEWEST_SHORT_YEAR = 49  # `49` is 2049, `50` is 1950

_ABBREVIATED = 3  # letters of a short name, and how often its field's letter stands there
_OFFSET = "[+-][0-9]{1,2}"
_MINUTES = ":?[0-9]{2}"
_FIELDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys("dMhHms", ("[0-9]{1,2}", "[0-9]{2}")),
    "y": ("[0-9]{1,2}", "[0-9]{2}", "[0-9]{3,4}", "[0-9]{4}"),
    "f": tuple(f"[0-9]{{{count}}}" for count in range(1, 8)),
    "F": tuple(f"[0-9]{{0,{count}}}" for count in range(1, 8)),
    "g": (r"A\.?D\.?",),
    "t": ("[AP]", "[AP]M"),
    "z": (_OFFSET, _OFFSET, _OFFSET + _MINUTES),
    "K": (f"Z|{_OFFSET}{_MINUTES}|",),
    "Z": ("Z|GMT",),
}
"""Letter → pattern of a field in which it stands once, twice ...; the last serves for more."""


def styles_of(written: str) -> frozenset[str]:
    """Return the styles that *written* lists between commas; without any, the documented ones.

    Raises:
        FormatError: one is unknown.
    """
    names = {name.strip().removeprefix("DateTimeStyles.") for name in written.split(",")} - {""}
    for name in sorted(names - STYLES):
        raise FormatError(f"`{name}` is no date and time style{did_you_mean(name, STYLES)}")
    if not names:
        return styles_of(_DEFAULT_STYLES)
    return frozenset(names | _ALL_WHITE if "AllowWhiteSpaces" in names else names)


def parse_moment(text: str, written: str, styles: str = "") -> Moment:
    """Return the moment that *text* writes in the format *written*.

    Raises:
        FormatError: what says how to read is malformed.
        EvaluationError: *text* is not in that format.
    """
    try:
        found = _pattern(written, styles).fullmatch(text, timeout=TIME_LIMIT)
    except TimeoutError:
        found = None  # a format that fits in so many ways is none
    if found is None:
        raise EvaluationError(f"`{text}` is no date in the format `{written}`")
    return _moment(_values(parts_of(written), found), text)


@lru_cache(maxsize=256)
def _pattern(written: str, styles: str) -> Any:  # noqa: ANN401  # the package comes without types
    """Return a pattern whose group `p3` is the text of part 3."""
    allowed = styles_of(styles)
    parts = parts_of(written)
    pieces = [
        _piece(part, f"p{index}", is_before_optional=_is_optional(parts, index + 1))
        for index, part in enumerate(parts)
    ]
    if "AllowInnerWhite" in allowed:
        pieces = [f"{piece}\\s*" for piece in pieces]
    leading = r"\s*" if "AllowLeadingWhite" in allowed else ""
    trailing = r"\s*" if "AllowTrailingWhite" in allowed else ""
    return regex.compile(f"{leading}{''.join(pieces)}{trailing}", regex.IGNORECASE | regex.ASCII)


def _is_optional(parts: tuple[Part, ...], index: int) -> bool:
    return index < len(parts) and parts[index].letter == "F"


def _piece(part: Part, name: str, *, is_before_optional: bool) -> str:
    if not part.letter:
        literal = re.escape(part.text)
        return f"(?:{literal})?" if is_before_optional and part.text == "." else literal
    return f"(?P<{name}>{_field(part.letter, part.count)})"


def _field(letter: str, count: int) -> str:
    if letter in "dM" and count >= _ABBREVIATED:
        names = WEEKDAYS if letter == "d" else MONTHS
        return "|".join(name if count > _ABBREVIATED else name[:_ABBREVIATED] for name in names)
    patterns = _FIELDS[letter]
    return patterns[min(count, len(patterns)) - 1]


def _values(parts: tuple[Part, ...], found: Mapping[str | int, str]) -> dict[str, str]:
    """Return letter → text of each field; weekdays are `w`, all forms of an offset `z`."""
    values: dict[str, str] = {}
    for index, part in enumerate(parts):
        if not part.letter:
            continue
        letter = _meaning(part)
        text = found[f"p{index}"]
        if values.setdefault(letter, text).upper() != text.upper():
            raise EvaluationError(f"`{found[0]}` gives two values for one part of a date")
    return values


def _meaning(part: Part) -> str:
    if part.letter == "d" and part.count >= _ABBREVIATED:
        return "w"
    return {"F": "f", "K": "z", "Z": "z"}.get(part.letter, part.letter)


def _moment(values: Mapping[str, str], text: str) -> Moment:
    year = _year(values["y"]) if "y" in values else 1
    day = (year, _month(values.get("M", "1")), int(values.get("d", "1")))
    half = values.get("t", "")
    hour = hour_of_half(int(values.get("H") or values.get("h") or 0), half)
    minute, second = int(values.get("m", "0")), int(values.get("s", "0"))
    zone = values.get("z", "")
    moment = moment_on(
        day, ticks_of_time(hour, minute, second, values.get("f", "")), has_zone=bool(zone)
    )
    weekday = values.get("w", "").capitalize()
    if not WEEKDAYS[moment.day.weekday()].startswith(weekday):
        raise EvaluationError(f"`{text}` names a day that was no {weekday}")
    return moment.plus_ticks(-_offset(zone)) if zone[:1] in ("+", "-") else moment


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004  # a year in full
        return year
    return year + (2000 if year <= _NEWEST_SHORT_YEAR else 1900)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return [name[:_ABBREVIATED] for name in MONTHS].index(text[:_ABBREVIATED].capitalize()) + 1


def _offset(zone: str) -> int:
    digits = zone[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")  # noqa: PLR2004
    return ticks_of_offset(zone[0], int(hours), int(minutes))
