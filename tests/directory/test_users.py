"""Users: what makes one, who may see and change one, and that tenants do not mix."""

import pytest

from tenantry.actor import Actor
from tenantry.directory.operations.users import (
    count_users,
    create_user,
    delete_user,
    get_user,
    list_users,
    revoke_sign_in_sessions,
    update_user,
)
from tenantry.errors import (
    AlreadyExistsError,
    InvalidValueError,
    NotFoundError,
    NotPermittedError,
)
from tenantry.storage.filters.fields import Operator, Ordering, make_field
from tenantry.storage.filters.tree import Comparison
from tenantry.storage.pages import PageQuery
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.directory import a_person, add_guest, add_user, an_application, user_values

EVERYTHING = PageQuery()
DISPLAY_NAME = make_field("displayName", "eq orderby", folded_column="display_name_key")
DEPARTMENT = make_field("department", "eq")


def test_a_new_user_is_a_member_and_found_by_id_and_by_sign_in_name_in_any_casing(
    work: UnitOfWork, home: Actor
) -> None:
    mira = add_user(work, home, "mira", department="Design", other_mails=["mira@example.com"])

    assert mira == get_user(work, home, mira["id"])
    assert mira == get_user(work, home, "MIRA@Northwind.test")
    assert ("Member", "Design", ["mira@example.com"]) == (
        mira["user_type"],
        mira["department"],
        mira["other_mails"],
    )


@pytest.mark.parametrize("domain", ["unverified.test", "tailwind.test"])
def test_a_sign_in_name_is_in_a_domain_that_the_tenant_verified(
    work: UnitOfWork, home: Actor, domain: str
) -> None:
    with pytest.raises(InvalidValueError, match="not verified") as refusal:
        add_user(work, home, "mira", domain=domain)
    assert refusal.value.path == "user_principal_name"


def test_a_sign_in_name_is_taken_in_any_casing(work: UnitOfWork, home: Actor) -> None:
    add_user(work, home, "mira")

    with pytest.raises(AlreadyExistsError) as refusal:
        add_user(work, home, "MIRA")
    assert refusal.value.path == "user_principal_name"


def test_an_update_changes_only_what_it_names(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira", department="Design", city="Wellington")

    update_user(work, home, mira["id"], {"department": "Design", "city": None})

    assert get_user(work, home, mira["id"]) == {**mira, "city": None}


def test_objects_are_changed_member_by_member(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira", employee_org_data={"cost_center": "1", "division": "North"})

    update_user(work, home, mira["id"], {"employee_org_data": {"division": "South"}})

    changed = get_user(work, home, mira["id"])
    assert changed["employee_org_data"] == {"cost_center": "1", "division": "South"}


def test_writing_mail_makes_it_the_primary_address_and_keeps_the_old_one(
    work: UnitOfWork, home: Actor
) -> None:
    mira = add_user(work, home, "mira", mail="mira@northwind.test")

    update_user(work, home, mira["id"], {"mail": "m.okafor@northwind.test"})

    assert ["SMTP:m.okafor@northwind.test", "smtp:mira@northwind.test"] == get_user(
        work, home, mira["id"]
    )["proxy_addresses"]


@pytest.mark.claim("CTS-078")
def test_an_external_user_has_no_password_here(work: UnitOfWork, home: Actor) -> None:
    guest = add_guest(work, home, "kim")

    with pytest.raises(InvalidValueError, match="home tenant"):
        update_user(work, home, guest["id"], {"password_hash": "x"})


@pytest.mark.claim("CTS-079")
@pytest.mark.parametrize("name", ["external_user_state", "home_user_id", "alternative_security_id"])
def test_an_external_user_cannot_become_internal(work: UnitOfWork, home: Actor, name: str) -> None:
    guest = add_guest(work, home, "kim")

    with pytest.raises(InvalidValueError, match="read-only"):
        update_user(work, home, guest["id"], {name: None})


def test_an_external_user_is_made_by_invitation(work: UnitOfWork, home: Actor) -> None:
    guest = add_guest(work, home, "kim")

    assert ("Invitation", "Guest", work.instant) == (
        guest["creation_type"],
        guest["user_type"],
        guest["external_user_state_changed_at"],
    )


def test_a_deleted_user_vanishes_from_every_read(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")

    delete_user(work, home, mira["id"])

    for key in (mira["id"], mira["user_principal_name"]):
        with pytest.raises(NotFoundError):
            get_user(work, home, key)
    assert [] == list_users(work, home, EVERYTHING).records
    assert count_users(work, home, EVERYTHING) == 0


def test_users_of_another_tenant_are_never_seen(
    work: UnitOfWork, home: Actor, neighbour: Actor
) -> None:
    mira = add_user(work, home, "mira")
    theirs = get_user(work, neighbour, "mira@tailwind.test")

    listed = list_users(work, home, EVERYTHING)

    assert [mira["id"]] == [user["id"] for user in listed.records]
    for key in (theirs["id"], theirs["user_principal_name"]):
        with pytest.raises(NotFoundError):
            get_user(work, home, key)
        with pytest.raises(NotFoundError):
            update_user(work, home, key, {"city": "Oslo"})
        with pytest.raises(NotFoundError):
            delete_user(work, home, key)


def test_pages_follow_each_other_in_the_asked_order(work: UnitOfWork, home: Actor) -> None:
    for name in ("bo", "Ada", "cy"):
        add_user(work, home, name)
    by_name = PageQuery(orderings=(Ordering(field=DISPLAY_NAME),), limit=2)

    first = list_users(work, home, by_name)
    second = list_users(
        work, home, PageQuery(orderings=by_name.orderings, limit=2, after=first.next)
    )

    assert ["Ada", "Bo"] == [user["display_name"] for user in first.records]
    assert ["Cy"] == [user["display_name"] for user in second.records]
    assert second.next is None


def test_a_page_has_the_asked_columns_and_the_id(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")

    listed = list_users(work, home, PageQuery(columns=["display_name"]))

    assert [{"id": mira["id"], "display_name": "Mira"}] == listed.records


def test_a_filter_is_asked_of_the_database(work: UnitOfWork, home: Actor) -> None:
    add_user(work, home, "mira", department="Design")
    add_user(work, home, "kim", department="Sales")
    in_design = PageQuery(condition=Comparison(DEPARTMENT, Operator.EQ, "design"))

    listed = list_users(work, home, in_design)

    assert ["Mira"] == [user["display_name"] for user in listed.records]
    assert count_users(work, home, in_design) == 1


def test_an_actor_without_permission_sees_and_changes_nothing(
    work: UnitOfWork, home: Actor
) -> None:
    mira = add_user(work, home, "mira")
    stranger = an_application(home, "Group.Read.All")

    for attempt in (
        lambda: get_user(work, stranger, mira["id"]),
        lambda: list_users(work, stranger, EVERYTHING),
        lambda: count_users(work, stranger, EVERYTHING),
        lambda: create_user(work, stranger, user_values("kim", "northwind.test")),
        lambda: update_user(work, stranger, mira["id"], {"city": "Oslo"}),
        lambda: delete_user(work, stranger, mira["id"]),
        lambda: revoke_sign_in_sessions(work, stranger, mira["id"]),
    ):
        with pytest.raises(NotPermittedError):
            attempt()


def test_a_reader_may_not_write(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")
    reader = an_application(home, "User.Read.All")

    assert get_user(work, reader, mira["id"]) == mira
    with pytest.raises(NotPermittedError):
        update_user(work, reader, mira["id"], {"city": "Oslo"})


def test_basic_permission_shows_basic_properties_only(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira", department="Design")
    kim = a_person(home, add_user(work, home, "kim"), "User.ReadBasic.All")

    seen = get_user(work, kim, mira["id"])

    assert ("Mira", None) == (seen["display_name"], seen["department"])
    with pytest.raises(NotPermittedError):
        list_users(work, kim, PageQuery(condition=Comparison(DEPARTMENT, Operator.EQ, "Design")))


def test_a_person_sees_and_changes_some_of_the_own_profile(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira", department="Design")
    herself = a_person(home, mira, "User.ReadWrite")

    update_user(work, herself, mira["id"], {"mobile_phone": "+64 1"})

    assert get_user(work, herself, mira["id"])["mobile_phone"] == "+64 1"
    with pytest.raises(NotPermittedError):
        update_user(work, herself, mira["id"], {"department": "Sales"})


def test_a_guest_may_not_list_users(work: UnitOfWork, home: Actor) -> None:
    guest = add_guest(work, home, "kim")

    with pytest.raises(NotPermittedError):
        list_users(work, a_person(home, guest, "User.Read.All"), EVERYTHING)


def test_passwords_never_reach_the_audit(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")
    update_user(work, home, mira["id"], {"password_hash": "a secret hash"})

    rows = work.connection.exec_driver_sql("SELECT modified_properties FROM directory_audits")

    texts = [row[0] or "" for row in rows]
    assert any("password_hash" in text for text in texts)
    assert not any("hash" in text.replace("password_hash", "") for text in texts)
