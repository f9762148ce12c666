"""Smart lockout as a rule: what counts, how long it locks."""

import pytest
from hypothesis import given, strategies as st

from tenantry.clock import add_seconds
from tenantry.signin.authentication.lockout import (
    LONGEST_SECONDS,
    NONE,
    Failures,
    advance,
    is_locked,
    since_change,
    threshold_of,
)

_NOW = "2026-11-28T08:00:00.000000Z"


def _after(*digests: str | None, threshold: int = 10) -> Failures:
    failures = NONE
    for digest in digests:
        failures = advance(failures, instant=_NOW, threshold=threshold, digest=digest)
    return failures


def _many(count: int) -> list[str]:
    return [f"digest {number}" for number in range(count)]


@pytest.mark.parametrize(("cloud", "threshold"), [("commercial", 10), ("china", 10), ("usgov", 3)])
def test_ten_failures_lock_and_three_in_the_cloud_of_the_us_government(
    cloud: str, threshold: int
) -> None:
    before = _after(*_many(threshold - 1), threshold=threshold_of(cloud))
    locking = _after(*_many(threshold), threshold=threshold_of(cloud))

    assert not is_locked(before, instant=_NOW)
    assert is_locked(locking, instant=_NOW)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(10, 60), (11, 120), (12, 240), (15, 1920), (16, 3600), (90, 3600)]
)
def test_each_further_failure_locks_for_longer(failures: int, seconds: int) -> None:
    locked = _after(*_many(failures))

    assert is_locked(locked, instant=add_seconds(_NOW, seconds - 1))
    assert not is_locked(locked, instant=add_seconds(_NOW, seconds))


def test_the_same_wrong_password_again_does_not_count() -> None:
    assert _after("a") == _after("a", "a", "a")
    assert _after("a", "b", "c") == _after("a", "b", "c", "a", "b", "c")


def test_only_the_last_three_wrong_passwords_are_remembered() -> None:
    failures = _after("a", "b", "c", "d")

    assert ("d", "c", "b") == failures.recent
    assert 5 == advance(failures, instant=_NOW, threshold=10, digest="a").count


def test_codes_count_each_time() -> None:
    assert is_locked(_after(*[None] * 10), instant=_NOW)


def test_a_changed_password_ends_what_was_before() -> None:
    failures = _after(*_many(10))

    assert NONE == since_change(failures, add_seconds(_NOW, 1))
    assert failures == since_change(failures, add_seconds(_NOW, -1))
    assert failures == since_change(failures, None)


@given(st.lists(st.one_of(st.none(), st.sampled_from("abcdef")), max_size=80))
def test_no_failure_ever_opens_an_account_or_locks_it_for_longer_than_an_hour(
    digests: list[str | None],
) -> None:
    failures = NONE
    for digest in digests:
        after = advance(failures, instant=_NOW, threshold=10, digest=digest)
        assert after.count >= failures.count
        assert not is_locked(failures, instant=_NOW) or is_locked(after, instant=_NOW)
        assert not is_locked(after, instant=add_seconds(_NOW, LONGEST_SECONDS))
        failures = after
