"""Measures a cycle without news in installations of several sizes: `python benchmarks/noop.py`.

The last line of standard output is JSON: number of users → milliseconds inside the engine.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.databases import benchmark_database
from benchmarks.engine import run_engine
from benchmarks.initial_cycle import noop_seconds, say
from benchmarks.source_people import make_job
from tenantry.storage.database import Database
from tenantry.storage.migrations import migrate


def main() -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    found = {}
    for users in options.users:
        say(f"making and synchronizing {users:,} users")
        with tempfile.TemporaryDirectory() as folder:
            found[users] = round(_noop_ms(options.database, users, Path(folder)), 3)
        say(f"  {found[users]} ms")
    print(json.dumps(found))


def _noop_ms(kind: str, users: int, folder: Path) -> float:
    with benchmark_database(kind, folder) as url, Database(url) as database:
        migrate(database)
        job = make_job(database, users)
        run_engine(url)
        return noop_seconds(database, job) * 1000


if __name__ == "__main__":
    main()
