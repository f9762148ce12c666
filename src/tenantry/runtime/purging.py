"""What is for a while: what was deleted, tenants too, mails, plans, logs, access by packages."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from tenantry.actor import operator
from tenantry.audit.logs import Log
from tenantry.audit.operations.forgetting import forget, has_expired
from tenantry.clock import add_seconds
from tenantry.directory.operations.purging import purge_expired
from tenantry.directory.operations.tenant_removal import list_expired_tenants, purge_tenant
from tenantry.directory.operations.tenants import list_tenants
from tenantry.entitlement.operations.expiring import expire
from tenantry.errors import UnavailableError
from tenantry.mail import store as outbox
from tenantry.runtime.settings import Settings
from tenantry.signin.operations.rotating import retire_expired
from tenantry.signin.stores.credentials import forget_used_assertions
from tenantry.storage.database import Database
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.operations.plans import purge_plans

_log = structlog.get_logger(__name__)

_EVERY = timedelta(minutes=1)
_MAILS_ARE_KEPT = timedelta(days=30)  # in the outbox, as evidence
_NO_RETENTION: Mapping[Log, timedelta] = {}


def retention_of(settings: Settings) -> Mapping[Log, timedelta]:
    """Return how long the entries of each log are kept; what is kept for good is left out."""
    days = {
        Log.AUDIT: settings.logs_retention_audit,
        Log.PROVISIONING: settings.logs_retention_provisioning,
        Log.SIGN_INS: settings.logs_retention_sign_ins,
    }
    return {log: timedelta(days=kept) for log, kept in days.items() if kept}


class Purging:
    """Purges when it is time to, by the installation's clock.

    *retention* says how long the entries of a log are kept; those of any other are for good.
    """

    def __init__(
        self, database: Database, retention: Mapping[Log, timedelta] = _NO_RETENTION
    ) -> None:
        self._database = database
        self._retention = retention
        self._next: datetime | None = None
        self._clock_offset = 0.0

    def run_due(self) -> None:
        """Purge at the start, then once a minute, and at once when the clock was moved."""
        with self._database.read() as reading:
            if not self._is_due(reading):
                return
            now = reading.now
            tenant_ids = [tenant["id"] for tenant in list_tenants(reading, operator(""))]
            expired_ids = list_expired_tenants(reading)
        for tenant_id in tenant_ids:
            self._try(self._purge, tenant_id)
        for tenant_id in expired_ids:
            self._try(self._purge_tenant, tenant_id)
        self._next = now + _EVERY

    def _try(self, purge: Callable[[str], None], tenant_id: str) -> None:
        """Purge a tenant; a fault in one holds up neither the others nor the jobs."""
        try:
            purge(tenant_id)
        except UnavailableError:
            raise
        except Exception:  # noqa: BLE001  # tried again with the next round
            _log.exception("purging met an unexpected fault", tenant_id=tenant_id)

    def _is_due(self, reading: Reading) -> bool:
        moved = reading.clock_offset != self._clock_offset
        self._clock_offset = reading.clock_offset
        return moved or self._next is None or reading.now >= self._next

    def _purge(self, tenant_id: str) -> None:
        with self._database.write() as work:
            before = add_seconds(work.instant, -_MAILS_ARE_KEPT.total_seconds())
            outbox.remove_older(work, tenant_id, before)
            forget_used_assertions(work, tenant_id)
            retire_expired(work, tenant_id)
            expired = expire(work, tenant_id)
        while expired:
            with self._database.write() as work:
                expired = expire(work, tenant_id)
        for log, kept in self._retention.items():
            self._forget(tenant_id, log, kept)
        while True:
            with self._database.write() as work:
                if not purge_expired(work, tenant_id) and not purge_plans(work, tenant_id):
                    return

    def _purge_tenant(self, tenant_id: str) -> None:
        while True:
            with self._database.write() as work:
                if purge_tenant(work, tenant_id):
                    return

    def _forget(self, tenant_id: str, log: Log, kept: timedelta) -> None:
        with self._database.read() as reading:
            before = add_seconds(reading.instant, -kept.total_seconds())
            if not has_expired(reading, tenant_id, log, before):
                return
        while True:
            with self._database.write() as work:
                if not forget(work, tenant_id, log, before):
                    return
