"""Exporting: the destinations that the settings name, and the threads that bring them the logs."""

import ssl
import threading
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

import structlog

from tenantry.audit.exporting.files import LinesDestination
from tenantry.audit.exporting.records import Destination
from tenantry.audit.exporting.sending import send_new
from tenantry.audit.exporting.syslog import SyslogDestination, Transport
from tenantry.audit.exporting.webhooks import WebhookDestination
from tenantry.audit.logs import Log
from tenantry.errors import InvalidValueError, TenantryError
from tenantry.graph.wire.directory_audits import audit_object
from tenantry.graph.wire.provisioning_events import event_object
from tenantry.graph.wire.sign_ins import sign_in_object
from tenantry.runtime.settings import Settings
from tenantry.storage.database import Database

_log = structlog.get_logger(__name__)

_EVERY_SECONDS = 1.0
_LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_TRANSPORTS: Mapping[str, tuple[Transport, int]] = {
    "udp": ("udp", 514),
    "tcp": ("tcp", 601),
    "tls": ("tls", 6514),
}
"""By scheme: the transport and its usual port."""

_SHAPES: Mapping[Log, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
    Log.AUDIT: audit_object,
    Log.PROVISIONING: event_object,
    Log.SIGN_INS: lambda row: sign_in_object(row, "beta"),  # tells how a border was crossed
}


def destinations_of(settings: Settings) -> list[Destination]:
    """Return the destinations that *settings* name.

    Raises `InvalidValueError` where one of them cannot be.
    """
    exported_logs(settings)
    found: list[Destination] = []
    if settings.export_file:
        found.append(LinesDestination(settings.export_file))
    if settings.export_syslog:
        found.append(_syslog(settings))
    if settings.export_webhook:
        found.append(_webhook(settings))
    return found


def exported_logs(settings: Settings) -> list[Log]:
    """Return the logs that are exported; `InvalidValueError` for a name that is none."""
    names = [each.strip() for each in settings.export_logs.split(",") if each.strip()]
    known = {log.value: log for log in Log}
    for name in names:
        if name not in known:
            listed = ", ".join(f"`{each}`" for each in known)
            message = f"`{name}` in the setting `export.logs` is no log; there are {listed}"
            raise InvalidValueError("export.logs", message)
    return [known[name] for name in dict.fromkeys(names)]


def start_exporting(
    database: Database, settings: Settings, stopping: threading.Event
) -> list[threading.Thread]:
    """Start a thread for each destination until *stopping*: a slow one delays no other."""
    logs = exported_logs(settings)
    threads = []
    for destination in destinations_of(settings):
        thread = threading.Thread(
            target=_run, args=(database, destination, logs, stopping), name=destination.name
        )
        thread.start()
        threads.append(thread)
    return threads


def shape(log: Log, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an entry as Graph shows it."""
    return _SHAPES[log](row)


def _run(
    database: Database, destination: Destination, logs: list[Log], stopping: threading.Event
) -> None:
    while not stopping.wait(_EVERY_SECONDS):
        try:
            while send_new(database, destination, logs, shape) and not stopping.is_set():
                pass
        except TenantryError as fault:
            _log.warning("logs wait", destination=destination.name, reason=fault.message)
        except Exception:  # noqa: BLE001  # one odd entry must not stop the thread
            _log.exception("exporting logs met an unexpected fault")


def _syslog(settings: Settings) -> SyslogDestination:
    parts = _address(settings.export_syslog, "export.syslog")
    if parts.scheme not in _TRANSPORTS:
        message = "the setting `export.syslog` must begin with `udp://`, `tcp://` or `tls://`"
        raise InvalidValueError("export.syslog", message)
    transport, usual_port = _TRANSPORTS[parts.scheme]
    return SyslogDestination(
        host=str(parts.hostname),
        port=parts.port or usual_port,
        transport=transport,
        trust=_trust(settings) if transport == "tls" else None,
    )


def _webhook(settings: Settings) -> WebhookDestination:
    parts = _address(settings.export_webhook, "export.webhook")
    is_local = parts.scheme == "http" and parts.hostname in _LOCAL_HOSTS
    if parts.scheme != "https" and not is_local:
        message = "the setting `export.webhook` must begin with `https://`"
        raise InvalidValueError("export.webhook", message)
    if not settings.export_webhook_secret:
        message = "the setting `export.webhook_secret` is missing; the receiver needs it, too"
        raise InvalidValueError("export.webhook_secret", message)
    return WebhookDestination(
        url=settings.export_webhook,
        secret=settings.export_webhook_secret,
        trust=None if is_local else _trust(settings),
    )


def _address(written: str, name: str) -> SplitResult:
    try:
        parts = urlsplit(written)
        if parts.hostname and parts.port != 0:
            return parts
    except ValueError:
        pass  # told like every other thing that is no address
    message = f"the setting `{name}` is no address with scheme and host: `{written}`"
    raise InvalidValueError(name, message)


def _trust(settings: Settings) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=settings.export_authorities or None)
    except (OSError, ssl.SSLError) as fault:
        message = f"`export.authorities`: `{settings.export_authorities}` cannot be read as PEM"
        raise InvalidValueError("export.authorities", message) from fault
