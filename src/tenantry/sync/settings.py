"""Job settings and connection settings: which exist, and which values they take.

Source: contract §4.5, §4.7; behaviour §1; decision 19.  A setting that belongs to another
connector is refused by name, so that nobody believes it has an effect.
"""

from collections.abc import Callable, Mapping

from tenantry.errors import InvalidValueError
from tenantry.identifiers import is_id
from tenantry.sync.jobs import RunMode

COMPANY_ID = "CompanyId"
SYNC_ALL = "SyncAll"
AUTHENTICATION_TYPE = "AuthenticationType"
SYNC_POLICY = "SyncPolicy"


def _truth(value: str) -> bool:
    return value.lower() in ("true", "false")


def _anything(_value: str) -> bool:
    return True


def _is_whole_number(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _is_run_mode(value: str) -> bool:
    return value in {mode.value for mode in RunMode}


_CONNECTION: Mapping[str, tuple[Callable[[str], bool], str]] = {
    AUTHENTICATION_TYPE: (lambda value: value == SYNC_POLICY, f"`{SYNC_POLICY}`"),
    COMPANY_ID: (is_id, "the target tenant's id"),
    SYNC_ALL: (_truth, "`true` or `false`"),
    "SyncNotificationSettings": (_anything, "JSON text"),
    "SkipOutOfScopeDeletions": (_truth, "`true` or `false`"),
}

_JOB: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "AzureIngestionAttributeOptimization": (_truth, "`True` or `False`"),
    "LookaheadQueryEnabled": (_truth, "`True` or `False`"),
    "QuarantineTooManyDeletesThreshold": (_is_whole_number, "a whole number"),
    "RunMode": (_is_run_mode, "`scheduled` or `continuous`"),
}


def check_connection_settings(values: Mapping[str, str]) -> dict[str, str]:
    """Return *values* with ids in lower case; raise `InvalidValueError` for the first bad one."""
    _check(values, _CONNECTION, "connection setting")
    return {name: value.lower() if name == COMPANY_ID else value for name, value in values.items()}


def check_job_settings(values: Mapping[str, str]) -> dict[str, str]:
    """Return *values*; raise `InvalidValueError` for the first bad one."""
    _check(values, _JOB, "job setting")
    return dict(values)


def _check(
    values: Mapping[str, str], known: Mapping[str, tuple[Callable[[str], bool], str]], kind: str
) -> None:
    for name, value in values.items():
        if name not in known:
            names = ", ".join(f"`{each}`" for each in known)
            raise InvalidValueError(
                name, f"`{name}` is not a {kind} of this connector; known are {names}"
            )
        accepts, expected = known[name]
        if not accepts(value):
            raise InvalidValueError(name, f"`{name}` must be {expected}, not `{value}`")
