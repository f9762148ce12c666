"""Password hashes at the least cost that is allowed: tests are about passwords, not about time."""

from collections.abc import Mapping
from dataclasses import replace

from tenantry.directory.operations.password_hashing import LEAST_COST, HashCost, PasswordHashing
from tenantry.runtime.setting_descriptions import (
    SETTINGS,
    environment_of,
    environment_variable,
)
from tenantry.runtime.settings import Settings

_CHEAP = HashCost(memory_kib=8, iterations=1, parallelism=1)
HASHING = PasswordHashing(_CHEAP)


def cheap(settings: Settings) -> Settings:
    """Return the *settings* of a lab with the same cost: a lab is not held to the floor."""
    return replace(
        settings,
        passwords_memory_kib=_CHEAP.memory_kib,
        passwords_iterations=_CHEAP.iterations,
        passwords_parallelism=_CHEAP.parallelism,
    )


def least_cost_variables() -> Mapping[str, str]:
    """Return the environment of commands that hash at the floor, which is allowed everywhere."""
    settings = Settings(
        passwords_memory_kib=LEAST_COST.memory_kib,
        passwords_iterations=LEAST_COST.iterations,
        passwords_parallelism=LEAST_COST.parallelism,
    )
    names = {environment_variable(name) for name in SETTINGS if name.startswith("passwords.")}
    return {name: value for name, value in environment_of(settings).items() if name in names}
