"""Metrics for Prometheus: figures of jobs by their ids, and of nobody's person.

Every figure is read from the database when it is asked for, so that all web processes answer
alike, whichever of them is asked and whichever workers ran the cycles.
"""

from collections.abc import Callable, Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from tenantry.storage.database import Database
from tenantry.sync.jobs import StatusCode, Totals
from tenantry.sync.operations.watching import WatchedJob, list_watched

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_ACTIONS = ("imported", "exported", "created", "updated", "deleted", "removed")
_LABELS = ("tenant", "target", "job")


def metrics_text(database: Database) -> bytes:
    """Return the metrics in the text format."""
    registry = CollectorRegistry()
    registry.register(_Jobs(database))
    return generate_latest(registry)


class _Jobs(Collector):
    """The jobs of the installation, read anew for each answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterator[Metric]:
        with self._database.read() as reading:
            watched = list(list_watched(reading))
        yield _statuses(watched)
        yield _gauge(
            "escrows",
            "Users who cannot be exported now",
            ((each, each.escrows) for each in watched),
        )
        yield _gauge(
            "lag_seconds",
            "Age of the oldest change of the source that no cycle has looked at",
            ((each, each.lag_seconds) for each in watched),
        )
        yield _gauge(
            "quarantined",
            "Whether the job is in quarantine",
            ((each, float(each.job.status_code is StatusCode.QUARANTINE)) for each in watched),
        )
        yield _counter("cycles", "Complete cycles", watched, lambda totals: totals.cycles)
        yield _counter(
            "cycle_seconds", "Time that complete cycles took", watched, lambda each: each.seconds
        )
        yield _users(watched)


def _labels(watched: WatchedJob) -> tuple[str, str, str]:
    job = watched.job
    return job.tenant_id, job.target_tenant_id or "", job.id


def _gauge(name: str, told: str, values: Iterable[tuple[WatchedJob, float]]) -> Metric:
    family = GaugeMetricFamily(f"tenantry_job_{name}", told, labels=_LABELS)
    for watched, value in values:
        family.add_metric(_labels(watched), value)
    return family


def _statuses(watched: Iterable[WatchedJob]) -> Metric:
    family = GaugeMetricFamily("tenantry_jobs", "Jobs by their status", labels=("status",))
    codes = [each.job.status_code for each in watched]
    for code in StatusCode:
        family.add_metric((code.value,), codes.count(code))
    return family


def _counter(
    name: str, told: str, watched: Iterable[WatchedJob], value_of: Callable[[Totals], float]
) -> Metric:
    family = CounterMetricFamily(f"tenantry_job_{name}", told, labels=_LABELS)
    for each in watched:
        family.add_metric(_labels(each), value_of(each.job.totals or Totals()))
    return family


def _users(watched: Iterable[WatchedJob]) -> Metric:
    told = "Users that complete cycles looked at, and what became of them in the target"
    family = CounterMetricFamily("tenantry_job_users", told, labels=(*_LABELS, "action"))
    for each in watched:
        totals = each.job.totals or Totals()
        for action in _ACTIONS:
            family.add_metric((*_labels(each), action), getattr(totals, action))
    return family
