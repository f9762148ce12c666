"""One-time codes of an authenticator app (RFC 6238): 6 digits, a new code every 30 seconds.

Time is real time, also in a lab whose clock was moved: the app knows no other.
"""

import re

from pyotp import TOTP
from pyotp.exceptions import OTPVerificationError

WINDOW = 1
"""Steps before and after the current one whose code counts too: clocks differ."""

_CODE = re.compile(r"[0-9]{6}")
_SPACE = re.compile(r"[\s-]")


def find_step(secret: str, code: str, *, epoch: float) -> int | None:
    """Return the step whose code *code* is at *epoch* seconds; None if it is of none that counts.

    *secret* is in Base32.  Spaces and dashes of the code, which people type, say nothing.
    """
    digits = _SPACE.sub("", code)
    if not _CODE.fullmatch(digits):
        return None
    try:
        return TOTP(secret).verify_and_get_timecode(digits, for_time=epoch, valid_window=WINDOW)
    except OTPVerificationError:
        return None


def is_fresh(step: int, last_step: int | None) -> bool:
    """Return whether a code of *step* may still be used after one of *last_step* was."""
    return last_step is None or step > last_step


def setup_uri(secret: str, *, issuer: str, account: str) -> str:
    """Return what an authenticator app reads from a QR code."""
    return TOTP(secret, name=account, issuer=issuer).provisioning_uri()
