"""Inviting everybody of a sheet: each row by itself, so that a bad one spoils no other."""

from collections.abc import Iterable

from tenantry.actor import Actor
from tenantry.collaboration.inviting_in_bulk import (
    BadRow,
    BulkOutcome,
    InvitationSheet,
    InvitedRow,
    SheetRow,
)
from tenantry.collaboration.operations.foreign_homes import DiscoverHome
from tenantry.collaboration.operations.inviters import check_inviter
from tenantry.collaboration.operations.inviting import invite
from tenantry.errors import (
    ConflictError,
    InvalidValueError,
    InvitationRefusedError,
    NotFoundError,
    NotPermittedError,
)
from tenantry.storage.database import Database

_OF_ONE_ROW = (
    ConflictError,
    InvalidValueError,
    InvitationRefusedError,
    NotFoundError,
    NotPermittedError,
)


def invite_all(
    database: Database,
    actor: Actor,
    sheet: InvitationSheet,
    *,
    origin: str,
    discover_home: DiscoverHome | None,
) -> BulkOutcome:
    """Invite the people of *sheet*; *origin* is that of the sign-in pages.

    Raises `NotPermittedError` for an actor who may invite nobody.
    """
    invited: list[InvitedRow] = []
    bad_rows = list(sheet.bad_rows)
    for row in sheet.rows[:1]:
        with database.read() as reading:
            check_inviter(reading, actor, row.request)
    if discover_home is not None:
        for address in _one_of_each_domain(sheet):
            discover_home(actor.tenant_id, address)
    for row in sheet.rows:
        try:
            invited.append(_invite(database, actor, row, origin))
        except _OF_ONE_ROW as fault:
            address = row.request.email_address
            bad_rows.append(BadRow(line=row.line, email_address=address, reason=fault.message))
    return BulkOutcome(invited=invited, bad_rows=sorted(bad_rows, key=lambda each: each.line))


def _one_of_each_domain(sheet: InvitationSheet) -> Iterable[str]:
    addresses = (row.request.email_address for row in sheet.rows)
    return {each.rpartition("@")[2].lower(): each for each in addresses}.values()


def _invite(database: Database, actor: Actor, row: SheetRow, origin: str) -> InvitedRow:
    with database.write() as work:
        made = invite(work, actor, row.request, origin=origin)
    return InvitedRow(
        line=row.line,
        email_address=row.request.email_address,
        user_id=made.user["id"],
        status=made.status,
        address=made.address,
    )
