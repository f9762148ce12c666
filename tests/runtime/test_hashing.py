"""The cost of password hashes: a setting, with a floor outside of the lab."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tenantry.directory.operations.password_hashing import (
    LEAST_COST,
    HashCost,
    PasswordHashing,
    hashes_at_once,
)
from tenantry.errors import InvalidValueError
from tenantry.runtime.hashing import hashing_of
from tenantry.runtime.settings import Settings

_LEAST: dict[str, Any] = {
    "passwords_memory_kib": LEAST_COST.memory_kib,
    "passwords_iterations": LEAST_COST.iterations,
    "passwords_parallelism": LEAST_COST.parallelism,
}


def test_the_settings_say_what_a_hash_costs() -> None:
    made = hashing_of(Settings(**_LEAST)).hash("Long-enough-1")

    assert "$m=19456,t=2,p=1$" in made


def test_unless_said_a_hash_takes_one_thread_and_the_memory_of_the_standard() -> None:
    assert HashCost(memory_kib=65536, iterations=3, parallelism=1) == HashCost()
    assert "$m=65536,t=3,p=1$" in hashing_of(Settings()).hash("Long-enough-1")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (Settings(**{**_LEAST, "passwords_memory_kib": 19455}), "memory_kib` cannot be `19455`"),
        (Settings(**{**_LEAST, "passwords_iterations": 1}), "iterations` cannot be `1`"),
        (
            Settings(lab=True, passwords_memory_kib=31, passwords_parallelism=4),
            "it takes 32 or more",
        ),
    ],
)
def test_what_is_not_safe_or_not_possible_is_refused(settings: Settings, told: str) -> None:
    with pytest.raises(InvalidValueError, match=told):
        hashing_of(settings)


def test_a_lab_may_hash_for_nothing() -> None:
    settings = Settings(
        lab=True, passwords_memory_kib=8, passwords_iterations=1, passwords_parallelism=1
    )

    assert "$m=8,t=1,p=1$" in hashing_of(settings).hash("Long-enough-1")


def test_a_hash_of_another_cost_is_right_and_outdated() -> None:
    before = PasswordHashing(HashCost(memory_kib=8, iterations=1, parallelism=1))
    after = PasswordHashing(HashCost(memory_kib=8, iterations=2, parallelism=1))
    made = before.hash("Long-enough-1")

    assert after.is_password("Long-enough-1", made)
    assert after.is_outdated(made)
    assert not after.is_outdated(after.renewed("Long-enough-1"))


@pytest.mark.parametrize("stored", [None, "!", "no hash"])
@pytest.mark.parametrize("password", ["", "!", "no hash", "Long-enough-1", "\ud800"])
def test_no_password_is_the_one_of_a_user_who_has_none(stored: str | None, password: str) -> None:
    assert not PasswordHashing(LEAST_COST).is_password(password, stored)


@pytest.mark.parametrize(
    ("parallelism", "processors", "at_once"), [(4, 2, 1), (4, 4, 1), (4, 9, 2), (1, 2, 2)]
)
def test_hashes_share_no_processors(parallelism: int, processors: int, at_once: int) -> None:
    assert at_once == hashes_at_once(HashCost(parallelism=parallelism), processors)


def test_more_hashes_than_run_at_once_take_turns() -> None:
    hashing = PasswordHashing(HashCost(memory_kib=64, iterations=1, parallelism=8))
    made = hashing.renewed("Long-enough-1")
    tried = ["Long-enough-1", "another"] * 20

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda password: hashing.is_password(password, made), tried))

    assert [True, False] * 20 == found
