"""Job settings and connection settings: which exist, and which values they take.

Source: contract §4.5, §4.7; behaviour §1; decision 19.  A setting that belongs to another
connector is refused by name, so that nobody believes it has an effect.
"""

from collections.abc import Callable, Mapping

from tenantry.durations import parse_duration
from tenantry.errors import InvalidValueError
from tenantry.identifiers import is_id
from tenantry.sync import guard
from tenantry.sync.jobs import RunMode
from tenantry.sync.notification_settings import (
    NAME as NOTIFICATION_SETTINGS,
    parse_notification_settings,
)
from tenantry.sync.options import (
    FLOW_NULL_VALUES,
    HEAL_REFERENCES,
    STICKY_BLOCK,
    TARGET_DRIFT,
    TargetDrift,
)

COMPANY_ID = "CompanyId"
SYNC_ALL = "SyncAll"
AUTHENTICATION_TYPE = "AuthenticationType"
SYNC_POLICY = "SyncPolicy"


_PERCENT = 100
_LONGEST_WINDOW = f"{guard.LONGEST_WINDOW.days} days"


def _truth(value: str) -> bool:
    return value.lower() in ("true", "false")


def _are_notification_settings(value: str) -> bool:
    parse_notification_settings(value)
    return True


def _is_up_to(value: str, largest: int) -> bool:
    is_number = value.isascii() and value.isdigit() and len(value) <= len(str(largest))
    return is_number and int(value) <= largest


def _is_threshold(value: str) -> bool:
    return _is_up_to(value, guard.LARGEST_THRESHOLD)


def _is_percentage(value: str) -> bool:
    return _is_up_to(value, _PERCENT)


def _is_window(value: str) -> bool:
    try:
        return parse_duration(value, path=guard.WINDOW) <= guard.LONGEST_WINDOW
    except InvalidValueError:
        return False


def _is_run_mode(value: str) -> bool:
    return value in {mode.value for mode in RunMode}


def _is_drift(value: str) -> bool:
    return value in {drift.value for drift in TargetDrift}


_CONNECTION: Mapping[str, tuple[Callable[[str], bool], str]] = {
    AUTHENTICATION_TYPE: (lambda value: value == SYNC_POLICY, f"`{SYNC_POLICY}`"),
    COMPANY_ID: (is_id, "the target tenant's id"),
    SYNC_ALL: (_truth, "`true` or `false`"),
    NOTIFICATION_SETTINGS: (_are_notification_settings, "a JSON object"),
    "SkipOutOfScopeDeletions": (_truth, "`true` or `false`"),
}

_JOB: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "AzureIngestionAttributeOptimization": (_truth, "`True` or `False`"),
    "LookaheadQueryEnabled": (_truth, "`True` or `False`"),
    guard.THRESHOLD: (_is_threshold, f"a whole number from 0 to {guard.LARGEST_THRESHOLD}"),
    guard.PERCENTAGE: (_is_percentage, "a whole number from 0 to 100"),
    guard.WINDOW: (_is_window, f"a duration such as `PT1H`, {_LONGEST_WINDOW} at most"),
    "RunMode": (_is_run_mode, "`scheduled` or `continuous`"),
    HEAL_REFERENCES: (_truth, "`True` or `False`"),
    FLOW_NULL_VALUES: (_truth, "`True` or `False`"),
    STICKY_BLOCK: (_truth, "`True` or `False`"),
    TARGET_DRIFT: (_is_drift, "`ignore`, `report` or `repair`"),
}


_GUARD = frozenset({guard.THRESHOLD, guard.PERCENTAGE, guard.WINDOW})


def check_connection_settings(values: Mapping[str, str]) -> dict[str, str]:
    """Return *values* with ids in lower case; raise `InvalidValueError` for the first bad one."""
    _check(values, _CONNECTION, "connection setting")
    return {name: value.lower() if name == COMPANY_ID else value for name, value in values.items()}


def check_job_settings(values: Mapping[str, str]) -> dict[str, str]:
    """Return *values*; raise `InvalidValueError` for the first bad one.

    An empty value turns a setting of the deletion guard off.
    """
    _check(values, _JOB, "job setting", may_be_empty=_GUARD)
    return dict(values)


def guard_settings(connection: Mapping[str, str]) -> dict[str, str]:
    """Return the job settings of the guard that the saved *connection* settings turn on or off.

    Empty where they say nothing of it; an empty value is off.
    """
    text = connection.get(NOTIFICATION_SETTINGS)
    said = parse_notification_settings(text) if text else None
    if said is None or said.delete_threshold_enabled is None:
        return {}
    return {guard.THRESHOLD: str(said.threshold) if said.delete_threshold_enabled else ""}


def merge_settings(current: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return the job settings after *given* ones were set; an empty value removes one."""
    return {name: value for name, value in {**current, **given}.items() if value}


def _check(
    values: Mapping[str, str],
    known: Mapping[str, tuple[Callable[[str], bool], str]],
    kind: str,
    may_be_empty: frozenset[str] = frozenset(),
) -> None:
    for name, value in values.items():
        if name not in known:
            names = ", ".join(f"`{each}`" for each in known)
            raise InvalidValueError(
                name, f"`{name}` is not a {kind} of this connector; known are {names}"
            )
        accepts, expected = known[name]
        if not (name in may_be_empty and not value) and not accepts(value):
            raise InvalidValueError(name, f"`{name}` must be {expected}, not `{value}`")
