"""Finding the device whose code somebody typed; who guesses has to wait.

A code says nothing of a tenant, so guesses are counted by where they come from.
"""

from dataclasses import dataclass

from tenantry.signin import device_codes as rules
from tenantry.signin.authentication import lockout
from tenantry.signin.authentication.stores.failures import DEVICE, lock_failures, save_failures
from tenantry.signin.operations.provider import OpenIdProvider
from tenantry.signin.stores import device_codes
from tenantry.signin.stores.device_codes import DeviceCode

_NO_TENANT = "common"
_PLACES = 65536  # rows at most that guesses make


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What became of a typed code: the device that waits, None where none does."""

    code: DeviceCode | None = None
    is_locked: bool = False


def find_device(provider: OpenIdProvider, address: str, user_hash: str) -> Typed:
    """Return the device that waits for the code; while *address* is locked, not even that."""
    place = f"place-{int(provider.secret_box.digest('device', address), 16) % _PLACES}"
    with provider.database.write() as work:
        stored = lock_failures(work, _NO_TENANT, place, DEVICE)
        failures = rules.guesses_that_count(stored, work.instant)
        if lockout.is_locked(failures, instant=work.instant):
            return Typed(is_locked=True)
        code = device_codes.find_typed(work, user_hash)
        if code is None:
            failures = rules.after_guess(failures, work.instant)
            save_failures(work, _NO_TENANT, place, DEVICE, failures)
    return Typed(code=code)
