"""What a device is, and what can be said of it (contract §6.7).

A device belongs to the tenant that manages it; it proves itself by a key whose thumbprint is
among its alternative security ids.
Graph: ``device``.
"""

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tenantry.directory.values import (
    Record,
    Rule,
    anything,
    check,
    choice,
    require_all,
    required,
    text,
)
from tenantry.errors import InvalidValueError
from tenantry.identifiers import is_id

HYBRID_JOINED = "ServerAd"
TRUST_TYPES = (HYBRID_JOINED, "AzureAd", "Workplace")

_KEY_TYPE = 2  # of an alternative security id: the thumbprint of a key
_KEY_MARK = "X509:<SHA256-TP-PUBKEY>"
_THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{43}")


def _device_id(name: str, value: str | None) -> None:
    if value is None or not is_id(value):
        raise InvalidValueError(name, f"`{name}` must be a GUID; it is the device's own")


RULES: Mapping[str, Rule] = {
    "account_enabled": required,
    "alternative_security_ids": anything,
    "approximate_last_sign_in_at": anything,
    "device_id": _device_id,
    "device_ownership": choice("unknown", "company", "personal"),
    "display_name": text(256, clearable=False),
    "is_compliant": anything,
    "is_managed": anything,
    "manufacturer": text(64),
    "model": text(64),
    "operating_system": text(64, clearable=False),
    "operating_system_version": text(64, clearable=False),
    "trust_type": choice(*TRUST_TYPES),
}
"""What a device is made of."""

_ONCE = frozenset({"device_id", "trust_type"})
"""What is said when the device is added, and never again."""


def check_new_device(values: Mapping[str, Any]) -> None:
    """Raise `InvalidValueError` unless *values* make a device."""
    require_all(
        values,
        "account_enabled",
        "alternative_security_ids",
        "device_id",
        "display_name",
        "operating_system",
        "operating_system_version",
    )
    check(RULES, values)
    _check_keys(values["alternative_security_ids"])


def check_device_changes(before: Record, values: Mapping[str, Any]) -> None:
    """Raise `InvalidValueError` unless the device *before* may get *values*."""
    for name in _ONCE.intersection(values):
        if values[name] != before[name] and before[name] is not None:
            raise InvalidValueError(name, f"`{name}` cannot be changed; add the device anew")
    check(RULES, values)
    _check_keys(values.get("alternative_security_ids", []))


def key_of(thumbprint: str) -> Record:
    """Return the alternative security id that registers the key with this thumbprint.

    The thumbprint is the one of RFC 7638 with SHA-256.
    """
    written = base64.b64encode(f"{_KEY_MARK}{thumbprint}".encode()).decode()
    return {"type": _KEY_TYPE, "identityProvider": None, "key": written}


def thumbprints_of(device: Record) -> frozenset[str]:
    """Return the thumbprints of the keys that are registered on the device."""
    found = set()
    for each in device["alternative_security_ids"] or []:
        text_ = base64.b64decode(each["key"]).decode(errors="replace")
        thumbprint = text_.removeprefix(_KEY_MARK)
        if text_ != thumbprint and _THUMBPRINT.fullmatch(thumbprint):
            found.add(thumbprint)
    return frozenset(found)


def _check_keys(given: Sequence[Record] | None) -> None:
    for index, each in enumerate(given or []):
        path = f"alternative_security_ids[{index}].key"
        try:
            base64.b64decode(each["key"] or "", validate=True)
        except ValueError as fault:
            message = f"`alternativeSecurityIds[{index}].key` must be base64"
            raise InvalidValueError(path, message) from fault
