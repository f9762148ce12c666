"""Synchronization jobs on the wire (contract §4.3, §4.7)."""

from tenantry.clock import NEVER
from tenantry.errors import InvalidValueError
from tenantry.graph.wire.annotations import JsonObject
from tenantry.graph.wire.bodies import BodyShape, Check, Property, listed
from tenantry.graph.wire.checks import flag, list_of, text
from tenantry.graph.wire.instants import log_instant
from tenantry.sync.jobs import Counts, Execution, Job, Quarantine, StatusCode
from tenantry.sync.operations.jobs import ResetScope
from tenantry.sync.operations.reports import JobReport

INTERVAL = "PT40M"

_RESET_SCOPES = {
    "none": ResetScope.NONE,
    "connectordatastore": ResetScope.CONNECTOR_DATA_STORE,
    "escrows": ResetScope.ESCROWS,
    "watermark": ResetScope.WATERMARK,
    "quarantinestate": ResetScope.QUARANTINE_STATE,
    "full": ResetScope.FULL,
    "forcedeletes": ResetScope.FORCE_DELETES,
}
_RESET_NAMES = (
    "None",
    "ConnectorDataStore",
    "Escrows",
    "Watermark",
    "QuarantineState",
    "Full",
    "ForceDeletes",
)


def job_object(report: JobReport) -> JsonObject:
    """Return a `synchronizationJob`."""
    job = report.job
    return {
        "id": job.id,
        "templateId": job.template_id,
        "schedule": {"expiration": None, "interval": INTERVAL, "state": job.schedule_state.value},
        "status": _status(report),
        "synchronizationJobSettings": [
            {"name": name, "value": value} for name, value in job.settings.items()
        ],
    }


def _status(report: JobReport) -> JsonObject:
    job = report.job
    return {
        "code": job.status_code.value,
        "countSuccessiveCompleteFailures": job.successive_failures,
        "escrowsPruned": job.escrows_pruned,
        "lastExecution": _last_execution(job),
        "lastSuccessfulExecution": _execution(job.last_successful_execution),
        "lastSuccessfulExecutionWithExports": _execution(
            job.last_successful_execution_with_exports
        ),
        "progress": _progress(report),
        "quarantine": _quarantine(job.quarantine),
        "steadyStateFirstAchievedTime": log_instant(job.steady_state_first_at),
        "steadyStateLastAchievedTime": log_instant(job.steady_state_last_at),
        "synchronizedEntryCountByType": [
            {"key": f"{name} to {name}", "value": count}
            for name, count in (("User", report.linked), ("Group", report.linked_groups))
            if count
        ],
        "troubleshootingUrl": None,
    }


def _last_execution(job: Job) -> JsonObject | None:
    """Return the last execution; before the first one of a started job, the documented blank."""
    if job.last_execution is None and job.status_code is StatusCode.NOT_RUN:
        error = {"code": "None", "message": "", "tenantActionable": False}
        return {**_counts(Counts()), **_span("", "Failed", NEVER, NEVER), "error": error}
    return _execution(job.last_execution)


def _execution(execution: Execution | None) -> JsonObject | None:
    if execution is None:
        return None
    fault = execution.fault
    return {
        **_counts(execution.counts),
        **_span(execution.cycle_id, execution.state.value, execution.began_at, execution.ended_at),
        "error": fault and {"code": fault.code, "message": fault.message, "tenantActionable": True},
    }


def _span(cycle_id: str, state: str, began_at: str, ended_at: str) -> JsonObject:
    return {
        "activityIdentifier": cycle_id or None,
        "state": state,
        "timeBegan": log_instant(began_at),
        "timeEnded": log_instant(ended_at),
    }


def _counts(counts: Counts) -> JsonObject:
    return {
        "countEntitled": counts.entitled,
        "countEntitledForProvisioning": counts.entitled,
        "countEscrowed": counts.escrowed,
        "countEscrowedRaw": counts.escrowed + counts.failed_references,
        "countExported": counts.exported,
        "countExports": counts.exported,
        "countImported": counts.imported,
        "countImportedDeltas": counts.imported,
        "countImportedReferenceDeltas": counts.references,
    }


def _progress(report: JobReport) -> list[JsonObject]:
    job = report.job
    if job.cycle_counts is None or job.cycle_began_at is None:
        return []
    done = job.cycle_counts.imported
    progress: dict[str, object] = {
        "units": "Users",
        "completedUnits": done,
        "totalUnits": max(report.entitled, done),
        "progressObservationDateTime": log_instant(report.observed_at),
    }
    if report.pace is not None:  # Graph has no properties for it, so clients may overlook it
        progress["@tenantry.usersPerSecond"] = report.pace.users_per_second
        progress["@tenantry.secondsLeft"] = report.pace.seconds_left
    return [progress]


def _quarantine(quarantine: Quarantine | None) -> JsonObject | None:
    if quarantine is None:
        return None
    fault = quarantine.fault
    return {
        "reason": quarantine.reason.value,
        "currentBegan": log_instant(quarantine.current_began_at),
        "nextAttempt": log_instant(quarantine.next_attempt_at),
        "seriesBegan": log_instant(quarantine.series_began_at),
        "seriesCount": quarantine.series_count,
        "error": {"code": fault.code, "message": fault.message, "tenantActionable": True},
    }


NEW_JOB = BodyShape({"templateId": Property("template_id", text, nullable=False)})


def read_reset_scope(body: object) -> ResetScope | None:
    """Return what `restart` resets; None where the body names nothing."""
    criteria = _RESTART.read(body or {}).get("criteria")
    if not isinstance(criteria, str) or not criteria.strip():
        return None
    scope = ResetScope.NONE
    for name in criteria.split(","):
        member = _RESET_SCOPES.get(name.strip().lower())
        if member is None:
            known = listed(_RESET_NAMES)
            message = f"`{name.strip()}` is not a value of `resetScope`; known are {known}"
            raise InvalidValueError("criteria.resetScope", message)
        scope |= member
    return scope


def _criteria(value: object, path: str) -> object:
    return _CRITERIA.read(value, path).get("reset_scope")


_CRITERIA = BodyShape({"resetScope": Property("reset_scope", text)})
_RESTART = BodyShape({"criteria": Property("criteria", _criteria)})


def _named(check: Check[tuple[str, str]]) -> Check[dict[str, str]]:
    """Return the check of an array of named values, none of which is given twice."""

    def values(value: object, path: str) -> dict[str, str]:
        read: dict[str, str] = {}
        for name, named in list_of(check)(value, path):
            if name in read:
                raise InvalidValueError(path, f"`{path}` gives `{name}` twice; give it once")
            read[name] = named
        return read

    return values


def _setting(value: object, path: str) -> tuple[str, str]:
    read = _SETTING.read(value, path)
    name, setting = read.get("name"), read.get("value")
    if not isinstance(name, str) or not isinstance(setting, str):
        raise InvalidValueError(path, f"`{path}` needs `name` and `value`")
    return name, setting


_SETTING = BodyShape(
    {"name": Property("name", text, nullable=False), "value": Property("value", text)}
)


def _schedule(value: object, path: str) -> str:
    """Accept the fixed interval and nothing else (CTS-044)."""
    interval = _SCHEDULE.read(value, path).get("interval", INTERVAL)
    if interval != INTERVAL:
        place = f"{path}.interval"
        message = f"`{place}` is fixed at `{INTERVAL}`; for changes at once set `RunMode`"
        raise InvalidValueError(place, message)
    return INTERVAL


_SCHEDULE = BodyShape(
    {
        "interval": Property("interval", text, nullable=False),
        "expiration": Property("expiration", text),
        "state": Property("state", text, nullable=False),
    }
)
CHANGED_JOB = BodyShape(
    {
        "synchronizationJobSettings": Property("settings", _named(_setting), nullable=False),
        "schedule": Property("schedule", _schedule, nullable=False),
    },
    read_only=("id", "templateId", "status"),
)


def _pair(value: object, path: str) -> tuple[str, str]:
    read = _PAIR.read(value, path)
    key, secret = read.get("key"), read.get("value")
    if not isinstance(key, str):
        raise InvalidValueError(f"{path}.key", f"`{path}.key` is required")
    return key, secret if isinstance(secret, str) else ""


_PAIR = BodyShape({"key": Property("key", text, nullable=False), "value": Property("value", text)})
SECRETS = BodyShape(
    {
        "value": Property("value", _named(_pair), nullable=False),
        "credentials": Property("value", _named(_pair), nullable=False),
    },
)
CREDENTIALS = BodyShape(
    {
        "applicationIdentifier": Property("application_identifier", text),
        "templateId": Property("template_id", text),
        "useSavedCredentials": Property("use_saved", flag),
        "credentials": Property("credentials", _named(_pair)),
    }
)
