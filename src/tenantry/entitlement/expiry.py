"""Expiry: when access ends, by the policy and by what was asked for."""

from tenantry.clock import add_seconds
from tenantry.durations import parse_duration
from tenantry.entitlement.policies import AssignmentPolicy, Expiration, check_span
from tenantry.errors import InvalidValueError

_PATH = "schedule.expiration"


def end_of(
    policy: AssignmentPolicy, begins: str, asked: Expiration | None, *, by_administrator: bool
) -> str | None:
    """Return when access that *begins* then ends, None for never.

    *asked* is what the request says; people ask for another end than the policy's only where it
    allows that, and never for a later one.  Raises `InvalidValueError`.
    """
    latest = _end(policy.expiration, begins)
    if latest is not None and latest <= begins:
        message = f"access by this policy ended on `{latest}`; nobody gets any more of it"
        raise InvalidValueError("assignmentPolicy.expiration", message)
    wanted = None if asked is None else _asked(asked, begins)
    if asked is None or asked.type in ("notSpecified", "noExpiration"):
        return latest
    if not by_administrator and not policy.requestor_settings.allow_custom_assignment_schedule:
        message = f"the policy says when access ends; leave `{_PATH}` out"
        raise InvalidValueError(_PATH, message)
    if wanted is not None and wanted <= begins:
        raise InvalidValueError(_PATH, f"`{_PATH}` is over already; give a later end")
    if latest is not None and wanted is not None and wanted > latest:
        message = f"access by this policy ends on `{latest}` at the latest; ask for an earlier end"
        raise InvalidValueError(_PATH, message)
    return wanted


def _asked(asked: Expiration, begins: str) -> str | None:
    if asked.type == "afterDuration" and asked.duration is not None:
        check_span(asked.duration, f"{_PATH}.duration")
    return _end(asked, begins)


def _end(expiration: Expiration, begins: str) -> str | None:
    if expiration.type == "afterDateTime":
        return expiration.end_date_time
    if expiration.type == "afterDuration" and expiration.duration is not None:
        span = parse_duration(expiration.duration, path=_PATH)
        return add_seconds(begins, span.total_seconds())
    return None


def answer_due(asked_at: str, duration: str) -> str:
    """Return until when a request of that instant has to be decided."""
    span = parse_duration(duration, path="durationBeforeAutomaticDenial")
    return add_seconds(asked_at, span.total_seconds())
