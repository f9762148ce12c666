"""Mailing: the sender that the settings choose, and the thread that empties the outbox."""

import threading

import structlog

from tenantry.errors import InvalidValueError, TenantryError
from tenantry.mail.messages import parse_addresses
from tenantry.mail.senders import ConsoleSender, FolderSender, Sender, SmtpSender
from tenantry.mail.sending import send_due
from tenantry.runtime.settings import Settings
from tenantry.storage.database import Database

_log = structlog.get_logger(__name__)

_EVERY_SECONDS = 1.0
_FOLDER = "mail"


def sender_of(settings: Settings) -> Sender:
    """Return the sender that *settings* choose.

    Raises `InvalidValueError` where one of them is missing or no address.
    """
    if len(parse_addresses(settings.mail_from, path="mail.from")) != 1:
        raise InvalidValueError("mail.from", "the setting `mail.from` must be one mail address")
    if settings.mail_sender == "console":
        return ConsoleSender()
    if settings.mail_sender == "file":
        return FolderSender(settings.folder / _FOLDER)
    if not settings.mail_smtp_host:
        message = "the setting `mail.smtp_host` is missing; `mail.sender` is `smtp`"
        raise InvalidValueError("mail.smtp_host", message)
    return SmtpSender(
        host=settings.mail_smtp_host,
        port=settings.mail_smtp_port,
        security=settings.mail_smtp_security,
        user=settings.mail_smtp_user,
        password=settings.mail_smtp_password,
    )


def start_mailing(
    database: Database, settings: Settings, stopping: threading.Event
) -> threading.Thread:
    """Start a thread that sends what is due until *stopping*: a slow server delays no cycle."""
    sender = sender_of(settings)

    def run() -> None:
        while not stopping.wait(_EVERY_SECONDS):
            try:
                send_due(database, sender, settings.mail_from)
            except TenantryError as fault:
                _log.warning("mails wait", reason=fault.message)
            except Exception:  # noqa: BLE001  # one odd mail must not stop all others
                _log.exception("sending mails met an unexpected fault")

    thread = threading.Thread(target=run, name="mailing")
    thread.start()
    return thread
