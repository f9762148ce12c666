"""Notices: the mail about a job in quarantine (behaviour §8)."""

from tenantry.mail.messages import Message
from tenantry.sync.jobs import Quarantine, QuarantineReason
from tenantry.sync.notification_settings import NotificationSettings

KIND = "quarantine"

_TOLD = {
    QuarantineReason.FAILURES: "too many users could not be synchronized",
    QuarantineReason.TOTAL_FAILURES: "too many users and references could not be synchronized",
    QuarantineReason.PROPORTION_OF_FAILURES: "too large a part of the users could not be"
    " synchronized",
    QuarantineReason.EXCEPTION: "the connection is refused",
    QuarantineReason.TOO_MANY_DELETES: "too many would be deleted or disabled",
}


_ATTEMPTS = (
    "While it lasts, cycles run less and less often, down to once a day; after four weeks"
    " the job is disabled.\n"
)
_PAUSED = "The job is paused, so that no cycle runs by itself.\n"


def quarantine_notice(
    settings: NotificationSettings,
    configuration: str,
    job_id: str,
    quarantine: Quarantine,
    *,
    is_running: bool,
) -> Message | None:
    """Return what to tell of a job in quarantine, None where nobody is to be told.

    One that is not running applied a plan, and attempts nothing by itself.
    """
    if not settings.addresses:
        return None
    told = _TOLD[quarantine.reason]
    attempt = f"Next attempt: {quarantine.next_attempt_at}\n" if is_running else ""
    body = (
        f"The provisioning job of `{configuration}` is in quarantine: {told}.\n\n"
        f"{quarantine.fault.message}\n\n"
        f"Reason: {quarantine.reason.value}\n"
        f"Error: {quarantine.fault.code}\n"
        f"Since: {quarantine.series_began_at}\n"
        f"{attempt}"
        f"Job: {job_id}\n\n"
        f"{_ATTEMPTS if is_running else _PAUSED}"
    )
    subject = f"Provisioning of {configuration} is in quarantine: {told}"
    return Message(kind=KIND, recipients=settings.addresses, subject=subject, body=body)
