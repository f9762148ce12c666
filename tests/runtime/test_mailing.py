"""The sender that the settings choose, and the worker's thread that uses it."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tenantry.errors import InvalidValueError
from tenantry.mail import store
from tenantry.mail.messages import Message
from tenantry.mail.senders import ConsoleSender, FolderSender, SmtpSender
from tenantry.runtime.mailing import sender_of, start_mailing
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tests.support.directory import add_tenant
from tests.support.processes import wait_until


def test_mails_go_into_a_folder_unless_told_otherwise(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path)
    smtp = replace(settings, mail_sender="smtp", mail_smtp_host="mail.contoso.test")

    senders = [sender_of(settings), sender_of(replace(settings, mail_sender="console"))]

    assert FolderSender(tmp_path / "mail") == senders[0]
    assert isinstance(senders[1], ConsoleSender)
    expected = SmtpSender(host="mail.contoso.test", port=587, security="starttls")
    assert expected == sender_of(smtp)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (Settings(mail_sender="smtp"), "mail.smtp_host"),
        (Settings(mail_from="nobody"), "mail.from"),
        (Settings(mail_from=""), "mail.from"),
        (Settings(mail_from="a@x.test, b@x.test"), "mail.from"),
    ],
)
def test_a_setting_that_is_missing_is_named_before_anything_starts(
    tmp_path: Path, given: Settings, name: str
) -> None:
    settings = replace(given, folder=tmp_path / "new")

    with pytest.raises(InvalidValueError, match=f"`{name}`"), open_services(settings):
        pass

    assert not settings.folder.exists()


def test_the_worker_s_thread_sends_what_is_written(tmp_path: Path) -> None:
    stopping = threading.Event()
    settings = Settings(folder=tmp_path)
    with open_services(settings) as services:
        thread = start_mailing(services.database, settings, stopping)
        with services.database.write() as work:
            tenant_id = add_tenant(work, "northwind").tenant_id
            to = ["ana@northwind.test"]
            message = Message(kind="quarantine", recipients=to, subject="Look", body="Look.\n")
            mail_id = store.add(work, tenant_id, message)

        wait_until((tmp_path / "mail" / f"{mail_id}.eml").exists, "the mail is in the folder")
        stopping.set()
        thread.join()
