"""The real engine in a process of its own, as a worker runs it: seconds, and peak memory.

Started by the other benchmarks: `python -m benchmarks.engine URL [NORMAL]`.
"""

import json
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from sqlalchemy import event

from tenantry.runtime.working import keep_log_short
from tenantry.storage.database import Database
from tenantry.sync.engine.dispatching import Dispatcher, Ran


def run_engine(url: str, synchronous: str = "FULL") -> dict[str, Any]:
    """Run the cycle that is due in a new process; *synchronous* is SQLite's."""
    command = [sys.executable, "-m", "benchmarks.engine", url, synchronous]
    root = Path(__file__).resolve().parents[1]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, cwd=root).stdout
    result: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return result


def _main(url: str, synchronous: str = "FULL") -> None:
    ran: list[Ran] = []
    stopping = threading.Event()
    with Database(url) as database:
        if database.is_sqlite:
            event.listen(
                database.engine,
                "connect",
                lambda connection, _: connection.execute(f"PRAGMA synchronous={synchronous}"),
            )
        dispatcher = Dispatcher(database, "benchmark", on_cycle=ran.append)
        checkpoints = keep_log_short(database, stopping)
        began = time.perf_counter()
        while not ran:
            dispatcher.run_due()
        seconds = time.perf_counter() - began
        dispatcher.release()
        stopping.set()
        checkpoints.join()
    outcome, peak = ran[0].outcome, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "outcome": outcome and outcome.value}))


if __name__ == "__main__":
    _main(*sys.argv[1:])
