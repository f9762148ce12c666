"""Our initial cycle beside OpenLDAP's syncrepl, both with and without waiting for the disk."""

import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks import openldap
from benchmarks.engine import run_engine
from benchmarks.source_people import BenchmarkJob, make_job
from tenantry.storage.checkpoints import checkpoint
from tenantry.storage.database import Database
from tenantry.storage.migrations import migrate


def beside_openldap(
    database: Database, job: BenchmarkJob, folder: Path, users: int, ours_per_second: float
) -> Mapping[str, object]:
    """Return ratios to the peer, nothing where it is not installed."""
    if not openldap.is_installed():
        print("no peer: `slapd` and `ldap-utils` are not installed", file=sys.stderr)
        return {}
    durable = users / openldap.syncrepl_seconds(database, job, folder, is_durable=True)
    nosync = users / openldap.syncrepl_seconds(database, job, folder, is_durable=False)
    logging = users / openldap.syncrepl_seconds(
        database, job, folder, is_durable=False, keeps_log=True
    )
    normal = users / _seconds_without_fsync(folder, users)
    return {
        "openldapDurableRatio": round(ours_per_second / durable, 2),
        "openldapDurableUsersPerSecond": round(durable),
        "openldapNosyncRatio": round(normal / nosync, 2),
        "openldapNosyncUsersPerSecond": round(nosync),
        "openldapNosyncLoggingRatio": round(normal / logging, 2),
        "openldapNosyncLoggingUsersPerSecond": round(logging),
        "cycleUsersPerSecondNormal": round(normal),
    }


def _seconds_without_fsync(folder: Path, users: int) -> float:
    """Return the time of our initial cycle with `synchronous=NORMAL`."""
    url = f"sqlite:///{folder}/normal.db"
    with Database(url) as database:
        migrate(database)
        make_job(database, users)
        checkpoint(database, finish=True)
    return float(run_engine(url, "NORMAL")["seconds"])
