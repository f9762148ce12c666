"""A mail server on a real port, which keeps what it is given or refuses it."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import socket

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """Takes mails for everybody but those whom it *refuses*, by address → reply."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.refuses: dict[str, str] = {}
        self.port = 0

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        """Take or refuse a recipient."""
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep a mail."""
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.received.append(mail)
        return "250 taken"


def _free_port() -> int:
    with socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    """Give a server that listens on a free port of this machine."""
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=_free_port())
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()
