"""Inviting in bulk: the people of a sheet, one to a row, and what became of each."""

from collections.abc import Callable, Sequence

import msgspec

from tenantry.collaboration.inviting import InvitationRequest, LetterRequest


class SheetRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row that invites somebody; ``line`` counts from 1."""

    line: int
    request: InvitationRequest


class BadRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row that invites nobody, and why; ``line`` 0 is the whole sheet."""

    line: int
    email_address: str
    reason: str


class InvitationSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says; no two rows have one address."""

    rows: Sequence[SheetRow]
    bad_rows: Sequence[BadRow]


ReadSheet = Callable[[bytes, LetterRequest], InvitationSheet]
"""Reads a file; all its letters are like the given one, with the words of each row.

Raises `InvalidValueError` for what is no such file as a whole.
"""


class InvitedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row whose person is invited now, as ``POST /invitations`` tells it."""

    line: int
    email_address: str
    user_id: str
    status: str
    address: str


class BulkOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a sheet, both in the order of lines."""

    invited: Sequence[InvitedRow]
    bad_rows: Sequence[BadRow]
