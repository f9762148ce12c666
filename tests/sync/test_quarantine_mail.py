"""The mail about a job in quarantine: to whom, when, and once."""

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from tenantry.directory.values import Record
from tenantry.mail.senders import FolderSender
from tenantry.mail.sending import send_due
from tenantry.storage import tables
from tenantry.sync.operations import connections
from tests.support import plans
from tests.support.synchronization import Synchronization, allow_again, withdraw

_RECIPIENTS = "ana@northwind.test; ben@northwind.test"


def test_entering_quarantine_is_told_once(sync: Synchronization) -> None:
    _notify(sync)
    withdraw(sync.source, sync.target)

    sync.run_cycle()
    sync.run_cycle()

    [mail] = _mails(sync)
    assert ("quarantine", ["ana@northwind.test", "ben@northwind.test"]) == (
        mail["kind"],
        msgspec.json.decode(mail["recipients"]),
    )
    assert "to contoso.test" in mail["subject"]
    assert "the connection is refused" in mail["subject"]
    for told in ("userSyncInbound.isSyncAllowed", "EncounteredQuarantineException", sync.job_id):
        assert told in mail["body"]


def test_of_a_paused_job_no_attempt_is_promised(sync: Synchronization) -> None:
    _notify(sync, DeleteThresholdEnabled=True, DeleteThresholdValue=0)
    ana = sync.add_user("ana")
    sync.run_cycle()
    sync.pause()
    sync.unassign(ana)
    plan, _ = plans.make(sync)
    plans.apply(sync, plan)

    sync.run_cycle()

    [mail] = _mails(sync)
    assert "The job is paused" in mail["body"]
    assert "Next attempt" not in mail["body"]


def test_another_reason_is_told_too(sync: Synchronization) -> None:
    _notify(sync, DeleteThresholdEnabled=True, DeleteThresholdValue=0)
    ana = sync.add_user("ana")
    sync.run_cycle()
    withdraw(sync.source, sync.target)
    sync.run_cycle()
    allow_again(sync.source, sync.target)
    sync.unassign(ana)

    sync.run_cycle()
    sync.run_cycle()

    subjects = [mail["subject"].partition(": ")[2] for mail in _mails(sync)]
    assert [
        "the connection is refused",
        "too many would be deleted or disabled",
    ] == subjects
    assert "1 user not assigned any more" in _mails(sync)[1]["body"]


def test_a_new_quarantine_after_a_healthy_cycle_is_told_again(sync: Synchronization) -> None:
    _notify(sync)
    for _ in range(2):
        withdraw(sync.source, sync.target)
        sync.run_cycle()
        allow_again(sync.source, sync.target)
        sync.run_cycle()

    assert 2 == len(_mails(sync))


@pytest.mark.parametrize("settings", [None, {"Enabled": False, "Recipients": _RECIPIENTS}])
def test_nobody_is_told_where_telling_is_off(
    sync: Synchronization, settings: dict[str, Any] | None
) -> None:
    if settings is not None:
        _notify(sync, **settings)
    withdraw(sync.source, sync.target)

    sync.run_cycle()

    assert [] == _mails(sync)


def test_the_mail_arrives(sync: Synchronization, tmp_path: Path) -> None:
    _notify(sync)
    withdraw(sync.source, sync.target)
    sync.run_cycle()

    send_due(sync.database, FolderSender(tmp_path), "tenantry@northwind.test")

    [file] = tmp_path.iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert "ana@northwind.test, ben@northwind.test" == mail["To"]


def _notify(sync: Synchronization, **settings: Any) -> None:
    said = {"Enabled": True, "Recipients": _RECIPIENTS, **settings}
    values = {"SyncNotificationSettings": msgspec.json.encode(said).decode()}
    with sync.database.write() as work:
        actor = sync.source.actor
        connections.save_connection(work, actor, sync.configuration["id"], values)


def _mails(sync: Synchronization) -> list[Record]:
    """Return the outbox of the source, oldest first; that of the target is empty."""
    query = select(tables.outbox).order_by(tables.outbox.c.id)
    with sync.database.read() as reading:
        found = [row._asdict() for row in reading.connection.execute(query)]
    assert {mail["tenant_id"] for mail in found} <= {sync.source.tenant_id}
    return found
