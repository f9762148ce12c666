"""Notification settings: whom to tell of quarantine, and the documented deletion guard.

They are one connection setting, a JSON object in the wire's words.  Source: contract §4.5.
"""

import msgspec

from tenantry.decoding import explain_misfit
from tenantry.errors import InvalidValueError
from tenantry.mail.messages import parse_addresses
from tenantry.sync.guard import DEFAULT_THRESHOLD, LARGEST_THRESHOLD

NAME = "SyncNotificationSettings"


class NotificationSettings(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    rename="pascal",
):
    """What the setting says.

    ``recipients`` are mail addresses, separated by commas or semicolons;
    ``delete_threshold_value`` None is the documented default.  The lookahead belongs to sources
    that are personnel systems; it is accepted and without effect.
    """

    enabled: bool = False
    recipients: str | None = None
    delete_threshold_enabled: bool | None = None
    delete_threshold_value: int | None = None
    human_resources_lookahead_query_enabled: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        """Whom to tell, nobody where telling is off."""
        path = f"{NAME}.Recipients"
        return parse_addresses(self.recipients or "", path=path) if self.enabled else ()

    @property
    def threshold(self) -> int:
        """How many removals the guard lets pass, where it is on."""
        value = self.delete_threshold_value
        return DEFAULT_THRESHOLD if value is None else value


def parse_notification_settings(text: str) -> NotificationSettings:
    """Return what the setting says.

    Raises `InvalidValueError` naming the member that is wrong.
    """
    try:
        settings = msgspec.json.decode(text, type=NotificationSettings)
    except msgspec.ValidationError as fault:
        raise _refusal(fault) from fault
    except (msgspec.DecodeError, UnicodeError) as fault:
        message = f"`{NAME}` must be a JSON object in a string, not `{text}`"
        raise InvalidValueError(NAME, message) from fault
    _check(settings)
    return settings


def _check(settings: NotificationSettings) -> None:
    path = f"{NAME}.Recipients"
    addresses = parse_addresses(settings.recipients or "", path=path)
    if settings.enabled and not addresses:
        message = f"`{path}` names nobody to notify; add a mail address, or set `Enabled` to false"
        raise InvalidValueError(path, message)
    if not 0 <= settings.threshold <= LARGEST_THRESHOLD:
        path = f"{NAME}.DeleteThresholdValue"
        message = f"`{path}` must be from 0 to {LARGEST_THRESHOLD}, not `{settings.threshold}`"
        raise InvalidValueError(path, message)


def _refusal(fault: msgspec.ValidationError) -> InvalidValueError:
    """Return *fault* in our words, naming the member."""
    place, reason = explain_misfit(fault)
    path = f"{NAME}.{place}" if place else NAME
    known = ", ".join(f"`{name}`" for name in NotificationSettings.__struct_encode_fields__)
    return InvalidValueError(path, f"`{path}`: {reason}; known members are {known}")
