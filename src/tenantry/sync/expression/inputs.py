"""What an evaluation is given because rules read no clock and draw no lots (ADR 0011)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

INPUTS = "[inputs]"
"""The place of the inputs in a row's positions; no attribute can be written like this."""

_LATER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The moment that `Now` tells, and the ``seed`` of everything drawn by lot.

    The same inputs give the same values, so that what was planned is what is applied.
    """

    now: datetime  # aware
    seed: bytes  # at least 16 unpredictable bytes

    def for_user(self, user_id: str) -> "Inputs":
        """Return the inputs for one user: of what is drawn, nobody gets the same."""
        return Inputs(now=self.now, seed=self.seed + user_id.encode())

    def drawn_anew(self) -> "Inputs":
        """Return other inputs: a day later, and with other lots."""
        try:
            now = self.now + _LATER
        except OverflowError:
            now = self.now - _LATER
        return Inputs(now=now, seed=self.seed + b"anew")

    def lots(self, place: str, count: int) -> bytes:
        """Return *count* bytes drawn for the function at *place*, always the same ones."""
        return hashlib.shake_256(self.seed + b"\0" + place.encode()).digest(count)
