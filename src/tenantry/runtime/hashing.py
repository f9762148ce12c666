"""What a password hash costs here: from the settings, with a floor outside of the lab."""

from tenantry.directory.operations.password_hashing import LEAST_COST, HashCost, PasswordHashing
from tenantry.errors import InvalidValueError
from tenantry.runtime.settings import Settings

_LEAST_PER_THREAD = 8  # KiB; Argon2 itself takes no less


def hashing_of(settings: Settings) -> PasswordHashing:
    """Return the hashing that the settings ask for.

    Raises `InvalidValueError` for a cost that Argon2 refuses, and outside of the lab for one
    below `LEAST_COST`.
    """
    cost = HashCost(
        memory_kib=settings.passwords_memory_kib,
        iterations=settings.passwords_iterations,
        parallelism=settings.passwords_parallelism,
    )
    least = _LEAST_PER_THREAD * cost.parallelism
    if not settings.lab:
        least = max(least, LEAST_COST.memory_kib)
        _require("iterations", cost.iterations, LEAST_COST.iterations)
    _require("memory_kib", cost.memory_kib, least)
    return PasswordHashing(cost)


def _require(name: str, value: int, least: int) -> None:
    if value < least:
        setting = f"passwords.{name}"
        message = f"the setting `{setting}` cannot be `{value}`; it takes {least} or more here"
        raise InvalidValueError(setting, message)
