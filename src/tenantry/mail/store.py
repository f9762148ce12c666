"""The outbox: mails with their attempts.  They are kept for a while after they were sent."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, update

from tenantry.identifiers import new_id
from tenantry.mail.messages import Message
from tenantry.storage.tables import outbox
from tenantry.storage.unit_of_work import Reading, UnitOfWork

_outbox = outbox.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail in the outbox; ``attempts`` were made before, the last with ``last_error``."""

    tenant_id: str
    id: str
    message: Message
    created_at: str
    attempts: int
    sent_at: str | None = None
    last_error: str | None = None


def add(work: UnitOfWork, tenant_id: str, message: Message) -> str:
    """Put a mail of *tenant_id* into the outbox and return its id; it is due at once."""
    mail_id = new_id()
    values = {
        "tenant_id": tenant_id,
        "id": mail_id,
        "kind": message.kind,
        "recipients": msgspec.json.encode(message.recipients).decode(),
        "subject": message.subject,
        "body": message.body,
        "created_at": work.instant,
        "attempts": 0,
        "next_attempt_at": work.instant,
    }
    work.connection.execute(insert(outbox).values(values))
    return mail_id


def list_due_of_all_tenants(reading: Reading, limit: int) -> Sequence[Mail]:
    """Return at most *limit* mails that are due; while writing, those of no other writer.

    The sender's own question: it serves all tenants.
    """
    query = (
        select(outbox)
        .where(_outbox.next_attempt_at <= reading.instant)
        .order_by(_outbox.next_attempt_at)
        .limit(limit)
    )
    if isinstance(reading, UnitOfWork):
        query = query.with_for_update(skip_locked=True)
    return [_mail_of(row) for row in reading.connection.execute(query)]


def list_newest_of_all_tenants(reading: Reading, limit: int) -> Sequence[Mail]:
    """Return the newest mails, sent or not: what the lab shows of its tenants."""
    query = select(outbox).order_by(_outbox.id.desc()).limit(limit)
    return [_mail_of(row) for row in reading.connection.execute(query)]


def note_attempt(
    work: UnitOfWork, tenant_id: str, mail_id: str, attempts: int, next_attempt_at: str | None
) -> None:
    """Note that attempt number *attempts* begins, and when the next would be."""
    values = {"attempts": attempts, "next_attempt_at": next_attempt_at}
    work.connection.execute(update(outbox).where(_of_mail(tenant_id, mail_id)).values(values))


def note_sent(work: UnitOfWork, tenant_id: str, mail_id: str) -> None:
    """Note that the mail was sent."""
    values = {"sent_at": work.instant, "next_attempt_at": None, "last_error": None}
    work.connection.execute(update(outbox).where(_of_mail(tenant_id, mail_id)).values(values))


def note_failed(
    work: UnitOfWork, tenant_id: str, mail_id: str, error: str, *, is_final: bool
) -> None:
    """Note why an attempt failed; after a final one there is no other."""
    values: dict[str, str | None] = {"last_error": error}
    if is_final:
        values["next_attempt_at"] = None
    work.connection.execute(update(outbox).where(_of_mail(tenant_id, mail_id)).values(values))


def remove_older(work: UnitOfWork, tenant_id: str, before: str) -> None:
    """Forget the mails that were written before *before* and are sent or given up."""
    work.connection.execute(
        delete(outbox).where(
            _outbox.tenant_id == tenant_id,
            _outbox.created_at < before,
            _outbox.next_attempt_at.is_(None),
        )
    )


def _of_mail(tenant_id: str, mail_id: str) -> ColumnElement[bool]:
    return and_(_outbox.tenant_id == tenant_id, _outbox.id == mail_id)


def _mail_of(row: Row[tuple[object, ...]]) -> Mail:
    values = row._asdict()
    message = Message(
        kind=values["kind"],
        recipients=msgspec.json.decode(values["recipients"], type=list[str]),
        subject=values["subject"],
        body=values["body"],
    )
    return Mail(
        tenant_id=values["tenant_id"],
        id=values["id"],
        message=message,
        created_at=values["created_at"],
        attempts=values["attempts"],
        sent_at=values["sent_at"],
        last_error=values["last_error"],
    )
