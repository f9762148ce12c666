"""Groups and their members, directly and through groups in groups."""

from typing import Any

import pytest

from tenantry.actor import Actor
from tenantry.directory.operations.groups import (
    count_groups,
    create_group,
    delete_group,
    get_group,
    list_groups,
    update_group,
)
from tenantry.directory.operations.memberships import (
    add_member,
    check_member_groups,
    count_members,
    get_member_groups,
    list_groups_of,
    list_members,
    remove_member,
)
from tenantry.directory.operations.users import delete_user
from tenantry.directory.values import Record
from tenantry.errors import (
    AlreadyExistsError,
    InvalidValueError,
    NotBuiltError,
    NotFoundError,
    NotPermittedError,
)
from tenantry.storage.pages import Page, PageQuery
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.directory import (
    add_group,
    add_service_principal,
    add_user,
    an_application,
    group_values,
)

EVERYTHING = PageQuery()


def ids(page: Page) -> list[str]:
    return [record["id"] for record in page.records]


def test_a_new_group_is_found_with_what_it_was_given(work: UnitOfWork, home: Actor) -> None:
    design = add_group(work, home, "design", description="Designers")

    assert design == get_group(work, home, design["id"])
    assert ("Designers", [], work.instant) == (
        design["description"],
        design["group_types"],
        design["renewed_at"],
    )


def test_a_microsoft_365_group_has_an_address_in_the_default_domain(
    work: UnitOfWork, home: Actor
) -> None:
    kind: dict[str, Any] = {"group_types": ["Unified"], "mail_enabled": True}

    team = add_group(work, home, "team", **kind)

    assert team["mail"] == "team@northwind.test"
    with pytest.raises(AlreadyExistsError):
        add_group(work, home, "TEAM", **kind)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"display_name": None}, "display_name"),
        ({"display_name": "x" * 257}, "display_name"),
        ({"mail_nickname": "my design"}, "mail_nickname"),
        ({"mail_nickname": "x" * 65}, "mail_nickname"),
        ({"mail_enabled": True}, "mail_enabled"),
        ({"security_enabled": False}, "security_enabled"),
        ({"group_types": ["Unified"]}, "mail_enabled"),
        ({"group_types": ["Distribution"]}, "group_types"),
        ({"visibility": "HiddenMembership"}, "visibility"),
        ({"mail": "design@northwind.test"}, "mail"),
    ],
)
def test_a_group_that_cannot_be_is_refused(
    work: UnitOfWork, home: Actor, given: dict[str, Any], path: str
) -> None:
    with pytest.raises(InvalidValueError) as refusal:
        create_group(work, home, {**group_values("design"), **given})
    assert path == refusal.value.path


def test_dynamic_groups_are_not_built(work: UnitOfWork, home: Actor) -> None:
    with pytest.raises(NotBuiltError):
        add_group(work, home, "design", group_types=["DynamicMembership"])


def test_roles_may_be_assigned_only_to_groups_made_for_it_by_who_manages_roles(
    work: UnitOfWork, home: Actor
) -> None:
    values = group_values("admins", is_assignable_to_role=True)
    design = add_group(work, home, "design")

    with pytest.raises(NotPermittedError):
        create_group(work, an_application(home, "Group.ReadWrite.All"), values)
    with pytest.raises(InvalidValueError, match="read-only"):
        update_group(work, home, design["id"], {"is_assignable_to_role": True})


def test_a_change_of_a_group_keeps_the_rest(work: UnitOfWork, home: Actor) -> None:
    design = add_group(work, home, "design", description="Designers")

    update_group(work, home, design["id"], {"display_name": "Design team"})

    assert get_group(work, home, design["id"]) == {**design, "display_name": "Design team"}


def test_a_deleted_group_vanishes_from_every_read(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")
    design = add_group(work, home, "design", members=[mira])

    delete_group(work, home, design["id"])

    with pytest.raises(NotFoundError):
        get_group(work, home, design["id"])
    assert [] == ids(list_groups(work, home, EVERYTHING))
    assert count_groups(work, home, EVERYTHING) == 0
    assert [] == ids(list_groups_of(work, home, mira["id"], EVERYTHING))
    assert [] == get_member_groups(work, home, mira["id"], security_enabled_only=False)


def test_members_are_users_groups_and_service_principals(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")
    inner = add_group(work, home, "inner")
    board = add_service_principal(work, home, "Board")
    design = add_group(work, home, "design")

    for member in (mira, inner, board):
        add_member(work, home, design["id"], member["id"])

    members = list_members(work, home, design["id"], EVERYTHING)
    assert [
        (mira["id"], "user"),
        (inner["id"], "group"),
        (board["id"], "servicePrincipal"),
    ] == [(member["id"], member["object_type"]) for member in members.records]
    users = list_members(work, home, design["id"], EVERYTHING, kind="user")
    assert [mira["id"]] == ids(users)
    assert count_members(work, home, design["id"], EVERYTHING) == 3


def test_mixed_members_come_in_pages(work: UnitOfWork, home: Actor) -> None:
    people = [add_user(work, home, name) for name in ("ada", "bo", "cy")]
    design = add_group(work, home, "design", members=people)

    first = list_members(work, home, design["id"], PageQuery(limit=2))
    second = list_members(work, home, design["id"], PageQuery(limit=2, after=first.next))

    assert [person["id"] for person in people] == [*ids(first), *ids(second)]
    assert second.next is None


def test_an_object_is_a_member_once(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")
    design = add_group(work, home, "design", members=[mira])

    with pytest.raises(InvalidValueError, match="is a member of the group already"):
        add_member(work, home, design["id"], mira["id"])


def test_members_are_added_all_or_none_and_at_most_twenty(work: UnitOfWork, home: Actor) -> None:
    design = add_group(work, home, "design")

    with pytest.raises(InvalidValueError, match="at most 20"):
        update_group(work, home, design["id"], {}, member_ids=[design["id"]] * 21)


@pytest.mark.parametrize("added", ["group", "servicePrincipal"])
def test_a_microsoft_365_group_has_users_only(work: UnitOfWork, home: Actor, added: str) -> None:
    team = add_group(work, home, "team", group_types=["Unified"], mail_enabled=True)
    others = {
        "group": add_group(work, home, "inner"),
        "servicePrincipal": add_service_principal(work, home, "Board"),
    }

    with pytest.raises(InvalidValueError, match="users as members only"):
        add_member(work, home, team["id"], others[added]["id"])


def test_a_group_is_no_member_of_itself(work: UnitOfWork, home: Actor) -> None:
    design = add_group(work, home, "design")

    with pytest.raises(InvalidValueError):
        add_member(work, home, design["id"], design["id"])


def test_a_membership_ends_once(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")
    design = add_group(work, home, "design", members=[mira])

    remove_member(work, home, design["id"], mira["id"])

    assert [] == ids(list_members(work, home, design["id"], EVERYTHING))
    with pytest.raises(NotFoundError):
        remove_member(work, home, design["id"], mira["id"])


def test_a_deleted_member_is_not_listed(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")
    design = add_group(work, home, "design", members=[mira])

    delete_user(work, home, mira["id"])

    assert [] == ids(list_members(work, home, design["id"], EVERYTHING))
    assert [] == ids(list_members(work, home, design["id"], EVERYTHING, kind="user"))
    assert count_members(work, home, design["id"], EVERYTHING) == 0


def nested(work: UnitOfWork, home: Actor) -> tuple[Record, Record, Record, Record]:
    """Return Mira, who is in `inner`, which is in `middle`, which is in `outer`."""
    mira = add_user(work, home, "mira")
    inner = add_group(work, home, "inner", members=[mira])
    middle = add_group(work, home, "middle", members=[inner])
    return mira, inner, middle, add_group(work, home, "outer", members=[middle])


def test_membership_passes_through_groups_in_groups(work: UnitOfWork, home: Actor) -> None:
    mira, inner, middle, outer = nested(work, home)

    above = list_groups_of(work, home, mira["id"], EVERYTHING, transitive=True)
    below = list_members(work, home, outer["id"], EVERYTHING, transitive=True)

    assert [inner["id"], middle["id"], outer["id"]] == ids(above)
    assert [mira["id"], inner["id"], middle["id"]] == ids(below)
    assert [inner["id"]] == ids(list_groups_of(work, home, mira["id"], EVERYTHING))
    people = list_members(work, home, outer["id"], EVERYTHING, kind="user", transitive=True)
    assert [mira["id"]] == ids(people)


def test_groups_in_a_circle_end_somewhere(work: UnitOfWork, home: Actor) -> None:
    mira, inner, middle, outer = nested(work, home)
    add_member(work, home, inner["id"], outer["id"])

    above = get_member_groups(work, home, mira["id"], security_enabled_only=True)

    assert sorted([inner["id"], middle["id"], outer["id"]]) == above


def test_a_deleted_group_passes_nothing_on(work: UnitOfWork, home: Actor) -> None:
    mira, inner, middle, outer = nested(work, home)

    delete_group(work, home, middle["id"])

    assert [inner["id"]] == get_member_groups(work, home, mira["id"], security_enabled_only=False)
    assert [] == ids(list_members(work, home, outer["id"], EVERYTHING, transitive=True))


def test_only_security_groups_are_given_where_they_are_asked_for(
    work: UnitOfWork, home: Actor
) -> None:
    mira = add_user(work, home, "mira")
    design = add_group(work, home, "design", members=[mira])
    unified: dict[str, Any] = {
        "group_types": ["Unified"],
        "mail_enabled": True,
        "security_enabled": False,
    }
    team = add_group(work, home, "team", members=[mira], **unified)

    everything = get_member_groups(work, home, mira["id"], security_enabled_only=False)
    security = get_member_groups(work, home, mira["id"], security_enabled_only=True)

    assert [design["id"], team["id"]] == everything
    assert [design["id"]] == security


def test_checked_groups_are_those_the_object_is_in(
    work: UnitOfWork, home: Actor, neighbour: Actor
) -> None:
    mira, inner, _, outer = nested(work, home)
    other = add_group(work, home, "other")
    theirs = list_groups(work, neighbour, EVERYTHING).records[0]
    asked = [outer["id"].upper(), inner["id"], other["id"], theirs["id"]]

    assert [inner["id"], outer["id"]] == check_member_groups(work, home, mira["id"], asked)
    with pytest.raises(InvalidValueError, match="at most 20"):
        check_member_groups(work, home, mira["id"], asked * 6)


def test_groups_and_members_of_another_tenant_are_out_of_reach(
    work: UnitOfWork, home: Actor, neighbour: Actor
) -> None:
    theirs = list_groups(work, neighbour, EVERYTHING).records[0]
    kim = list_members(work, neighbour, theirs["id"], EVERYTHING).records[0]
    design = add_group(work, home, "design")

    assert [design["id"]] == ids(list_groups(work, home, EVERYTHING))
    for attempt in (
        lambda: get_group(work, home, theirs["id"]),
        lambda: update_group(work, home, theirs["id"], {"description": "ours"}),
        lambda: delete_group(work, home, theirs["id"]),
        lambda: list_members(work, home, theirs["id"], EVERYTHING),
        lambda: add_member(work, home, design["id"], kim["id"]),
        lambda: add_member(work, home, theirs["id"], design["id"]),
        lambda: list_groups_of(work, home, kim["id"], EVERYTHING),
    ):
        with pytest.raises(NotFoundError):
            attempt()


def test_who_sees_memberships_but_not_people_sees_ids(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")
    design = add_group(work, home, "design", members=[mira])
    reader = an_application(home, "GroupMember.Read.All")

    seen = list_members(work, reader, design["id"], EVERYTHING, kind="user").records[0]

    assert (mira["id"], None) == (seen["id"], seen["display_name"])


def test_an_actor_without_permission_sees_and_changes_no_group(
    work: UnitOfWork, home: Actor
) -> None:
    mira = add_user(work, home, "mira")
    design = add_group(work, home, "design", members=[mira])
    reader = an_application(home, "Group.Read.All")
    stranger = an_application(home, "User.Read.All")

    for attempt in (
        lambda: get_group(work, stranger, design["id"]),
        lambda: list_groups(work, stranger, EVERYTHING),
        lambda: count_groups(work, stranger, EVERYTHING),
        lambda: list_members(work, stranger, design["id"], EVERYTHING),
        lambda: create_group(work, reader, group_values("other")),
        lambda: update_group(work, reader, design["id"], {"description": "x"}),
        lambda: delete_group(work, reader, design["id"]),
        lambda: add_member(work, reader, design["id"], mira["id"]),
        lambda: remove_member(work, reader, design["id"], mira["id"]),
    ):
        with pytest.raises(NotPermittedError):
            attempt()
