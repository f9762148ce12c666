"""Sending: takes what is due out of the outbox, a few mails at a time.

An attempt is noted before it is made: whoever dies in the middle of it leaves the mail to the
next attempt.  So a mail is sent at least once, and hardly ever twice.
"""

from tenantry.mail import store
from tenantry.mail.attempts import next_attempt_at
from tenantry.mail.messages import as_email
from tenantry.mail.senders import Sender
from tenantry.storage.database import Database

_AT_ONCE = 20


def send_due(database: Database, sender: Sender, sender_address: str) -> int:
    """Try the mails that are due, a few at most, and return how many were tried."""
    with database.read() as reading:
        if not store.list_due_of_all_tenants(reading, 1):
            return 0
    taken = _take_due(database)
    for mail, following in taken:
        email = as_email(
            mail.message, mail_id=mail.id, sender=sender_address, created_at=mail.created_at
        )
        failure = sender.send(mail.id, email)
        with database.write() as work:
            if failure is None:
                store.note_sent(work, mail.tenant_id, mail.id)
            else:
                is_final = failure.is_permanent or following is None
                store.note_failed(work, mail.tenant_id, mail.id, failure.reason, is_final=is_final)
    return len(taken)


def _take_due(database: Database) -> list[tuple[store.Mail, str | None]]:
    """Note an attempt of each mail that is due; return them with when the next would be."""
    taken = []
    with database.write() as work:
        for mail in store.list_due_of_all_tenants(work, _AT_ONCE):
            attempts = mail.attempts + 1
            following = next_attempt_at(attempts, mail.created_at, work.instant)
            store.note_attempt(work, mail.tenant_id, mail.id, attempts, following)
            taken.append((mail, following))
    return taken
