""".NET's date and time format strings, custom and standard, in the invariant culture.

A format is read once into its parts; the same parts write a moment and read one.  What a format
does not name is that of January 1 of the year 1: no rule reads a clock.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from tenantry.sync.expression.errors import EvaluationError

_PART = re.compile(
    r"""
      (?P<field>   (?P<letter> [dfFghHKmMstyzZ] ) (?P=letter)* )
    | ' (?P<single> [^']* ) '
    | " (?P<double> [^"]* ) "
    | \\ (?P<escaped> . )
    | (?P<percent> % )
    | (?P<other>   [^'"\\] )
    """,
    re.VERBOSE | re.DOTALL,
)
_STANDARD = {
    "d": "MM/dd/yyyy",
    "D": "dddd, dd MMMM yyyy",
    "f": "dddd, dd MMMM yyyy HH:mm",
    "F": "dddd, dd MMMM yyyy HH:mm:ss",
    "g": "MM/dd/yyyy HH:mm",
    "G": "MM/dd/yyyy HH:mm:ss",
    "m": "MMMM dd",
    "M": "MMMM dd",
    "o": "yyyy-MM-ddTHH:mm:ss.fffffffK",
    "O": "yyyy-MM-ddTHH:mm:ss.fffffffK",
    "r": "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
    "R": "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
    "s": "yyyy-MM-ddTHH:mm:ss",
    "t": "HH:mm",
    "T": "HH:mm:ss",
    "u": "yyyy-MM-dd HH:mm:ss'Z'",
    "U": "dddd, dd MMMM yyyy HH:mm:ss",
    "y": "yyyy MMMM",
    "Y": "yyyy MMMM",
}
_FINEST = 7  # digits of a second's fraction


class FormatError(EvaluationError):
    """The format string or the style is malformed."""


@dataclass(frozen=True, slots=True)
class Part:
    """A field (its ``letter`` and how often it stands there), or literal ``text``."""

    letter: str = ""
    count: int = 0
    text: str = ""


@lru_cache(maxsize=256)
def parts_of(written: str) -> tuple[Part, ...]:
    """Return the parts of the format *written*.

    Raises:
        FormatError: a quote is not closed, a letter stands for no standard format, a fraction
            is finer than .NET's, or there is no format at all.
    """
    if not written:
        raise FormatError("a date format cannot be empty; write one such as `yyyy-MM-dd`")
    if len(written) == 1 and written.isalpha():
        if written not in _STANDARD:
            raise FormatError(f"`{written}` is no standard date format; known are {_known()}")
        return parts_of(_STANDARD[written])
    parts, position = [], 0
    while position < len(written):
        found = _PART.match(written, position)
        if found is None:
            raise FormatError(f"the date format `{written}` has a quote or `\\` without its end")
        position = found.end()
        if found["percent"] is None:
            parts.append(_part(found))
    return tuple(parts)


def _part(found: re.Match[str]) -> Part:
    field = found["field"]
    if field is None:
        literal = found["single"] or found["double"] or found["escaped"] or found["other"] or ""
        return Part(text=literal)
    if field[0] in "fF" and len(field) > _FINEST:
        raise FormatError(f"`{field}` is finer than the {_FINEST} digits that a second has")
    return Part(letter=field[0], count=len(field))


def _known() -> str:
    return ", ".join(f"`{letter}`" for letter in _STANDARD)
