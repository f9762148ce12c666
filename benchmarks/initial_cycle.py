"""Measures the engine against the floor: `python benchmarks/initial_cycle.py --help`.

Builds the users, runs the real engine through its dispatcher in a process of its own, then the
floor in the same run.  The last line of standard output is JSON.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.changes import change_latencies, one_percent_seconds
from benchmarks.databases import benchmark_database
from benchmarks.floor import floor_seconds
from benchmarks.source_people import BenchmarkJob, make_job
from tenantry.storage.checkpoints import checkpoint
from tenantry.storage.database import Database
from tenantry.storage.migrations import migrate
from tenantry.sync.cycles import Cycle
from tenantry.sync.dispatching import Dispatcher, Ran

_NOOPS = 21
_DURABILITY = {"sqlite": "WAL, synchronous=FULL", "postgresql": "fsync=on"}


def run_engine(url: str) -> None:
    """Run every due cycle, and print seconds and peak memory of this process."""
    outcomes: list[Ran] = []
    with Database(url) as database:
        dispatcher = Dispatcher(database, "benchmark", on_cycle=outcomes.append)
        began = time.perf_counter()
        dispatcher.run_due()
        seconds = time.perf_counter() - began
        dispatcher.release()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    outcome = outcomes[0].outcome
    print(json.dumps({"seconds": seconds, "peak": peak, "outcome": outcome and outcome.value}))


def measure(url: str, users: int, folder: Path) -> Mapping[str, object]:
    """Return every figure of one database."""
    with Database(url) as database:
        migrate(database)
        say(f"making {users:,} users")
        job = make_job(database, users)
        checkpoint(database, finish=True)
        say("initial cycle")
        ran = engine_in_its_own_process(url)
        checkpoint(database, finish=True)
        say(f"  {ran['seconds']:.2f} s, {ran['outcome']}; now the floor")
        floor = floor_seconds(database, job, folder)
        say(f"  {floor:.2f} s; now changes")
        noop = noop_seconds(database, job)
        one_percent = one_percent_seconds(database, job, users)
        latencies = change_latencies(url, database, job)
    kind = "sqlite" if url.startswith("sqlite") else "postgresql"
    return {
        "users": users,
        "database": kind,
        "durability": _DURABILITY[kind],
        "ratio": round(floor / ran["seconds"], 3),
        "cycleUsersPerSecond": round(users / ran["seconds"]),
        "floorUsersPerSecond": round(users / floor),
        "noopMs": round(noop * 1000, 3),
        "onePercentSeconds": round(one_percent, 3),
        "changeP50Ms": round(median(latencies) * 1000, 2),
        "changeP99Ms": round(quantiles(latencies, n=100)[98] * 1000, 2),
        "workerPeakMiB": round(ran["peak"]),
    }


def engine_in_its_own_process(url: str) -> dict[str, float]:
    """Run the initial cycle as a worker does, and return what it printed."""
    command = [sys.executable, __file__, "--engine", url]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    result: dict[str, float] = json.loads(printed.splitlines()[-1])
    return result


def noop_seconds(database: Database, job: BenchmarkJob) -> float:
    """Return the median time of a cycle in which nothing changed, inside the engine's entry."""
    times = []
    for _ in range(_NOOPS):
        began = time.perf_counter()
        Cycle(database, job.source_tenant_id, job.job_id).run()
        times.append(time.perf_counter() - began)
    return median(times)


def say(text: str) -> None:
    """Tell the person who waits."""
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--json", action="store_true", help="print nothing but the JSON line")
    parser.add_argument("--engine", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        run_engine(options.engine)
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        benchmark_database(options.database, Path(folder)) as url,
    ):
        figures = measure(url, options.users, Path(folder))
    if not options.json:
        for name, value in figures.items():
            print(f"{name:>22}  {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
