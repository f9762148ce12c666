"""Rows of jobs: load, save, and the connection settings beside them."""

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, Update, and_, bindparam, delete, insert, select, update

from tenantry.clock import NEVER
from tenantry.storage.tables import service_principals, sync_jobs, sync_secrets
from tenantry.storage.unit_of_work import Reading, UnitOfWork
from tenantry.sync.jobs import (
    Counts,
    Execution,
    Job,
    Quarantine,
    ScheduleState,
    StatusCode,
    Totals,
)

_jobs = sync_jobs.c
_JSON: Mapping[str, Any] = {
    "settings": dict[str, str],
    "cycle_counts": Counts | None,
    "last_execution": Execution | None,
    "last_successful_execution": Execution | None,
    "last_successful_execution_with_exports": Execution | None,
    "quarantine": Quarantine | None,
    "totals": Totals | None,
}
_ENUMS: Mapping[str, type[Enum]] = {"schedule_state": ScheduleState, "status_code": StatusCode}
_NOT_OF_JOB = frozenset({"lease_owner", "lease_until"})
_COLUMNS = [column for column in sync_jobs.columns if column.name not in _NOT_OF_JOB]


def _job_of(row: Row[Any]) -> Job:
    values = decoded(dict(row._mapping))  # noqa: SLF001  # SQLAlchemy's public name for it
    values["steady_state_first_at"] = values["steady_state_first_at"] or NEVER
    values["steady_state_last_at"] = values["steady_state_last_at"] or NEVER
    return Job(**values)


def decoded(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored columns of a job as the values of its fields."""
    values = dict(row)
    for name in row.keys() & _JSON.keys():
        written = values[name]
        values[name] = None if written is None else msgspec.json.decode(written, type=_JSON[name])
    for name in row.keys() & _ENUMS.keys():
        values[name] = _ENUMS[name](values[name])
    return values


def stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields of a job as their columns are stored."""
    row = dict(values)
    for name in row.keys() & _JSON.keys():
        if row[name] is not None:
            row[name] = msgspec.json.encode(row[name]).decode()
    for name in row.keys() & _ENUMS.keys():
        row[name] = row[name].value
    return row


# Statements of every cycle are made once: making one anew costs more than running it.
_IS_JOB = and_(_jobs.tenant_id == bindparam("of_tenant"), _jobs.id == bindparam("of_job"))
_FIND = select(*_COLUMNS).where(_IS_JOB)
_FIND_LOCKED = _FIND.with_for_update()
_READ_SECRETS = select(sync_secrets.c.name, sync_secrets.c.value).where(
    sync_secrets.c.tenant_id == bindparam("of_tenant"),
    sync_secrets.c.service_principal_id == bindparam("of_configuration"),
)


@lru_cache(maxsize=64)
def _saving(names: tuple[str, ...]) -> Update:
    values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in names}
    return update(sync_jobs).where(_IS_JOB).values(values)


def _of_job(tenant_id: str, job_id: str) -> ColumnElement[bool]:
    return and_(_jobs.tenant_id == tenant_id, _jobs.id == job_id)


def find_job(reading: Reading, tenant_id: str, job_id: str, *, lock: bool = False) -> Job | None:
    """Return the job; with *lock* no other transaction writes it until this one ends."""
    found = reading.connection.execute(
        _FIND_LOCKED if lock else _FIND, {"of_tenant": tenant_id, "of_job": job_id}
    )
    row = found.one_or_none()
    return None if row is None else _job_of(row)


def list_jobs(
    reading: Reading, tenant_id: str, service_principal_id: str | None = None
) -> list[Job]:
    """Return the tenant's jobs, of one service principal or all, oldest first."""
    query = select(*_COLUMNS).where(_jobs.tenant_id == tenant_id).order_by(_jobs.id)
    if service_principal_id is not None:
        query = query.where(_jobs.service_principal_id == service_principal_id)
    return [_job_of(row) for row in reading.connection.execute(query)]


def list_configurations_to(reading: Reading, tenant_id: str, target_tenant_id: str) -> list[str]:
    """Return the live service principals whose connection already has this target (CTS-088)."""
    of_tenant = and_(
        service_principals.c.tenant_id == sync_secrets.c.tenant_id,
        service_principals.c.id == sync_secrets.c.service_principal_id,
    )
    query = (
        select(sync_secrets.c.service_principal_id)
        .select_from(sync_secrets.join(service_principals, of_tenant))
        .where(
            sync_secrets.c.tenant_id == tenant_id,
            sync_secrets.c.name == "CompanyId",
            sync_secrets.c.value == target_tenant_id,
            service_principals.c.deleted_at.is_(None),
        )
    )
    return list(reading.connection.execute(query).scalars())


def add_job(work: UnitOfWork, job: Job) -> None:
    """Store a new job."""
    values = {column.name: getattr(job, column.name) for column in _COLUMNS}
    work.connection.execute(insert(sync_jobs).values(stored(values)))


def save_job(work: UnitOfWork, job: Job, **values: Any) -> None:  # noqa: ANN401  # columns vary
    """Change some columns of the job, named as the fields of `Job`."""
    written = {f"to_{name}": value for name, value in stored(values).items()}
    key = {"of_tenant": job.tenant_id, "of_job": job.id}
    work.connection.execute(_saving(tuple(values)), key | written)


def remove_job(work: UnitOfWork, tenant_id: str, job_id: str) -> None:
    """Delete the job's row."""
    work.connection.execute(delete(sync_jobs).where(_of_job(tenant_id, job_id)))


def read_secrets(reading: Reading, tenant_id: str, service_principal_id: str) -> dict[str, str]:
    """Return the saved connection settings."""
    key = {"of_tenant": tenant_id, "of_configuration": service_principal_id}
    return {row[0]: row[1] for row in reading.connection.execute(_READ_SECRETS, key)}


def save_secrets(
    work: UnitOfWork, tenant_id: str, service_principal_id: str, values: Mapping[str, str]
) -> None:
    """Replace the given connection settings and keep the others."""
    remove_secrets(work, tenant_id, service_principal_id, list(values))
    rows = [
        {
            "tenant_id": tenant_id,
            "service_principal_id": service_principal_id,
            "name": name,
            "value": value,
        }
        for name, value in values.items()
    ]
    if rows:
        work.connection.execute(insert(sync_secrets), rows)


def remove_secrets(
    work: UnitOfWork, tenant_id: str, service_principal_id: str, names: Sequence[str] | None = None
) -> None:
    """Forget connection settings, all of them where no *names* are given."""
    statement = delete(sync_secrets).where(
        sync_secrets.c.tenant_id == tenant_id,
        sync_secrets.c.service_principal_id == service_principal_id,
    )
    if names is not None:
        statement = statement.where(sync_secrets.c.name.in_(names))
    work.connection.execute(statement)
