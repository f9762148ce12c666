"""LDIF as lines: folds, comments, base64 and change records become entries with attributes.

Source: RFC 2849.  What `ldapsearch` adds to it, references and a result, is accepted.
"""

import base64
import binascii
from collections.abc import Container, Iterator
from dataclasses import dataclass

from tenantry.errors import InvalidValueError
from tenantry.intake.encoding import is_utf_16
from tenantry.intake.gathering import OTHER_CHANGE, REFERRAL, SEARCH_RESULT, Gathering

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SKIPPED_BY_FIRST_NAME = {"ref": REFERRAL, "search": SEARCH_RESULT, "result": SEARCH_RESULT}

_Lines = list[tuple[int, str]]
"""Logical lines of a block with their places in it; comments are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry that a file holds or adds."""

    line: int
    dn: str  # as it is written
    attributes: dict[str, list[str]]  # lower case name without options → values


class _MalformedError(InvalidValueError):
    """The logical line at ``place`` of a block cannot be read, so its entry is left out."""

    def __init__(self, place: int, message: str) -> None:
        super().__init__("ldif", message)
        self.place = place


def read_entries(content: bytes, wanted: Container[str], gathering: Gathering) -> Iterator[Entry]:
    """Yield the entries of *content* with their *wanted* attributes (lower case names).

    Entries that cannot be read, and records that are no entry, are told to *gathering*.
    `InvalidValueError` for an encoding or a version other than UTF-8 and 1.
    """
    if is_utf_16(content):
        raise InvalidValueError("encoding", f"`{gathering.name}` is UTF-16, LDIF must be UTF-8")
    for first_line, block in _blocks(content):
        try:
            lines = _logical_lines(block)
            if _is_entry(lines, gathering):
                yield _entry(first_line, block, lines, wanted, gathering)
        except _MalformedError as fault:
            line = _line_number(first_line, block, fault.place)
            gathering.leave_out(line, fault.message)


def _blocks(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records between empty lines, each with the line it begins on."""
    line = 1
    unmarked = content.removeprefix(_BYTE_ORDER_MARK)
    for padded in unmarked.replace(b"\r\n", b"\n").split(b"\n\n"):
        block = padded.lstrip(b"\n")
        if block:
            yield line + len(padded) - len(block), block
        line += padded.count(b"\n") + 2


def _logical_lines(block: bytes) -> _Lines:
    unfolded = block.replace(b"\n ", b"")  # a fold may split a character, so bytes are joined
    try:
        text = unfolded.decode()
    except UnicodeDecodeError as fault:
        place = unfolded.count(b"\n", 0, fault.start)
        raise _MalformedError(place, "the line is not UTF-8") from fault
    return [
        (place, line)
        for place, line in enumerate(text.split("\n"))
        if line and not line.startswith("#")
    ]


def _line_number(first_line: int, block: bytes, place: int) -> int:
    """Return the line of the file on which the logical line at *place* begins."""
    number = place
    for folded, line in enumerate(block.split(b"\n")):
        if 0 < folded <= number and line.startswith(b" "):
            number += 1
    return first_line + number


def _is_entry(lines: _Lines, gathering: Gathering) -> bool:
    """Drop what precedes an entry from *lines*; return whether an entry is what remains."""
    if lines and _name(lines[0][1]) == "version":
        place, line = lines.pop(0)
        version = _value(place, line)
        if version != "1":
            raise InvalidValueError(
                "version", f"`{version:.40}` is no known version of LDIF; use 1"
            )
    if not lines:
        return False
    skipped = _SKIPPED_BY_FIRST_NAME.get(_name(lines[0][1]))
    if skipped:
        gathering.skip(skipped)
        return False
    if _name(lines[0][1]) != "dn":
        raise _MalformedError(lines[0][0], "the record does not begin with `dn:`")
    return _is_addition(lines, gathering)


def _is_addition(lines: _Lines, gathering: Gathering) -> bool:
    """Drop the words of a change record from *lines*; return whether it adds its entry."""
    while len(lines) > 1 and _name(lines[1][1]) == "control":
        del lines[1]
    if len(lines) > 1 and _name(lines[1][1]) == "changetype":
        change = _value(*lines.pop(1)).lower()
        if change != "add":
            gathering.skip(OTHER_CHANGE)
            return False
    return True


def _entry(
    first_line: int, block: bytes, lines: _Lines, wanted: Container[str], gathering: Gathering
) -> Entry:
    dn = _value(*lines[0])
    attributes: dict[str, list[str]] = {}
    with_options: dict[str, list[str]] = {}
    for place, line in lines[1:]:
        description, colon, rest = line.partition(":")
        if not colon:
            raise _MalformedError(place, "the line is not `name: value`")
        name, _, options = description.lower().partition(";")
        if rest.startswith("<"):
            number = _line_number(first_line, block, place)
            gathering.warn(number, f"`{name}` is given by URL, which is never fetched", dn)
        elif name in wanted:
            values = with_options if options else attributes
            values.setdefault(name, []).append(_value(place, line))
    number = _line_number(first_line, block, lines[0][0])
    return Entry(line=number, dn=dn, attributes=with_options | attributes)


def _name(line: str) -> str:
    return line.partition(":")[0].lower()


def _value(place: int, line: str) -> str:
    text = line.partition(":")[2]
    if not text.startswith(":"):
        return text.strip()
    try:
        return base64.b64decode(text[1:].strip(), validate=True).decode().strip()
    except (binascii.Error, ValueError) as fault:
        raise _MalformedError(place, f"`{_name(line)}` is no base64 of UTF-8") from fault
