"""How often passcodes are mailed, and whose they are."""

import pytest

from tenantry.signin.authentication.passcodes import (
    MOST_OWN,
    OWN_DIGITS,
    OWN_TRIES,
    SHARED_DIGITS,
    SHARED_TRIES,
    Sending,
    decide_sending,
    is_shared,
    letter,
    passcode_of,
    typed,
)

_NOW = "2026-03-02T08:10:00.000000Z"
_JUST_NOW = "2026-03-02T08:09:59.000000Z"
_BEFORE = "2026-03-02T08:07:00.000000Z"  # the whole pause ago


@pytest.mark.parametrize(
    ("mailed", "newest_at", "is_newest_shared", "has_code", "expected"),
    [
        (0, "", False, False, Sending.MAIL_OWN),
        (MOST_OWN - 1, _JUST_NOW, False, False, Sending.MAIL_OWN),
        (MOST_OWN - 1, _JUST_NOW, True, False, Sending.MAIL_OWN),
        (MOST_OWN - 1, _JUST_NOW, False, True, Sending.MAIL_AGAIN),
        (MOST_OWN, _JUST_NOW, False, True, Sending.KEEP),
        (MOST_OWN, _BEFORE, False, True, Sending.MAIL_AGAIN),
        (MOST_OWN, _JUST_NOW, False, False, Sending.MAIL_SHARED),
        (MOST_OWN, _BEFORE, False, False, Sending.MAIL_SHARED),
        (MOST_OWN, _JUST_NOW, True, False, Sending.SHARE),
        (MOST_OWN, _BEFORE, True, False, Sending.MAIL_SHARED),
        (9 * MOST_OWN, _JUST_NOW, True, True, Sending.KEEP),
    ],
)
def test_what_becomes_of_a_wish_for_a_code(  # one row of the table
    mailed: int, newest_at: str, expected: Sending, *, is_newest_shared: bool, has_code: bool
) -> None:
    sending = decide_sending(
        mailed=mailed,
        newest_at=newest_at,
        is_newest_shared=is_newest_shared,
        has_code=has_code,
        instant=_NOW,
    )

    assert expected is sending


def test_no_number_of_tries_finds_a_code() -> None:
    all_tries_of_own_codes = MOST_OWN * OWN_TRIES

    assert all_tries_of_own_codes / 10**OWN_DIGITS < 1e-6
    assert SHARED_TRIES / 10**SHARED_DIGITS < 1e-6


def test_a_long_code_is_typed_as_the_mail_shows_it() -> None:
    code = passcode_of(1234, SHARED_DIGITS)
    mail = letter(code, "eve@mail.example", "Fabrikam", "de")

    assert is_shared(code)
    assert "0000 0000 0000 1234 ist Ihr Code für Fabrikam" == mail.subject
    assert code == typed("0000 0000 0000 1234")
