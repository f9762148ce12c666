"""Alembic's entry: runs the migrations on the connection that `migrate` hands in."""

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection

from tenantry.storage.statistics import fix_statistics
from tenantry.storage.tables import metadata

_LOCK = 0x74656E616E747279  # any number that no other program of the server takes: `tenantry`


def _after_version(ctx: MigrationContext, step: MigrationInfo, *_: object, **__: object) -> None:
    if step.is_upgrade and ctx.connection is not None:
        fix_statistics(ctx.connection)


def _wait_until_alone(connection: Connection, seconds: float) -> None:
    (usual,) = connection.exec_driver_sql("SHOW lock_timeout").one()
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{seconds}s'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{usual}'")


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    transactional_ddl=True,
    on_version_apply=_after_version,
)
with context.begin_transaction():
    # Processes start together: one migrates, the others wait and then find nothing to do.
    # On SQLite the transaction itself lets only one in.
    if connection.dialect.name == "postgresql":
        _wait_until_alone(connection, context.config.attributes["patience"])
    context.run_migrations()
