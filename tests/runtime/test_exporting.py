"""The destinations that the settings name, and the worker's threads that bring them the logs."""

import ssl
import threading
from pathlib import Path

import pytest

from tenantry.audit.exporting.files import LinesDestination
from tenantry.audit.exporting.syslog import SyslogDestination
from tenantry.audit.exporting.webhooks import WebhookDestination
from tenantry.audit.logs import Log
from tenantry.errors import InvalidValueError
from tenantry.lab.certificates import ensure_certificates
from tenantry.runtime.exporting import destinations_of, exported_logs, start_exporting
from tenantry.runtime.services import open_services
from tenantry.runtime.settings import Settings
from tests.support.collectors import running_collector
from tests.support.companies import Company
from tests.support.processes import wait_until


def test_nothing_is_exported_unless_told() -> None:
    assert [] == destinations_of(Settings())
    assert [Log.AUDIT, Log.SIGN_INS, Log.PROVISIONING] == exported_logs(Settings())


def test_each_destination_is_chosen_by_its_setting() -> None:
    settings = Settings(
        export_file="-",
        export_syslog="tcp://logs.contoso.test",
        export_webhook="https://logs.contoso.test/in",
        export_webhook_secret="shared",  # a test's
        export_logs="signIns",
    )

    lines, syslog, webhook = destinations_of(settings)

    assert isinstance(lines, LinesDestination)
    assert SyslogDestination(host="logs.contoso.test", port=601, transport="tcp") == syslog
    assert isinstance(webhook, WebhookDestination)
    assert webhook.trust is not None
    assert [Log.SIGN_INS] == exported_logs(settings)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (Settings(export_logs="audit,mails"), "export.logs"),
        (Settings(export_syslog="logs.contoso.test"), "export.syslog"),
        (Settings(export_syslog="http://logs.contoso.test"), "export.syslog"),
        (Settings(export_syslog="tcp://logs.contoso.test:99999"), "export.syslog"),
        (Settings(export_webhook="http://logs.contoso.test"), "export.webhook"),
        (Settings(export_webhook="https://logs.contoso.test"), "export.webhook_secret"),
        (
            Settings(export_syslog="tls://logs.contoso.test", export_authorities="/nowhere"),
            "export.authorities",
        ),
    ],
)
def test_a_destination_that_cannot_be_is_named(given: Settings, name: str) -> None:
    with pytest.raises(InvalidValueError, match=f"`{name}`"):
        destinations_of(given)


def test_the_worker_s_thread_exports_over_tls(tmp_path: Path) -> None:
    certificates = ensure_certificates(tmp_path)
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trust.load_cert_chain(certificates.cert_file, certificates.key_file)
    stopping = threading.Event()
    with (
        running_collector(trust) as collector,
        open_services(Settings(folder=tmp_path)) as services,
    ):
        settings = Settings(
            folder=tmp_path,
            export_syslog=f"tls://127.0.0.1:{collector.port}",
            export_authorities=str(certificates.ca_file),
        )
        threads = start_exporting(services.database, settings, stopping)
        Company(services.database, "northwind").add_user("ana")
        wait_until(lambda: any(b"Add user" in each for each in collector.messages), "the entry")
        stopping.set()
        for thread in threads:
            thread.join()
