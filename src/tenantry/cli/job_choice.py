"""Which jobs a command is about: by id, by their tenants, or all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import click

from tenantry.actor import operator
from tenantry.cli.tenant_choice import Tenants
from tenantry.errors import InvalidValueError, NotFoundError
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.jobs import Job
from tenantry.sync.operations.jobs import list_jobs
from tenantry.sync.operations.reports import JobReport, report

Returned = TypeVar("Returned")

_SHORT = 12  # characters, random ones


@dataclass(frozen=True, slots=True, kw_only=True)
class JobChoice:
    """What was given: job ids, or the end of one, and the tenants at either end."""

    job_ids: tuple[str, ...]
    source: str | None
    target: str | None
    all_jobs: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return not (self.job_ids or self.source or self.target or self.all_jobs)


def job_options(command: Callable[..., Returned]) -> Callable[..., Returned]:
    """Add the options that choose jobs to *command*, which gets them as `choice`."""

    @wraps(command)
    def decorated(
        *arguments: Any,  # noqa: ANN401  # click's
        job_ids: tuple[str, ...],
        source: str | None,
        target: str | None,
        all_jobs: bool,
        **named: Any,  # noqa: ANN401  # click's
    ) -> Returned:
        choice = JobChoice(job_ids=job_ids, source=source, target=target, all_jobs=all_jobs)
        return command(*arguments, choice=choice, **named)

    shown: Callable[..., Returned] = decorated
    for option in (
        click.option("--all", "all_jobs", is_flag=True, help="All jobs."),
        click.option("--target", metavar="TENANT", help="Jobs into this tenant."),
        click.option("--source", metavar="TENANT", help="Jobs out of this tenant."),
        click.argument("job_ids", metavar="[JOB]...", nargs=-1),
    ):
        shown = option(shown)
    return shown


def list_chosen(reading: Reading, choice: JobChoice) -> Sequence[JobReport]:
    """Return the jobs that were chosen, all of them where nothing was given.

    Raises `NotFoundError` for a tenant or an id that does not exist.
    """
    tenants = Tenants(reading)
    sources = [tenants.get(choice.source)] if choice.source else tenants.records
    target_id = tenants.get(choice.target)["id"] if choice.target else None
    jobs = [
        job
        for source in sources
        for job in list_jobs(reading, operator(source["id"]))
        if target_id in (None, job.target_tenant_id)
    ]
    unknown = [each for each in choice.job_ids if not any(_is(job, each) for job in jobs)]
    if unknown:
        message = (
            f"no job `{unknown[0]}`; `tenantry sync status` lists the jobs, and `--source` or"
            " `--target` chooses those of a tenant"
        )
        raise NotFoundError(message, object_id=unknown[0])
    if choice.job_ids:
        jobs = [job for job in jobs if any(_is(job, each) for each in choice.job_ids)]
    return [report(reading, job) for job in jobs]


def get_job_between(reading: Reading, source: str, target: str) -> Job:
    """Return the first job out of one tenant into another; raise `NotFoundError` if none is."""
    choice = JobChoice(job_ids=(), source=source, target=target, all_jobs=False)
    chosen = list_chosen(reading, choice)
    if not chosen:
        message = f"no job from `{source}` into `{target}`; `tenantry sync status` lists the jobs"
        raise NotFoundError(message, object_id=target)
    return chosen[0].job


def require_choice(choice: JobChoice) -> None:
    """Raise `InvalidValueError` where nothing was given, for commands that change jobs."""
    if choice.is_empty:
        message = "say which jobs: name one, or give `--source`, `--target` or `--all`"
        raise InvalidValueError("job", message)


def short_id(job_id: str) -> str:
    """Return the end of a job's id, by which people name it."""
    return job_id[-_SHORT:]


def _is(job: Job, written: str) -> bool:
    return len(written) >= _SHORT and job.id.lower().endswith(written.lower())
