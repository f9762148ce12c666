"""Inviting everybody of a file: the template of Entra's bulk invitation."""

import msgspec

from tenantry.collaboration.inviting import LetterRequest
from tenantry.collaboration.inviting_in_bulk import BulkOutcome, ReadSheet
from tenantry.collaboration.operations.inviting_in_bulk import invite_all
from tenantry.native.callers import NativeCall

QUERY = {
    "language": "The language of the mails, such as de-DE; English unless said",
    "copyTo": "A mail address that gets a copy of each",
}


class InvitedObject(msgspec.Struct, rename="camel", kw_only=True):
    """Somebody who is invited now; ``invite_redeem_url`` is told this once."""

    line: int
    email_address: str
    user_id: str
    status: str
    invite_redeem_url: str


class BadRowObject(msgspec.Struct, rename="camel", kw_only=True):
    """A row that invited nobody, and why."""

    line: int
    email_address: str
    reason: str


class BulkInvitation(msgspec.Struct, rename="camel", kw_only=True):
    """What became of the file."""

    invited: list[InvitedObject]
    left_out: list[BadRowObject]


def invite_in_bulk(
    call: NativeCall, tenant: str, content: bytes, read_sheet: ReadSheet
) -> BulkInvitation:
    """Invite the people of a CSV file into a tenant, each row by itself."""
    copy = call.query.get("copyTo", "")
    letter = LetterRequest(copies=(copy,) if copy else (), language=call.query.get("language", ""))
    with call.database.read() as reading:
        actor = call.actor_of_tenant(reading, tenant)
    sheet = read_sheet(content, letter)
    outcome = invite_all(
        call.database,
        actor,
        sheet,
        origin=call.sign_in_origin,
        discover_home=call.discover_home,
    )
    return shown(outcome)


def shown(outcome: BulkOutcome) -> BulkInvitation:
    """Return what became of a sheet, as programs are told."""
    return BulkInvitation(
        invited=[
            InvitedObject(
                line=each.line,
                email_address=each.email_address,
                user_id=each.user_id,
                status=each.status,
                invite_redeem_url=each.address,
            )
            for each in outcome.invited
        ],
        left_out=[
            BadRowObject(line=each.line, email_address=each.email_address, reason=each.reason)
            for each in outcome.bad_rows
        ],
    )
