"""The present, the tenant's domain, new ids and random text: what inputs give."""

import re
from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from tenantry.sync.expression import INPUTS, EvaluationError, Inputs, compile_expression, parse

_NOW = datetime(2021, 7, 2, 15, 33, 38, 999999, tzinfo=UTC)


def _evaluate(text: str, seed: bytes = b"a seed of 16 byte", domain: str = "contoso.com") -> str:
    evaluate = compile_expression(parse(text), {INPUTS: 0, "a": 1})
    return str(evaluate((Inputs(now=_NOW, seed=seed, default_domain=domain), "x")))


def test_now_is_told_in_the_documented_form() -> None:
    assert _evaluate("Now()") == "7/2/2021 3:33:38 PM"
    assert _evaluate('DateDiff("d", Now(), CDate("2021-07-12"))') == "9"


def test_the_default_domain_is_the_tenants() -> None:
    assert _evaluate('Join("@", [a], DefaultDomain())') == "x@contoso.com"
    with pytest.raises(EvaluationError, match="make a verified one the default"):
        _evaluate("DefaultDomain()", domain="")


def test_a_guid_is_one_of_random_bits() -> None:
    drawn = _evaluate("Guid()")

    assert drawn == str(UUID(drawn))
    assert UUID(drawn).version == 4
    assert drawn != _evaluate("Guid()", seed=b"another seed of 16")


def test_two_calls_beside_each_other_draw_different_lots() -> None:
    first, second = _evaluate('Join(" ", Guid(), Guid())').split(" ")

    assert first != second


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("RandomString(6,3,0,0,3)", "(?=(.*[0-9]){3})(?=(.*[a-z]){3}).{6}"),
        (
            'RandomString(10,2,2,2,1,"?,")',
            "(?=(.*[0-9]){2})(?=(.*[A-Z]){2})(?=.*[a-z])(?=(.*[^0-9A-Za-z]){2})[^?,]{10}",
        ),
        ("RandomString(8,0,0,0,0)", "[0-9A-Za-z]{8}"),
        ("RandomString(256,0,0,256,0)", "[A-Z]{256}"),
        ('RandomString(9,9,0,0,0,"12345678")', "[09]{9}"),
    ],
)
def test_random_text_has_the_characters_asked_for(text: str, pattern: str) -> None:
    for number in range(20):
        assert re.fullmatch(pattern, _evaluate(text, seed=bytes([number]) * 16))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("RandomString(Count([a]), 2, 0, 0, 0)", "the sum of the minima, 2, or more"),
        ("RandomString(Count([a]), -1, 0, 0, 0)", "no negative minimum"),
        ('RandomString(3, 3, 0, 0, 0, "0123456789")', "leaves no character"),
    ],
)
def test_random_text_that_cannot_be_is_that_users_failure(text: str, reason: str) -> None:
    with pytest.raises(EvaluationError, match=reason):
        _evaluate(text)


@pytest.mark.parametrize(
    "text", ["RandomString(257, 0, 0, 0, 0)", "RandomString(0, 0, 0, 0, 0)", "Guid([a])"]
)
def test_what_can_never_be_drawn_is_refused(text: str) -> None:
    with pytest.raises(EvaluationError.__base__ or Exception):
        parse(text)


@given(st.lists(st.binary(min_size=16, max_size=16), min_size=200, max_size=200, unique=True))
def test_no_character_is_likelier_than_another(seeds: list[bytes]) -> None:
    drawn = Counter("".join(_evaluate("RandomString(10, 10, 0, 0, 0)", seed) for seed in seeds))

    assert set(drawn) == set("0123456789")
    assert max(drawn.values()) < 2 * min(drawn.values())
