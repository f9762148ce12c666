"""What an evaluation is given because rules read no clock, draw no lots and ask no tenant."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

INPUTS = "[inputs]"
"""The place of the inputs in a row's positions; no attribute can be written like this."""

_LATER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The moment that `Now` tells, the ``seed`` of everything drawn by lot, and what a tenant is.

    The same inputs give the same values, so that what was planned is what is applied (ADR 0011).
    ``default_domain`` is that of the tenant whose users are mapped.
    """

    now: datetime  # aware
    seed: bytes  # at least 16 unpredictable bytes
    default_domain: str = ""

    def for_user(self, user_id: str) -> "Inputs":
        """Return the inputs for one user: of what is drawn, nobody gets the same."""
        return replace(self, seed=self.seed + user_id.encode())

    def drawn_anew(self) -> "Inputs":
        """Return other inputs: a day later, and with other lots."""
        try:
            now = self.now + _LATER
        except OverflowError:
            now = self.now - _LATER
        return replace(self, now=now, seed=self.seed + b"anew")

    def lots(self, place: str, count: int) -> bytes:
        """Return *count* bytes drawn for the function at *place*, always the same ones."""
        return hashlib.shake_256(self.seed + b"\0" + place.encode()).digest(count)
