"""Where a CSV file keeps what: its separator, the properties its titles name, and its rows.

The first row may be `version:v1.0`; the next has the titles, each with its property in brackets
(`First name [givenName]`), which alone decides.  A title without brackets is a property itself,
as in Entra's download of users.

Source: Entra, "Bulk create users in Microsoft Entra ID" and "Bulk invite B2B collaboration
users", CSV template structure.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from types import MappingProxyType

from tenantry.errors import InvalidValueError
from tenantry.intake.gathering import Gathering
from tenantry.intake.properties import TEXT_COLUMNS

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        **TEXT_COLUMNS,
        "physicalDeliveryOfficeName": "office_location",
        "telephoneNumber": "telephone_number",
        "mobile": "mobile_phone",
        "otherMails": "other_mails",
        "accountEnabled": "account_enabled",
        "passwordProfile": "password",
        "manager": "manager",
    }
)
"""Property in a title → what it becomes: a column of `users`, `password` or `manager`."""

REQUIRED = ("displayName", "userPrincipalName", "passwordProfile", "accountEnabled")
_VERSION = re.compile(r'\s*"?version:([^,;\t\r\n"]*)', re.IGNORECASE)
_BRACKETED = re.compile(r"\[\s*([^\]\s]+)\s*\]")
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How to read the rows below the titles."""

    separator: str
    places: Mapping[str, int]  # what a property becomes → place in the row
    width: int  # number of titles
    unread_titles: Sequence[str]  # no property, or one that an earlier title names
    asks_to_block: bool  # the title is the question "Block sign in", not `accountEnabled` itself
    header_rows: int


def find_layout(text: str, columns: Mapping[str, str], required: Sequence[str]) -> Layout:
    """Return the layout under the separator that makes most titles known.

    *columns* are what the properties become, *required* those that no file can do without.
    `InvalidValueError` if the version is unknown or a required column is missing.
    """
    folded = {name.lower(): column for name, column in columns.items()}
    layouts = [_layout(text, separator, folded) for separator in _SEPARATORS]
    best = max(layouts, key=lambda layout: len(layout.places))
    missing = [name for name in required if columns[name] not in best.places]
    if missing:
        names = ", ".join(f"`[{name}]`" for name in missing)
        raise InvalidValueError("columns", f"the row of titles lacks the columns {names}")
    return best


def rows_below(
    text: str, layout: Layout, gathering: Gathering
) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the rows below the titles that hold something: number, first line, cells."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=layout.separator, strict=True)
    for _ in range(layout.header_rows):
        next(reader)
    number = 0
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as fault:
            gathering.leave_out(line, f"lines {line} to {reader.line_num} cannot be read: {fault}")
            continue
        if row is None:
            return
        if any(map(str.strip, row)):
            yield number, line, row
            number += 1


def _layout(text: str, separator: str, folded: Mapping[str, str]) -> Layout:
    header_rows, titles = _titles(text, separator)
    places: dict[str, int] = {}
    unread = []
    asks_to_block = False
    for place, title in enumerate(titles):
        bracketed = _BRACKETED.search(title)
        name = bracketed[1] if bracketed else title.strip()
        column = folded.get(name.lower())
        if column is not None and column not in places:
            places[column] = place
            asks_to_block |= column == "account_enabled" and bracketed is not None
        elif name:
            unread.append(name)
    return Layout(
        separator=separator,
        places=places,
        width=len(titles),
        unread_titles=unread,
        asks_to_block=asks_to_block,
        header_rows=header_rows,
    )


def _titles(text: str, separator: str) -> tuple[int, list[str]]:
    """Return how many rows the header has, and the titles; none if they cannot be read."""
    version = _VERSION.match(text)
    if version is not None and version[1].strip() != "v1.0":
        raise InvalidValueError(
            "version", f"the template's version is `{version[1].strip():.40}`, not `v1.0`"
        )
    header_rows = 1 if version is None else 2
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = [next(reader, []) for _ in range(header_rows)]
    except csv.Error:
        return header_rows, []
    return header_rows, rows[-1]
