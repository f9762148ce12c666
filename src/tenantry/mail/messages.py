"""Messages: what a mail consists of, and the addresses it goes to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime

from tenantry.clock import parse_instant
from tenantry.errors import InvalidValueError

_ADDRESS = re.compile(r"[^\s@<>,;\"()]+@[^\s@<>,;\"()]+")
_SEPARATOR = re.compile(r"[;,]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A mail to be sent.  ``kind`` tells what it is about, such as `quarantine`."""

    kind: str
    recipients: Sequence[str]
    subject: str
    body: str


def parse_addresses(text: str, *, path: str) -> tuple[str, ...]:
    """Return the mail addresses in *text*, separated by commas or semicolons.

    Raises `InvalidValueError` naming *path* for what is no address.
    """
    addresses = [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
    for address in addresses:
        if _ADDRESS.fullmatch(address) is None:
            message = f"`{address}` in `{path}` is not a mail address; write `name@example.com`"
            raise InvalidValueError(path, message)
    return tuple(dict.fromkeys(addresses))


def as_email(message: Message, *, mail_id: str, sender: str, created_at: str) -> EmailMessage:
    """Return the mail as the internet has it; the same *mail_id* makes the same Message-ID."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = ", ".join(message.recipients)
    mail["Subject"] = " ".join(message.subject.split())  # a name in it may have several lines
    mail["Date"] = format_datetime(parse_instant(created_at))
    mail["Message-ID"] = f"<{mail_id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    return mail
