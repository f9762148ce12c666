"""Senders: to a mail server, into a folder, or onto the console."""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Literal, Protocol

import structlog

_log = structlog.get_logger(__name__)

_TIMEOUT_SECONDS = 15.0
_FOLDER_MODE = 0o700
_PERMANENT = 500  # SMTP reply codes from here on do not pass by themselves (RFC 5321, 4.2.1)

Security = Literal["none", "starttls", "tls"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a mail was not sent, and whether trying again is of no use."""

    reason: str
    is_permanent: bool = False


class Sender(Protocol):
    """Takes a mail on."""

    def send(self, mail_id: str, mail: EmailMessage) -> Failure | None:
        """Send *mail*; return why that failed, None where it did not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSender:
    """Hands mails to a mail server; with an empty *user* it does not sign in."""

    host: str
    port: int
    security: Security = "starttls"
    user: str = ""
    password: str = ""

    def send(self, mail_id: str, mail: EmailMessage) -> Failure | None:
        """Send *mail* in a connection of its own."""
        try:
            with self._connect() as server:
                if self.security == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password)
                refused = server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as fault:
            return _failure_of(fault.recipients)
        except smtplib.SMTPResponseException as fault:
            return _failure_of({self.host: (fault.smtp_code, fault.smtp_error)})
        except (OSError, smtplib.SMTPException) as fault:
            return Failure(f"the mail server `{self.host}:{self.port}` does not serve: {fault}")
        if refused:
            _log.warning("a mail server refused some recipients", mail=mail_id, refused=refused)
        return None

    def _connect(self) -> smtplib.SMTP:
        if self.security != "tls":
            return smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT_SECONDS)
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(self.host, self.port, timeout=_TIMEOUT_SECONDS, context=context)


@dataclass(frozen=True, slots=True)
class FolderSender:
    """Writes each mail into a file `{id}.eml` of the *folder*."""

    folder: Path

    def send(self, mail_id: str, mail: EmailMessage) -> Failure | None:
        """Write *mail*; who looks into the folder never sees half of it."""
        unfinished = self.folder / f".{mail_id}"
        try:
            self.folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            unfinished.write_bytes(mail.as_bytes())
            unfinished.replace(self.folder / f"{mail_id}.eml")
        except OSError as fault:
            return Failure(f"the folder for mails cannot be written: {fault.strerror}")
        return None


class ConsoleSender:
    """Shows mails in the log."""

    def send(self, mail_id: str, mail: EmailMessage) -> Failure | None:
        """Log *mail*."""
        to, subject = str(mail["To"]), str(mail["Subject"])
        _log.info("a mail", mail=mail_id, to=to, subject=subject, body=mail.get_content())
        return None


def _failure_of(replies: Mapping[str, tuple[int, bytes | str]]) -> Failure:
    """Return what a server's *replies* mean, by recipient."""
    said = "; ".join(f"{about}: {code} {_text(words)}" for about, (code, words) in replies.items())
    return Failure(said, is_permanent=all(code >= _PERMANENT for code, _ in replies.values()))


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words
