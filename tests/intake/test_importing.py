"""Imports into a tenant: what goes in, what is left out, and that a second one changes nothing."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from tenantry.actor import Actor, operator
from tenantry.directory.operations.users import get_user, update_user
from tenantry.errors import NotFoundError
from tenantry.intake import importing
from tenantry.intake.importing import ImportReport, import_users
from tenantry.intake.reading import read_users
from tenantry.storage import feed
from tenantry.storage.database import Database
from tests.support.directory import add_neighbour, add_tenant, add_user
from tests.support.hashing import HASHING

_PASSWORD = "Long-enough-1"


@pytest.fixture
def actor(database: Database) -> Actor:
    """The operator in the tenant that is imported into; a neighbour looks like it."""
    with database.write() as work:
        add_neighbour(work)
        return add_tenant(work, "northwind")


def _person(name: str, **given: Any) -> dict[str, Any]:
    return {
        "userPrincipalName": f"{name}@northwind.test",
        "displayName": name.capitalize(),
        "accountEnabled": True,
        **given,
    }


def _import(
    database: Database, actor: Actor, *people: Mapping[str, Any], **options: Any
) -> ImportReport:
    content = msgspec.json.encode({"value": people})
    found = read_users(content, name="people.json")
    return import_users(database, actor, found, hashing=HASHING, **options)


def _user(database: Database, actor: Actor, name: str) -> dict[str, Any]:
    with database.read() as reading:
        return get_user(reading, operator(actor.tenant_id), f"{name}@northwind.test")


def _position(database: Database, actor: Actor) -> int:
    with database.read() as reading:
        return feed.position(reading.connection, actor.tenant_id)


def _counts(report: ImportReport) -> tuple[int, int, int, int]:
    return (report.created, report.updated, report.unchanged, report.left_out)


def test_people_go_in_with_their_properties_and_managers(database: Database, actor: Actor) -> None:
    report = _import(
        database,
        actor,
        _person("kim", manager={"userPrincipalName": "mira@northwind.test"}, jobTitle="Designer"),
        _person("mira", department="Design"),
    )

    kim, mira = _user(database, actor, "kim"), _user(database, actor, "mira")
    assert (2, 0, 0, 0) == _counts(report)
    assert (1, []) == (report.managers_set, report.problems)
    assert ("Designer", mira["id"]) == (kim["job_title"], kim["manager_id"])
    assert ("Design", None) == (mira["department"], mira["manager_id"])


def test_a_second_import_of_the_same_file_changes_nothing(database: Database, actor: Actor) -> None:
    people = [
        _person(
            "mira",
            businessPhones=["+45 1"],
            otherMails=["mira@home.test"],
            passwordProfile={"password": _PASSWORD, "forceChangePasswordNextSignIn": True},
        ),
        _person("kim", manager={"userPrincipalName": "mira@northwind.test"}),
    ]
    _import(database, actor, *people)
    position = _position(database, actor)

    report = _import(database, actor, *people)

    assert (0, 0, 2, 0) == _counts(report)
    assert 0 == report.managers_set
    assert position == _position(database, actor)


def test_only_what_differs_is_written(database: Database, actor: Actor) -> None:
    _import(database, actor, _person("mira", jobTitle="Designer"), _person("kim"))
    position = _position(database, actor)

    report = _import(database, actor, _person("mira", jobTitle="Head of Design"), _person("kim"))

    with database.read() as reading:
        [change] = feed.since(
            reading.connection, actor.tenant_id, position, until=position + 9, limit=9
        )
    assert (0, 1, 1, 0) == _counts(report)
    assert ("job_title",) == change.properties


def test_a_password_is_set_for_new_people_and_kept_for_the_others(
    database: Database, actor: Actor
) -> None:
    _import(database, actor, _person("mira", passwordProfile={"password": _PASSWORD}))
    _import(database, actor, _person("mira", passwordProfile={"password": "Another-one-1"}))

    assert HASHING.is_password(_PASSWORD, _user(database, actor, "mira")["password_hash"])


def test_people_without_a_password_cannot_sign_in_with_any(
    database: Database, actor: Actor
) -> None:
    _import(database, actor, _person("mira"))

    assert not HASHING.is_password("", _user(database, actor, "mira")["password_hash"])


def test_bad_rows_are_told_with_their_line_and_the_others_go_in(
    database: Database, actor: Actor
) -> None:
    report = _import(
        database,
        actor,
        _person("mira", userPrincipalName="mira@elsewhere.test"),
        _person("kim", passwordProfile={"password": "weak"}),
        _person("ida", displayName=""),
        _person("bo"),
    )

    told = {problem.line: problem.reason for problem in report.problems}
    assert (1, 0, 0, 3) == _counts(report)
    assert ["`elsewhere.test` is not verified", "between 8 and 256", "`displayName`"] == [
        words
        for line, words in (
            (1, "`elsewhere.test` is not verified"),
            (2, "between 8 and 256"),
            (3, "`displayName`"),
        )
        if words in told[line]
    ]
    assert "Bo" == _user(database, actor, "bo")["display_name"]


@pytest.mark.parametrize(
    "bad",
    [
        _person("kim", displayName=""),
        _person("kim", userPrincipalName="kim@elsewhere.test"),
        _person("kim", passwordProfile={"password": "weak"}),
    ],
)
def test_all_or_nothing_leaves_nothing_behind_when_a_row_is_bad(
    database: Database, actor: Actor, bad: Mapping[str, Any]
) -> None:
    position = _position(database, actor)

    report = _import(database, actor, _person("mira"), bad, all_or_nothing=True)

    assert (False, 1) == (report.written, report.left_out)
    assert position == _position(database, actor)
    with pytest.raises(NotFoundError):
        _user(database, actor, "mira")


def test_all_or_nothing_writes_everything_when_all_is_well(
    database: Database, actor: Actor
) -> None:
    people = [_person("mira"), _person("kim", manager={"userPrincipalName": "mira@northwind.test"})]

    report = _import(database, actor, *people, all_or_nothing=True)

    assert (True, 2, 1) == (report.written, report.created, report.managers_set)


def test_a_manager_may_be_somebody_who_is_there_already(database: Database, actor: Actor) -> None:
    with database.write() as work:
        mira = add_user(work, actor, "mira")

    _import(database, actor, _person("kim", manager={"userPrincipalName": "MIRA@northwind.test"}))

    assert mira["id"] == _user(database, actor, "kim")["manager_id"]


def test_a_manager_of_another_tenant_is_not_known(database: Database, actor: Actor) -> None:
    report = _import(
        database, actor, _person("ida", manager={"userPrincipalName": "mira@tailwind.test"})
    )

    [problem] = report.problems
    assert (1, False) == (report.created, problem.left_out)
    assert "`mira@tailwind.test` is not known" in problem.reason


def test_two_people_may_change_places(database: Database, actor: Actor) -> None:
    under_mira = {"manager": {"userPrincipalName": "mira@northwind.test"}}
    under_kim = {"manager": {"userPrincipalName": "kim@northwind.test"}}
    under_bo = {"manager": {"userPrincipalName": "bo@northwind.test"}}
    _import(database, actor, _person("bo"), _person("mira", **under_bo))
    _import(database, actor, _person("bo"), _person("kim", **under_mira))

    report = _import(database, actor, _person("mira", **under_kim), _person("kim", **under_bo))

    bo, kim = _user(database, actor, "bo"), _user(database, actor, "kim")
    assert [] == report.problems
    assert (bo["id"], kim["id"]) == (
        kim["manager_id"],
        _user(database, actor, "mira")["manager_id"],
    )


def test_a_manager_who_reports_to_the_person_is_refused_and_told(
    database: Database, actor: Actor
) -> None:
    _import(database, actor, _person("mira"))
    _import(database, actor, _person("kim", manager={"userPrincipalName": "mira@northwind.test"}))

    report = _import(
        database, actor, _person("mira", manager={"userPrincipalName": "kim@northwind.test"})
    )

    [problem] = report.problems
    assert (1, "mira@northwind.test", False) == (problem.line, problem.subject, problem.left_out)
    assert _user(database, actor, "mira")["manager_id"] is None


def test_what_an_administrator_changed_is_put_back_but_for_the_password(
    database: Database, actor: Actor
) -> None:
    person = _person(
        "mira", passwordProfile={"password": _PASSWORD, "forceChangePasswordNextSignIn": True}
    )
    _import(database, actor, person)
    with database.write() as work:
        changes = {"display_name": "M.", "force_change_password": False}
        update_user(work, actor, "mira@northwind.test", changes)

    report = _import(database, actor, person)

    mira = _user(database, actor, "mira")
    assert (0, 1, 0, 0) == _counts(report)
    assert ("Mira", False) == (mira["display_name"], mira["force_change_password"])


def test_progress_is_told_by_chunk(
    database: Database, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)
    told: list[int] = []

    report = _import(
        database, actor, *(_person(f"user{n}") for n in range(5)), on_progress=told.append
    )

    assert ([2, 2, 1], 5) == (told, report.created)
