"""People change their own password."""

import pytest

from tenantry.errors import InvalidValueError
from tenantry.signin.authentication.accounts import PasswordOutcome, PasswordRefusal
from tests.signin.people import PASSWORD, People

_NEW = "Battery-staple-2"


def test_the_new_password_replaces_the_old_one_and_ends_sessions(people: People) -> None:
    before = people.read()

    assert PasswordOutcome() == people.change_password(PASSWORD, _NEW)

    assert PasswordOutcome() == people.attempt(_NEW)
    assert PasswordRefusal.WRONG is people.attempt(PASSWORD).refusal
    assert before["sign_in_sessions_valid_from"] < people.read()["sign_in_sessions_valid_from"]


def test_a_password_that_must_be_changed_is_good_for_that(people: People) -> None:
    people.update(force_change_password=True)

    assert PasswordOutcome() == people.change_password(PASSWORD, _NEW)

    assert PasswordOutcome() == people.attempt(_NEW)


def test_a_change_that_needs_a_second_factor_waits_for_it(people: People) -> None:
    people.update(force_change_password_with_mfa=True)

    refused = people.change_password(PASSWORD, _NEW)
    assert (PasswordRefusal.MUST_CHANGE, True) == (refused.refusal, refused.needs_mfa)
    assert PasswordOutcome() == people.change_password(PASSWORD, _NEW, has_mfa=True)


def test_a_wrong_old_password_changes_nothing_and_counts(people: People) -> None:
    for number in range(10):
        outcome = people.change_password(f"wrong {number}", _NEW)
        assert PasswordRefusal.WRONG is outcome.refusal

    assert PasswordRefusal.LOCKED is people.attempt().refusal


@pytest.mark.parametrize("new", ["short-1", "nothingbutletters", PASSWORD])
def test_a_weak_password_or_the_old_one_is_refused(people: People, new: str) -> None:
    with pytest.raises(InvalidValueError):
        people.change_password(PASSWORD, new)

    assert PasswordOutcome() == people.attempt(PASSWORD)


def test_a_disabled_account_changes_nothing(people: People) -> None:
    people.update(account_enabled=False)

    assert PasswordRefusal.DISABLED is people.change_password(PASSWORD, _NEW).refusal


def test_the_audit_says_who_changed_it_and_never_to_what(people: People) -> None:
    people.change_password(PASSWORD, _NEW)

    entry = people.audits()[-1]
    assert ("Change user password", "UserManagement") == (entry["activity"], entry["category"])
    assert (people.mira["id"], "192.0.2.7") == (entry["actor_id"], entry["actor_ip_address"])
    assert "argon2" not in str(entry)
