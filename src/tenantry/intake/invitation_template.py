"""CSV: the rows of the template of Entra's bulk invitation of guests."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import msgspec

from tenantry.collaboration.inviting import InvitationRequest, LetterRequest, check_invitation
from tenantry.collaboration.inviting_in_bulk import BadRow, InvitationSheet, SheetRow
from tenantry.errors import InvalidValueError
from tenantry.intake.csv_layout import Layout, find_layout, rows_below
from tenantry.intake.encoding import WINDOWS_1252, decode
from tenantry.intake.gathering import Gathering
from tenantry.intake.properties import printable

_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "inviteeEmail": "email_address",
        "inviteRedirectURL": "redirect_url",
        "sendEmail": "sends_letter",
        "customizedMessageBody": "words",
    }
)
_REQUIRED = ("inviteeEmail", "inviteRedirectURL")
_ANSWERS = {"true": True, "false": False, "": False}


def read_invitations(content: bytes, letter: LetterRequest) -> InvitationSheet:
    """Read a CSV file; all letters are like *letter*, with the words of each row.

    Raises `InvalidValueError` if the first rows are not the template's.
    """
    gathering = Gathering("the file")
    text = decode(content, gathering, fallback=WINDOWS_1252)
    layout = find_layout(text, _COLUMNS, _REQUIRED)
    rows: dict[str, SheetRow] = {}
    bad_rows = []
    for number, line, cells in rows_below(text, layout, gathering):
        if number == 0 and cells[0].startswith("Example:"):
            continue
        try:
            row = _read_row(line, cells, layout, letter)
            first = rows.setdefault(row.request.email_address.lower(), row)
            _check_first(first, row)
        except InvalidValueError as fault:
            address = dict(_given(cells, layout)).get("email_address", "")
            bad_rows.append(_bad(line, fault.message, address))
    bad_rows += [
        _bad(problem.line, problem.reason)
        for problem in gathering.reading.problems
        if problem.left_out
    ]
    return InvitationSheet(rows=list(rows.values()), bad_rows=bad_rows)


def _read_row(line: int, cells: list[str], layout: Layout, letter: LetterRequest) -> SheetRow:
    given = dict(_given(cells, layout))
    if any(map(str.strip, cells[layout.width :])):
        message = f"{len(cells)} values for {layout.width} columns; is a separator not quoted?"
        raise InvalidValueError("columns", message)
    for name, column in _COLUMNS.items():
        if "\0" in given.get(column, ""):
            raise InvalidValueError(name, f"`{name}` has a NUL character; take it out")
    answer = given.get("sends_letter", "").lower()
    if answer not in _ANSWERS:
        raise InvalidValueError("sendEmail", f"`sendEmail` is `{answer}`, not `true` or `false`")
    words = given.get("words", "")
    request = InvitationRequest(
        email_address=given.get("email_address", ""),
        redirect_url=given.get("redirect_url", ""),
        sends_letter=_ANSWERS[answer],
        letter=msgspec.structs.replace(letter, words=words or letter.words),
    )
    check_invitation(request)
    return SheetRow(line=line, request=request)


def _given(cells: list[str], layout: Layout) -> Iterator[tuple[str, str]]:
    for column, place in layout.places.items():
        if place < len(cells):
            yield column, cells[place].strip()


def _check_first(first: SheetRow, row: SheetRow) -> None:
    if first.line != row.line:
        message = f"lines {first.line} and {row.line} have one address; the first is invited"
        raise InvalidValueError("inviteeEmail", message)


def _bad(line: int, reason: str, address: str = "") -> BadRow:
    return BadRow(line=line, email_address=printable(address.strip()), reason=printable(reason))
