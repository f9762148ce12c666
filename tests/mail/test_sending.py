"""The outbox: what was written with a commit is sent, at least once, or given up in the end."""

from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from tenantry.directory.values import Record
from tenantry.mail import store
from tenantry.mail.messages import Message
from tenantry.mail.senders import ConsoleSender, Failure, FolderSender, Sender, SmtpSender
from tenantry.mail.sending import send_due
from tenantry.storage import tables
from tenantry.storage.database import Database
from tenantry.storage.lab_clock import set_offset
from tests.support.companies import Company
from tests.support.databases import Databases
from tests.support.mail_server import MailServer

_FROM = "tenantry@northwind.test"
_MINUTE = 60.0


class Office:
    """A tenant that writes mails."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.company = Company(database, "northwind")

    def write(self, subject: str = "Quarantine", *recipients: str) -> str:
        """Write a mail and return its id."""
        to = recipients or ("ana@contoso.test",)
        message = Message(kind="quarantine", recipients=to, subject=subject, body="Look.\n")
        with self.database.write() as work:
            return store.add(work, self.company.tenant_id, message)

    def send(self, sender: Sender) -> int:
        return send_due(self.database, sender, _FROM)

    def row(self, mail_id: str) -> Record:
        outbox = tables.outbox
        query = select(outbox).where(
            outbox.c.tenant_id == self.company.tenant_id, outbox.c.id == mail_id
        )
        with self.database.read() as reading:
            return reading.connection.execute(query).one()._asdict()

    def move_clock(self, minutes: float) -> None:
        with self.database.write() as work:
            set_offset(work.connection, work.clock_offset + minutes * _MINUTE)


class Unwilling:
    """A sender that fails, for a reason that a test chooses."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        self.tried: list[str] = []

    def send(self, mail_id: str, _mail: EmailMessage) -> Failure | None:
        self.tried.append(mail_id)
        return self.failure


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    with databases.migrated() as url, Database(url, movable_clock=True) as database:
        yield Office(database)


def test_a_mail_reaches_a_server_over_tcp(office: Office, server: MailServer) -> None:
    mail_id = office.write("Jobs of Zoë", "ana@contoso.test", "ben@contoso.test")

    tried = office.send(_smtp(server))

    [mail] = server.received
    assert (1, 0) == (tried, office.send(_smtp(server)))
    assert ("Jobs of Zoë", "ana@contoso.test, ben@contoso.test", "Look.") == (
        mail["Subject"],
        mail["To"],
        mail.get_content().strip(),
    )
    row = office.row(mail_id)
    assert (1, None, None) == (row["attempts"], row["next_attempt_at"], row["last_error"])
    assert row["sent_at"] is not None


def test_a_server_that_is_not_there_is_tried_again(office: Office, server: MailServer) -> None:
    mail_id = office.write()
    nobody = SmtpSender(host="127.0.0.1", port=1, security="none")
    office.send(nobody)
    failed = office.row(mail_id)
    too_early = office.send(_smtp(server))
    office.move_clock(1.1)

    office.send(_smtp(server))

    assert "`127.0.0.1:1` does not serve" in failed["last_error"]
    assert (0, 1) == (too_early, len(server.received))
    assert (2, None) == (office.row(mail_id)["attempts"], office.row(mail_id)["last_error"])


@pytest.mark.parametrize(
    ("reply", "is_tried_again"), [("450 try later", True), ("550 no such person", False)]
)
def test_a_refusal_for_good_is_final(
    office: Office, server: MailServer, reply: str, *, is_tried_again: bool
) -> None:
    mail_id = office.write()
    server.refuses["ana@contoso.test"] = reply

    office.send(_smtp(server))

    row = office.row(mail_id)
    assert is_tried_again is (row["next_attempt_at"] is not None)
    assert f"ana@contoso.test: {reply}" == row["last_error"]
    assert row["sent_at"] is None


def test_one_refused_recipient_keeps_no_other_waiting(office: Office, server: MailServer) -> None:
    mail_id = office.write("Quarantine", "ana@contoso.test", "ben@contoso.test")
    server.refuses["ana@contoso.test"] = "550 no such person"

    office.send(_smtp(server))

    assert (1, True) == (len(server.received), office.row(mail_id)["sent_at"] is not None)


def test_a_mail_that_is_never_taken_is_given_up_after_three_days(office: Office) -> None:
    mail_id, unwilling = office.write(), Unwilling(Failure("busy"))

    while office.row(mail_id)["next_attempt_at"] is not None:
        office.send(unwilling)
        office.move_clock(4 * 60)

    assert 19 <= len(unwilling.tried) <= 23
    assert ("busy", None) == (office.row(mail_id)["last_error"], office.row(mail_id)["sent_at"])
    assert 0 == office.send(unwilling)


def test_whoever_dies_while_sending_leaves_the_mail_to_the_next_attempt(
    office: Office, server: MailServer
) -> None:
    office.write()
    with pytest.raises(SystemExit):
        office.send(_Dying())

    at_once = office.send(_smtp(server))
    office.move_clock(1.1)

    assert (0, 1) == (at_once, office.send(_smtp(server)))
    assert 1 == len(server.received)


def test_a_mail_exists_only_with_what_it_tells_of(office: Office, server: MailServer) -> None:
    with suppress(LookupError):
        _write_and_fail(office)

    assert (0, []) == (office.send(_smtp(server)), server.received)


def test_many_mails_are_sent_a_few_at_a_time(office: Office, tmp_path: Path) -> None:
    for number in range(25):
        office.write(f"Mail {number}")
    sender = FolderSender(tmp_path)

    tried = [office.send(sender) for _ in range(3)]

    assert ([20, 5, 0], 25) == (tried, len(list(tmp_path.iterdir())))


def test_the_folder_gets_a_file_for_each_mail(office: Office, tmp_path: Path) -> None:
    mail_id = office.write("Jobs of Zoë")
    folder = tmp_path / "mail"

    office.send(FolderSender(folder))

    [file] = folder.iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (f"{mail_id}.eml", "Jobs of Zoë") == (file.name, mail["Subject"])
    assert 0o700 == folder.stat().st_mode & 0o777


def test_a_folder_that_cannot_be_written_is_tried_again(office: Office, tmp_path: Path) -> None:
    in_the_way = tmp_path / "mail"
    in_the_way.write_text("a file")
    mail_id = office.write()

    office.send(FolderSender(in_the_way))

    row = office.row(mail_id)
    assert "the folder for mails cannot be written" in row["last_error"]
    assert row["next_attempt_at"] is not None
    assert str(tmp_path) not in row["last_error"]


def test_the_console_shows_mails(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.write("Jobs of Zoë")

    office.send(ConsoleSender())

    said = capsys.readouterr().out
    assert "Jobs of Zoë" in said
    assert "ana@contoso.test" in said


def test_old_mails_are_forgotten_once_they_are_closed(office: Office, tmp_path: Path) -> None:
    office.write("sent")
    office.send(FolderSender(tmp_path))
    waiting = office.write("waiting")
    office.move_clock(40 * 24 * 60)

    with office.database.write() as work:
        store.remove_older(work, office.company.tenant_id, work.instant)

    assert {waiting} == _ids(office)


def _write_and_fail(office: Office) -> None:
    message = Message(kind="quarantine", recipients=["a@x.test"], subject="s", body="b")
    with office.database.write() as work:
        store.add(work, office.company.tenant_id, message)
        raise LookupError


class _Dying:
    def send(self, _mail_id: str, _mail: EmailMessage) -> Failure | None:
        raise SystemExit


def _smtp(server: MailServer) -> SmtpSender:
    return SmtpSender(host="127.0.0.1", port=server.port, security="none")


def _ids(office: Office) -> set[str]:
    with office.database.read() as reading:
        return set(reading.connection.execute(select(tables.outbox.c.id)).scalars())
