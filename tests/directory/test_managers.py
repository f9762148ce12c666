"""Who reports to whom."""

import pytest

from tenantry.actor import Actor
from tenantry.directory.operations.managers import (
    clear_manager,
    count_direct_reports,
    get_manager,
    list_direct_reports,
    set_manager,
)
from tenantry.directory.operations.users import delete_user, get_user
from tenantry.errors import InvalidValueError, NotFoundError, NotPermittedError
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.directory import add_user, an_application

EVERYTHING = PageQuery()


def test_a_manager_is_set_seen_from_both_sides_and_cleared(work: UnitOfWork, home: Actor) -> None:
    mira, kim = add_user(work, home, "mira"), add_user(work, home, "kim")

    set_manager(work, home, mira["id"], kim["user_principal_name"])

    assert get_manager(work, home, mira["id"])["id"] == kim["id"]
    reports = list_direct_reports(work, home, kim["id"], EVERYTHING).records
    assert [mira["id"]] == [report["id"] for report in reports]
    assert count_direct_reports(work, home, kim["id"], EVERYTHING) == 1

    clear_manager(work, home, mira["id"])

    for attempt in (get_manager, clear_manager):
        with pytest.raises(NotFoundError):
            attempt(work, home, mira["id"])


def test_nobody_is_their_own_manager_around_any_circle(work: UnitOfWork, home: Actor) -> None:
    ada, bo, cy = (add_user(work, home, name)["id"] for name in ("ada", "bo", "cy"))
    set_manager(work, home, ada, bo)
    set_manager(work, home, bo, cy)

    for user, manager in ((ada, ada), (cy, bo), (cy, ada)):
        with pytest.raises(InvalidValueError) as refusal:
            set_manager(work, home, user, manager)
        assert refusal.value.path == "manager"


def test_a_deleted_manager_is_not_seen(work: UnitOfWork, home: Actor) -> None:
    mira, kim = add_user(work, home, "mira"), add_user(work, home, "kim")
    set_manager(work, home, mira["id"], kim["id"])

    delete_user(work, home, kim["id"])

    with pytest.raises(NotFoundError):
        get_manager(work, home, mira["id"])


def test_a_deleted_report_is_not_seen(work: UnitOfWork, home: Actor) -> None:
    mira, kim = add_user(work, home, "mira"), add_user(work, home, "kim")
    set_manager(work, home, mira["id"], kim["id"])

    delete_user(work, home, mira["id"])

    assert [] == list_direct_reports(work, home, kim["id"], EVERYTHING).records


def test_a_user_of_another_tenant_is_no_manager(
    work: UnitOfWork, home: Actor, neighbour: Actor
) -> None:
    mira = add_user(work, home, "mira")
    theirs = get_user(work, neighbour, "kim@tailwind.test")

    with pytest.raises(NotFoundError):
        set_manager(work, home, mira["id"], theirs["id"])


def test_managers_are_set_by_who_may_write_users(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")
    reader = an_application(home, "User.Read.All")

    for attempt in (
        lambda: set_manager(work, reader, mira["id"], mira["id"]),
        lambda: clear_manager(work, reader, mira["id"]),
        lambda: get_manager(work, an_application(home), mira["id"]),
        lambda: list_direct_reports(work, an_application(home), mira["id"], EVERYTHING),
    ):
        with pytest.raises(NotPermittedError):
            attempt()
