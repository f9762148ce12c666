"""Export of the logs: everything, in order, to real collectors, and again after failures."""

import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tenantry.audit.exporting.files import LinesDestination
from tenantry.audit.exporting.records import Destination, Record, next_delay
from tenantry.audit.exporting.sending import send_new
from tenantry.audit.exporting.syslog import SyslogDestination, message_of
from tenantry.audit.exporting.webhooks import WebhookDestination, signature_of
from tenantry.audit.logs import Log
from tenantry.audit.operations.forgetting import forget
from tenantry.audit.stores.sign_ins import add_sign_in
from tenantry.audit.stores.watermarks import advance, claim
from tenantry.clock import add_seconds, epoch_seconds
from tenantry.identifiers import new_id
from tenantry.runtime.exporting import shape
from tenantry.storage.database import Database
from tests.support.collectors import (
    running_collector,
    running_datagram_collector,
    running_receiver,
)
from tests.support.companies import Company
from tests.support.processes import wait_until
from tests.support.sign_ins import a_sign_in

EVERYTHING = tuple(Log)


class Memory:
    """A destination that keeps what it takes, and fails as often as it is told."""

    name = "memory"

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.taken: list[Record] = []

    def send(self, records: Sequence[Record]) -> str | None:
        if self.failures:
            self.failures -= 1
            return "no space"
        self.taken.extend(records)
        return None


def export(database: Database, destination: Destination) -> int:
    return send_new(database, destination, EVERYTHING, shape)


def names(records: Sequence[Record]) -> list[str]:
    """Return whom the audit entries among *records* are about."""
    return [
        each.entry["targetResources"][0]["displayName"]
        for each in records
        if each.entry.get("activityDisplayName") == "Add user"
    ]


@pytest.fixture
def company(database: Database) -> Company:
    company = Company(database, "northwind")
    company.add_user("ana")
    company.add_user("bo")
    return company


def test_everything_is_exported_once_and_in_order(database: Database, company: Company) -> None:
    destination = Memory()
    with database.write() as work:
        add_sign_in(work, company.tenant_id, a_sign_in(company.tenant_id, new_id()))

    first = export(database, destination)
    again = export(database, destination)
    company.add_user("cy")
    export(database, destination)

    assert ["Ana", "Bo", "Cy"] == names(destination.taken)
    assert (len(destination.taken), 0) == (first + 1, again)
    assert {company.tenant_id} == {each.tenant_id for each in destination.taken}
    [sign_in] = [each for each in destination.taken if each.log is Log.SIGN_INS]
    assert "none" == sign_in.entry["crossTenantAccessType"]
    assert sign_in.head.startswith("signIns:1:")


def test_what_a_destination_does_not_take_waits_and_is_sent_again(
    database: Database, company: Company
) -> None:
    destination = Memory(failures=1)

    refused = export(database, destination)
    at_once = export(database, destination)
    with database.write() as work:
        work.connection.exec_driver_sql("UPDATE export_watermarks SET not_before = 0")
    later = export(database, destination)

    assert (0, 0, ["Ana", "Bo"]) == (refused, at_once, names(destination.taken))
    assert later == len(destination.taken)


def test_a_log_that_another_worker_sends_is_left_to_it(
    database: Database, company: Company
) -> None:
    destination, now = Memory(), epoch_seconds()
    with database.write() as work:
        mark = claim(work, company.tenant_id, Log.AUDIT, destination.name, now=now, until=now + 60)

    meanwhile = export(database, destination)
    assert mark is not None
    with database.write() as work:
        advance(work, company.tenant_id, mark, mark.sequence)
    export(database, destination)

    assert (0, ["Ana", "Bo"]) == (meanwhile, names(destination.taken))


def test_an_export_that_begins_late_goes_on_behind_what_is_no_longer_kept(
    database: Database, company: Company
) -> None:
    with database.write() as work:
        forget(work, company.tenant_id, Log.AUDIT, add_seconds(work.instant, 1))
    company.add_user("cy")
    destination = Memory()

    export(database, destination)

    assert ["Cy"] == names(destination.taken)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_lines_of_json_are_appended_to_a_file(
    database: Database, company: Company, tmp_path: Path
) -> None:
    file = tmp_path / "logs.jsonl"
    export(database, LinesDestination(str(file)))
    company.add_user("cy")
    export(database, LinesDestination(str(file)))

    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert {"audit"} == {line["log"] for line in lines}
    assert 0o600 == file.stat().st_mode & 0o777
    assert "Cy" == lines[-1]["entry"]["targetResources"][0]["displayName"]
    assert "written" in str(LinesDestination(str(tmp_path)).send([a_record()]))


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_webhook_gets_signed_batches_and_is_tried_again(
    database: Database, company: Company
) -> None:
    with running_receiver() as receiver:
        url = f"http://127.0.0.1:{receiver.port}/logs?source=tenantry"
        destination = WebhookDestination(url=url, secret="shared")  # a test's
        receiver.status = 503
        refused = export(database, destination)
        receiver.status = 204
        with database.write() as work:
            work.connection.exec_driver_sql("UPDATE export_watermarks SET not_before = 0")
        taken = export(database, destination)

    assert (0, len(receiver.records)) == (refused, taken)
    signature, body = receiver.got[0]
    found = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", signature)
    assert found is not None
    signed = f"{found.group(1)}.".encode() + body
    assert found.group(2) == hmac.new(b"shared", signed, hashlib.sha256).hexdigest()
    assert "cannot be reached" in str(destination.send([a_record()]))


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_syslog_frames_count_their_octets(database: Database, company: Company) -> None:
    company.add_user("ase", display_name="Åse")
    with running_collector() as collector:
        destination = SyslogDestination(host="127.0.0.1", port=collector.port, transport="tcp")
        taken = export(database, destination)
        wait_until(lambda: len(collector.messages) == taken, "every message")

    pattern = re.compile(
        rb"<110>1 \d{4}-\d\d-\d\dT[\d:.]+Z \S+ tenantry \d+ audit"
        rb' \[tenantry@32473 tenant="[0-9a-f-]{36}" head="audit:\d+:[0-9a-f]{64}"\] (\{.*\})'
    )
    bodies = [pattern.fullmatch(each) for each in collector.messages]
    told = [json.loads(each.group(1)) for each in bodies if each]
    assert taken == len(told)
    assert "Åse" == told[-1]["entry"]["targetResources"][0]["displayName"]
    assert "does not serve" in str(destination.send([a_record()]))


def test_syslog_goes_by_datagrams_too() -> None:
    with running_datagram_collector() as collector:
        destination = SyslogDestination(host="127.0.0.1", port=collector.port, transport="udp")
        failure = destination.send([a_record(), a_record(is_failure=True)])
        wait_until(lambda: len(collector.messages) == 2, "both messages")

    assert None is failure
    assert [b"<110>1", b"<108>1"] == [each.split(b" ")[0] for each in collector.messages]


def test_a_message_holds_the_whole_record() -> None:
    record = a_record()

    assert message_of(record).endswith(record.as_json())


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 1), (2, 2), (5, 16), (9, 256), (50, 300)])
def test_pauses_grow_up_to_five_minutes(attempts: int, seconds: float) -> None:
    assert seconds == next_delay(attempts)


def test_a_signature_depends_on_secret_time_and_body() -> None:
    made = {
        signature_of(secret, at, body)
        for secret in ("a", "b")
        for at in (1, 2)
        for body in (b"x", b"y")
    }

    assert 8 == len(made)


def a_record(*, is_failure: bool = False) -> Record:
    return Record(
        tenant_id=new_id(),
        log=Log.AUDIT,
        head="audit:1:" + "0" * 64,
        instant="2026-11-28T00:00:00.000000Z",
        is_failure=is_failure,
        entry={"id": new_id()},
    )
