"""The three logs of a tenant, by the names that settings, exports and heads call them."""

from enum import Enum


class Log(Enum):
    """A log; its entries are those of `/auditLogs/…`."""

    AUDIT = "audit"
    PROVISIONING = "provisioning"
    SIGN_INS = "signIns"
