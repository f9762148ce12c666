"""Measures the engine beside its floor and a peer: `python benchmarks/initial_cycle.py --help`.

Builds the users, runs the real engine through its dispatcher in a process of its own, then the
floor in the same run.  The last line of standard output is JSON; docs/benchmarks.md tells what
its names mean.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.changes import change_latencies, one_percent_seconds
from benchmarks.databases import benchmark_database
from benchmarks.engine import run_engine
from benchmarks.floor import floor_seconds
from benchmarks.peers import beside_openldap
from benchmarks.source_people import BenchmarkJob, make_job
from tenantry.storage.checkpoints import checkpoint
from tenantry.storage.database import Database
from tenantry.storage.migrations import migrate
from tenantry.sync.engine.connections import Connections
from tenantry.sync.engine.cycles import Cycle
from tenantry.sync.operations.jobs import restart_job

_NOOPS = 101
_FEW_USERS = 10_000
_DURABILITY = {"sqlite": "WAL, synchronous=FULL", "postgresql": "fsync=on"}


def measure(url: str, users: int, folder: Path, *, with_peer: bool) -> dict[str, object]:
    """Return every figure of one database."""
    with Database(url) as database:
        migrate(database)
        say(f"making {users:,} users")
        job = make_job(database, users)
        checkpoint(database, finish=True)
        say("initial cycle")
        ran = run_engine(url)
        checkpoint(database, finish=True)
        say(f"  {ran['seconds']:.2f} s, {ran['outcome']}; now the floor")
        floor = floor_seconds(database, job, folder)
        say(f"  {floor:.2f} s; now a cycle that finds nothing different")
        again = _restarted_seconds(url, database, job)
        say(f"  {again:.2f} s; now changes")
        kind = "sqlite" if database.is_sqlite else "postgresql"
        figures: dict[str, object] = {
            "users": users,
            "database": kind,
            "durability": _DURABILITY[kind],
            "ratio": round(floor / ran["seconds"], 3),
            "cycleUsersPerSecond": round(users / ran["seconds"]),
            "floorUsersPerSecond": round(users / floor),
            "reevaluationRatio": round(floor / again, 3),
            **_changes(url, database, job, users),
            "workerPeakMiB": round(ran["peak"]),
        }
        if with_peer and database.is_sqlite:
            say("OpenLDAP's syncrepl")
            figures |= beside_openldap(database, job, folder, users, users / ran["seconds"])
    return figures


def _restarted_seconds(url: str, database: Database, job: BenchmarkJob) -> float:
    """Return the time of a cycle after a restart, in which every user is as it should be."""
    with database.write() as work:
        restart_job(work, job.actor, job.service_principal_id, job.job_id)
    seconds = run_engine(url)["seconds"]
    checkpoint(database, finish=True)
    return float(seconds)


def _changes(url: str, database: Database, job: BenchmarkJob, users: int) -> Mapping[str, object]:
    noop = noop_seconds(database, job)
    ours, naive = one_percent_seconds(database, job, users)
    latencies = change_latencies(url, database, job)
    return {
        "noopMs": round(noop * 1000, 3),
        "onePercentSeconds": round(ours, 3),
        "onePercentRatio": round(naive / ours, 2),
        "changeP50Ms": round(median(latencies) * 1000, 2),
        "changeP99Ms": round(quantiles(latencies, n=100)[98] * 1000, 2),
    }


def noop_seconds(database: Database, job: BenchmarkJob) -> float:
    """Return the median time of a cycle in which nothing changed, inside the engine's entry."""
    times, connections = [], Connections()
    for _ in range(_NOOPS):
        began = time.perf_counter()
        Cycle(database, job.source_tenant_id, job.job_id, connections=connections).run()
        times.append(time.perf_counter() - began)
    return median(times)


def noop_of_few_seconds(kind: str, folder: Path) -> float:
    """Return the time of a cycle in which nothing changed, in a much smaller installation."""
    (folder / "few").mkdir()
    with benchmark_database(kind, folder / "few") as url, Database(url) as database:
        migrate(database)
        job = make_job(database, _FEW_USERS)
        run_engine(url)
        return noop_seconds(database, job)


def say(text: str) -> None:
    """Tell the person who waits."""
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--json", action="store_true", help="print nothing but the JSON line")
    parser.add_argument("--no-peer", action="store_true", help="leave OpenLDAP out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with benchmark_database(options.database, Path(folder)) as url:
            figures = measure(url, options.users, Path(folder), with_peer=not options.no_peer)
        noop_of_few = noop_of_few_seconds(options.database, Path(folder))
    figures["noopOfFewMs"] = round(noop_of_few * 1000, 3)
    if not options.json:
        for name, value in figures.items():
            print(f"{name:>30}  {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
