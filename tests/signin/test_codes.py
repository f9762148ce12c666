"""One-time codes: registered with a first code, given once each, locked after ten wrong ones."""

import pyotp
import pytest
from sqlalchemy import select

from tenantry.clock import epoch_seconds
from tenantry.errors import ConflictError, InvalidValueError, NotFoundError
from tenantry.signin.authentication.methods import ProofOutcome, ProofRefusal
from tenantry.signin.authentication.operations.codes import (
    Seed,
    begin_codes,
    check_code,
    finish_codes,
    give_codes,
)
from tenantry.storage.tables import authentication_challenges, authentication_methods
from tests.signin.people import People
from tests.support.directory import add_guest

_STEP = 30


def test_the_first_right_code_registers_the_app(people: People) -> None:
    seed = _begin(people)

    outcome = _finish(people, seed, _code(seed), display_name="My phone")

    assert outcome.refusal is None
    assert ProofOutcome(method_id=outcome.method_id) == _check(people, _code(seed, steps=1))


def test_until_then_its_codes_are_worth_nothing(people: People) -> None:
    seed = _begin(people)

    assert ProofRefusal.WRONG is _finish(people, seed, "000000").refusal
    assert ProofRefusal.WRONG is _check(people, _code(seed)).refusal
    assert _finish(people, seed, _code(seed)).refusal is None


def test_a_registration_waits_for_ten_minutes(people: People) -> None:
    seed = _begin(people)
    people.move_clock(601)

    assert ProofRefusal.EXPIRED is _finish(people, seed, _code(seed)).refusal


def test_a_registration_is_finished_once_and_by_its_user(people: People) -> None:
    seed = _begin(people)
    guest = _guest(people)

    assert ProofRefusal.EXPIRED is _finish(people, seed, _code(seed), user_id=guest).refusal
    assert _finish(people, seed, _code(seed)).refusal is None
    assert ProofRefusal.EXPIRED is _finish(people, seed, _code(seed)).refusal


def test_a_code_counts_once(people: People) -> None:
    seed = _give(people)
    now = _code(seed)

    assert _check(people, now).refusal is None
    assert ProofRefusal.USED is _check(people, now).refusal
    assert _check(people, _code(seed, steps=1)).refusal is None


def test_the_code_that_registered_an_app_is_used(people: People) -> None:
    seed = _begin(people)
    code = _code(seed)
    _finish(people, seed, code)

    assert ProofRefusal.USED is _check(people, code).refusal


def test_ten_wrong_codes_lock_even_for_the_right_one(people: People) -> None:
    seed = _give(people)
    for _ in range(10):
        assert ProofRefusal.WRONG is _check(people, "000000").refusal

    assert ProofRefusal.LOCKED is _check(people, _code(seed)).refusal
    people.move_clock(61)
    assert _check(people, _code(seed)).refusal is None


def test_a_right_code_forgets_the_wrong_ones(people: People) -> None:
    seed = _give(people)
    for steps in (0, 1):
        for _ in range(9):
            _check(people, "000000")
        assert _check(people, _code(seed, steps=steps)).refusal is None


def test_wrong_codes_do_not_lock_the_password(people: People) -> None:
    _give(people)
    for _ in range(10):
        _check(people, "000000")

    assert people.attempt().refusal is None


def test_a_moved_clock_does_not_change_the_codes(people: People) -> None:
    seed = _give(people)
    people.move_clock(30 * 86400)

    assert _check(people, _code(seed)).refusal is None


def test_each_of_several_apps_is_good(people: People) -> None:
    first, second = _give(people), _give(people)

    assert first.id == _check(people, _code(first)).method_id
    assert second.id == _check(people, _code(second)).method_id


def test_a_user_has_at_most_five_apps(people: People) -> None:
    for _ in range(5):
        _give(people)

    with pytest.raises(ConflictError, match="delete one first"):
        _give(people)


@pytest.mark.parametrize("name", ["", "   ", "x" * 129])
def test_a_name_that_says_nothing_is_refused(people: People, name: str) -> None:
    seed = _begin(people)

    with pytest.raises(InvalidValueError, match="1 to 128 characters"):
        _finish(people, seed, _code(seed), display_name=name)


def test_a_guest_has_apps_of_its_own_in_the_resource_tenant(people: People) -> None:
    guest = _guest(people)
    seed = _give(people, guest)

    assert _check(people, _code(seed), user_id=guest).refusal is None
    assert ProofRefusal.WRONG is _check(people, _code(seed, steps=1)).refusal


def test_a_code_is_worth_nothing_in_another_tenant(people: People) -> None:
    seed = _give(people)

    outcome = check_code(
        people.database,
        people.neighbour.tenant_id,
        people.mira["id"],
        _code(seed),
        secret_box=people.secret_box,
    )
    assert ProofRefusal.WRONG is outcome.refusal
    with pytest.raises(NotFoundError):
        begin_codes(
            people.database,
            people.neighbour.tenant_id,
            people.mira["id"],
            secret_box=people.secret_box,
        )


def test_the_database_does_not_show_a_seed(people: People) -> None:
    secrets = [_begin(people).secret, _give(people).secret]

    with people.database.read() as reading:
        rows = [
            *reading.connection.execute(select(authentication_challenges)),
            *reading.connection.execute(select(authentication_methods)),
        ]
    assert 2 == len(rows)
    assert [] == [secret for secret in secrets if secret in str(rows)]


def test_the_audit_says_who_registered_it(people: People) -> None:
    _give(people)
    seed = _begin(people)
    _finish(people, seed, _code(seed))

    by_operator, by_mira = people.audits()[-2:]
    assert "Admin registered security info" == by_operator["activity"]
    assert "User registered security info" == by_mira["activity"]
    assert {"UserManagement"} == {by_operator["category"], by_mira["category"]}
    assert people.mira["id"] == by_mira["actor_id"] == by_mira["target_id"]
    assert seed.secret not in str(by_mira)


def _begin(people: People) -> Seed:
    return begin_codes(
        people.database, people.tenant_id, people.mira["id"], secret_box=people.secret_box
    )


def _finish(
    people: People, seed: Seed, code: str, *, user_id: str = "", display_name: str | None = None
) -> ProofOutcome:
    return finish_codes(
        people.database,
        people.tenant_id,
        user_id or people.mira["id"],
        seed.id,
        code,
        secret_box=people.secret_box,
        display_name=display_name,
    )


def _give(people: People, user_id: str = "") -> Seed:
    with people.database.write() as work:
        return give_codes(
            work, people.actor, user_id or people.mira["id"], secret_box=people.secret_box
        )


def _check(people: People, code: str, *, user_id: str = "") -> ProofOutcome:
    return check_code(
        people.database,
        people.tenant_id,
        user_id or people.mira["id"],
        code,
        secret_box=people.secret_box,
    )


def _code(seed: Seed, *, steps: int = 0) -> str:
    """Return the code of now, or of some steps later, never at the seam of two steps."""
    return pyotp.TOTP(seed.secret).at(epoch_seconds() + steps * _STEP)


def _guest(people: People) -> str:
    with people.database.write() as work:
        return str(add_guest(work, people.actor, "guest")["id"])
