"""One-time codes as a rule: the vectors of RFC 6238, and which steps count."""

import base64

import pytest

from tenantry.signin.authentication.totp import find_step, is_fresh, setup_uri

_SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("epoch", "code"),
    [
        # RFC 6238, appendix B; six digits are the end of its eight.
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_codes_are_those_of_the_standard(epoch: int, code: str) -> None:
    assert epoch // 30 == find_step(_SECRET, code, epoch=epoch)


@pytest.mark.parametrize(
    ("late", "counts"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_code_counts_one_step_before_and_after_its_own(late: int, *, counts: bool) -> None:
    found = find_step(_SECRET, "279037", epoch=2000000000 + late)

    assert (2000000000 // 30 if counts else None) == found


@pytest.mark.parametrize("code", [" 279 037", "279-037", "279037\n"])
def test_what_people_type_around_the_digits_says_nothing(code: str) -> None:
    assert find_step(_SECRET, code, epoch=2000000000) is not None


@pytest.mark.parametrize("code", ["", "27903", "2790377", "٢٧٩٠٣٧", "279037a", "abcdef"])
def test_anything_but_six_digits_is_no_code(code: str) -> None:
    assert find_step(_SECRET, code, epoch=2000000000) is None


def test_after_a_step_only_later_ones_are_fresh() -> None:
    assert [False, False, True] == [is_fresh(step, 7) for step in (6, 7, 8)]
    assert is_fresh(7, None)


def test_the_app_is_told_whose_account_it_is() -> None:
    assert (
        f"otpauth://totp/North%20Wind:mira%40northwind.test?secret={_SECRET}&issuer=North%20Wind"
        == setup_uri(_SECRET, issuer="North Wind", account="mira@northwind.test")
    )
