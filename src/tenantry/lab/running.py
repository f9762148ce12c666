"""The lab from start to stop: prepare it, serve it, say what there is, stay until Ctrl-C."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import sleep

from tenantry.actor import operator
from tenantry.clock import monotonic_ms
from tenantry.errors import UnavailableError
from tenantry.lab.certificates import PROXIED_HOSTS, ensure_certificates
from tenantry.lab.folder import LabFolder
from tenantry.lab.lab_file import Lab, LabFile, LabJob, write_owner_only
from tenantry.lab.preparing import LabWish, find_prepared, prepare
from tenantry.lab.suggestions import suggest
from tenantry.lab.summary import summarize
from tenantry.lab.telling import Telling
from tenantry.runtime.running import listening, running
from tenantry.runtime.services import Services, open_services
from tenantry.runtime.settings import Settings, in_url
from tenantry.runtime.supervising import Supervisor, stop_signals
from tenantry.storage.unit_of_work import Reading
from tenantry.sync.operations.reports import JobReport, report_job

_ASK_EVERY_SECONDS = 0.05


def run_lab(settings: Settings, wish: LabWish, telling: Telling, *, once: bool) -> None:
    """Run the lab of the settings' folder until SIGINT or SIGTERM, or, with *once*, until told.

    Raises `ConflictError` where the folder, the database or a port belongs to somebody else.
    """
    folder = LabFolder(settings.folder)
    with folder.claimed():
        if wish.reset:
            folder.empty()
        folder.lab_file.unlink(missing_ok=True)
        certificates = ensure_certificates(folder.path)
        of_lab = replace(
            settings,
            lab=True,
            aliases=",".join(f"https://{host}" for host in PROXIED_HOSTS),
            tls_certificate=str(certificates.cert_file),
            tls_key=str(certificates.key_file),
        )
        with listening(of_lab) as (actual, https, http):
            lab, took = _prepared(folder, actual, wish, telling)
            folder.write_settings(_settings_of_folder(of_lab))
            with (
                _log_of(folder) as output,
                running(actual, https, http, output=output) as supervisor,
            ):
                file = _lab_file(lab, actual, certificates.ca_file)
                write_owner_only(folder.lab_file, file)
                _present(folder, actual, file, supervisor, telling, took=took, once=once)


def _prepared(
    folder: LabFolder, settings: Settings, wish: LabWish, telling: Telling
) -> tuple[Lab, int | None]:
    """Return the lab, and the milliseconds that it took to make it if it was not there."""
    found = find_prepared(folder, settings, wish)
    if found is not None:
        telling.began(found.preset, folder.path)
        return found, None
    telling.began(wish.preset_to_make.name, folder.path)
    began = monotonic_ms()
    with telling.preparing(wish.people_to_make) as on_progress:
        made = prepare(folder, settings, wish, on_progress=on_progress)
    return made, round(monotonic_ms() - began)


def _present(
    folder: LabFolder,
    settings: Settings,
    lab: LabFile,
    supervisor: Supervisor,
    telling: Telling,
    *,
    took: int | None,
    once: bool,
) -> None:
    """Wait for the first cycles, tell what there is, and stay unless *once*."""
    with open_services(settings) as services:
        _await_first_cycles(services, lab.jobs, supervisor, telling)
        with services.database.read() as reading:
            summary = summarize(reading, lab, folder, prepared_milliseconds=took)
    telling.told(summary, suggest(lab), stays=not once)
    if not once:
        with stop_signals() as stopping:
            stopping.wait()
        folder.lab_file.unlink(missing_ok=True)  # whoever waits for it waits for the next start


def _await_first_cycles(
    services: Services, jobs: Sequence[LabJob], supervisor: Supervisor, telling: Telling
) -> None:
    with telling.synchronizing() as on_progress:
        while True:
            with services.database.read() as reading:
                reports = [_report(reading, job) for job in jobs]
            on_progress(sum(report.linked for report in reports))
            if all(_has_run(report) for report in reports):
                return
            if supervisor.unexpected_ends:
                raise UnavailableError("the worker ended; the log in the lab's folder says why")
            sleep(_ASK_EVERY_SECONDS)


def _report(reading: Reading, job: LabJob) -> JobReport:
    actor = operator(job.source_tenant_id)
    return report_job(reading, actor, job.service_principal_id, job.job_id)


def _has_run(report: JobReport) -> bool:
    """Return whether the first cycle is over, well or in quarantine, or is not to be expected."""
    job = report.job
    return bool(job.last_execution or job.quarantine or not job.is_running)


def _lab_file(lab: Lab, settings: Settings, ca_file: Path) -> LabFile:
    authority = f"https://{in_url(settings.host)}:{settings.port}"
    return LabFile(
        graph=f"{authority}/v1.0",
        authority=authority,
        http=f"http://{in_url(settings.host)}:{settings.http_port}",
        ca_file=str(ca_file),
        tenants=lab.tenants,
        jobs=lab.jobs,
        users=lab.users,
        operator=lab.operator,
    )


def _settings_of_folder(settings: Settings) -> dict[str, str | bool]:
    """Return the settings by which other commands find this lab."""
    found: dict[str, str | bool] = {
        "lab": settings.lab,
        "aliases": settings.aliases,
        "tls.certificate": settings.tls_certificate,
        "tls.key": settings.tls_key,
    }
    return {**found, "database": settings.database} if settings.database else found


@contextmanager
def _log_of(folder: LabFolder) -> Iterator[int]:
    """Give a descriptor of the file that the servers log into."""
    descriptor = os.open(folder.log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
