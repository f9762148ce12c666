"""Passwords at home: right, wrong, locked, and alike for names that nobody has."""

from collections.abc import Callable

import pytest
from sqlalchemy import event, select

from tenantry.directory.operations.password_hashing import NO_PASSWORD, HashCost
from tenantry.directory.operations.purging import purge
from tenantry.directory.operations.users import delete_user
from tenantry.signin.authentication.accounts import PasswordOutcome, PasswordRefusal
from tenantry.signin.authentication.operations.codes import begin_codes, give_codes
from tenantry.storage.encryption import SecretBox
from tenantry.storage.tables import (
    authentication_challenges,
    authentication_methods,
    sign_in_failures,
)
from tests.signin.people import PASSWORD, CountingHashing, People
from tests.support.directory import add_guest, add_user

_OPEN = PasswordOutcome()
_WRONG = PasswordOutcome(refusal=PasswordRefusal.WRONG)
_LOCKED = PasswordOutcome(refusal=PasswordRefusal.LOCKED)
_DISABLED = PasswordOutcome(refusal=PasswordRefusal.DISABLED)
_MUST_CHANGE = PasswordOutcome(refusal=PasswordRefusal.MUST_CHANGE)


def test_the_right_password_opens_the_account(people: People) -> None:
    assert _OPEN == people.attempt()
    assert _WRONG == people.attempt(PASSWORD.lower())


def test_a_password_opens_nothing_in_another_tenant(people: People) -> None:
    assert _WRONG == people.attempt(tenant_id=people.neighbour.tenant_id)


def test_only_who_knows_the_password_learns_that_the_account_is_disabled(people: People) -> None:
    people.update(account_enabled=False)

    assert _DISABLED == people.attempt()
    assert _WRONG == people.attempt("wrong")


@pytest.mark.parametrize(
    ("flag", "needs_mfa"),
    [("force_change_password", False), ("force_change_password_with_mfa", True)],
)
def test_a_password_that_must_be_changed_opens_nothing(
    people: People, flag: str, *, needs_mfa: bool
) -> None:
    people.update(**{flag: True})

    outcome = people.attempt()

    assert PasswordOutcome(refusal=PasswordRefusal.MUST_CHANGE, needs_mfa=needs_mfa) == outcome
    assert outcome.is_right


def test_ten_wrong_passwords_lock_the_account_for_a_minute(people: People) -> None:
    people.fail(9)
    assert _OPEN == people.attempt()

    people.fail(10)

    assert _LOCKED == people.attempt()
    people.move_clock(59)
    assert _LOCKED == people.attempt()
    people.move_clock(61)
    assert _OPEN == people.attempt()


def test_after_a_lock_one_wrong_password_locks_for_longer(people: People) -> None:
    people.fail(10)
    people.move_clock(61)
    people.fail(1)

    people.move_clock(61 + 100)
    assert _LOCKED == people.attempt()
    people.move_clock(61 + 121)
    assert _OPEN == people.attempt()


def test_success_forgets_the_failures(people: People) -> None:
    people.fail(9)
    people.attempt()
    people.fail(9)

    assert _OPEN == people.attempt()


def test_the_same_wrong_password_again_and_again_locks_nobody_out(people: People) -> None:
    for _ in range(12):
        assert _WRONG == people.attempt("yesterday's password")

    assert _OPEN == people.attempt()


def test_while_locked_no_password_is_looked_at(people: People) -> None:
    people.fail(10)
    before = people.hashing.checks

    people.attempt()

    assert before == people.hashing.checks


def test_guesses_made_at_once_count_as_one_by_one(people: People) -> None:
    people.hashing.meanwhile = lambda: people.fail(10)

    assert _LOCKED == people.attempt()

    people.move_clock(61)
    people.hashing.meanwhile = lambda: people.fail(1)
    assert _LOCKED == people.attempt("wrong")


def test_a_password_that_was_changed_while_it_was_checked_opens_nothing(people: People) -> None:
    fresh = people.hashing.hash("Fresh-start-2")
    people.hashing.meanwhile = lambda: people.update(password_hash=fresh)

    assert _WRONG == people.attempt()


def test_nothing_is_left_of_a_user_who_is_purged(people: People) -> None:
    people.fail(1)
    box, user_id = people.secret_box, people.mira["id"]
    begin_codes(people.database, people.tenant_id, user_id, secret_box=box)
    with people.database.write() as work:
        give_codes(work, people.actor, user_id, secret_box=box)
        delete_user(work, people.actor, people.mira["id"])
        purge(work, people.actor, people.mira["id"])

    with people.database.read() as reading:
        for table in (authentication_challenges, authentication_methods, sign_in_failures):
            assert [] == reading.connection.execute(select(table)).all()


def test_a_reset_by_an_administrator_opens_a_locked_account(people: People) -> None:
    people.fail(10)

    people.update(password_hash=people.hashing.hash("Fresh-start-2"))

    assert _OPEN == people.attempt("Fresh-start-2")


def test_in_the_cloud_of_the_us_government_three_wrong_passwords_lock(
    people_of: Callable[..., People],
) -> None:
    people = people_of(cloud="usgov")

    people.fail(3)

    assert _LOCKED == people.attempt()


def test_the_lock_is_of_one_user_in_one_tenant(people: People) -> None:
    with people.database.write() as work:
        kim = add_user(work, people.actor, "kim", password_hash=people.hashing.hash(PASSWORD))
    people.fail(10, who=kim["id"])
    people.fail(10, tenant_id=people.neighbour.tenant_id)

    assert _LOCKED == people.attempt(who=kim["id"])
    assert _OPEN == people.attempt()


@pytest.mark.parametrize("who", ["nobody@northwind.test", "no password", "guest", "deleted"])
def test_without_a_password_to_check_the_same_work_is_done(people: People, who: str) -> None:
    absent = _absent(people, who)
    statements: list[str] = []
    event.listen(
        people.database.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: statements.append(statement),
    )

    people.attempt("wrong")
    of_mira, checks_of_mira = list(statements), people.hashing.checks
    statements.clear()
    outcome = people.attempt("wrong", who=absent)

    assert _WRONG == outcome
    assert 2 * checks_of_mira == people.hashing.checks
    kinds = [[text.split()[0] for text in each] for each in (of_mira, statements)]
    assert set(kinds[0]) == set(kinds[1])
    assert kinds[0].count("UPDATE") == kinds[1].count("UPDATE") == 1


def test_a_name_that_nobody_has_is_locked_like_any_other(people: People) -> None:
    people.fail(10, who="nobody@northwind.test")

    assert _LOCKED == people.attempt(who="Nobody@northwind.test")
    assert _OPEN == people.attempt()


def test_guesses_of_names_fill_no_table(people: People) -> None:
    for number in range(30):
        people.attempt(who=f"nobody{number}@northwind.test")

    with people.database.read() as reading:
        query = select(sign_in_failures.c.subject)
        subjects = reading.connection.execute(query).scalars().all()
    assert all(subject.startswith("nobody-") for subject in subjects)
    assert all(int(subject.removeprefix("nobody-")) < 4096 for subject in subjects)


def test_what_is_kept_of_wrong_passwords_says_nothing_without_the_secret_key(
    people: People,
) -> None:
    people.attempt("Almost-right-1")

    with people.database.read() as reading:
        row = reading.connection.execute(select(sign_in_failures)).mappings().one()
    assert "Almost-right-1" not in str(dict(row))
    assert (
        people.secret_box.digest(people.tenant_id, people.mira["id"], "Almost-right-1")
        in (row["recent"])
    )
    other = SecretBox("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
    assert other.digest("a") != people.secret_box.digest("a")


def test_a_successful_sign_in_brings_an_old_hash_to_the_cost_of_today(people: People) -> None:
    people.hashing = CountingHashing(HashCost(memory_kib=16, iterations=1, parallelism=1))

    people.attempt("wrong")
    assert "m=8,t=1" in people.read()["password_hash"]
    changed_at = people.read()["password_changed_at"]
    people.attempt()

    assert "m=16,t=1" in people.read()["password_hash"]
    assert changed_at == people.read()["password_changed_at"]
    assert _OPEN == people.attempt()


def _absent(people: People, who: str) -> str:
    with people.database.write() as work:
        if who == "guest":
            return str(add_guest(work, people.actor, "guest")["id"])
        if who == "no password":
            return str(add_user(work, people.actor, "kim", password_hash=NO_PASSWORD)["id"])
        if who == "deleted":
            return people.neighbour.tenant_id  # an id that is no user's here
    return who
