"""What can be invited, and how a guest is called."""

import pytest
from msgspec import structs

from tenantry.access.decisions import Person
from tenantry.access.defaults import SYSTEM_DEFAULT
from tenantry.access.inheritance import Direction, Mode, effective_setting
from tenantry.access.policy import B2BSetting, Target, TargetConfiguration
from tenantry.access.target_lists import admits_person
from tenantry.collaboration.external_users import has_left
from tenantry.collaboration.inviting import (
    InvitationRequest,
    check_invitation,
    is_invitable,
    new_guest,
)
from tenantry.directory import authorization, roles
from tenantry.errors import InvalidValueError

_REQUEST = InvitationRequest(email_address="mira@northwind.test", redirect_url="https://apps.test")


@pytest.mark.parametrize(
    "address", ["mira@northwind.test", "m.o-k_a@labs.northwind.test", "_m_@x.test", "o'neil@x.test"]
)
def test_addresses_that_can_be_invited(address: str) -> None:
    assert is_invitable(address)


@pytest.mark.parametrize(
    "address",
    [
        "mira",
        "mira@",
        "@northwind.test",
        "mira@northwind",
        ".mira@northwind.test",
        "mira.@northwind.test",
        "-mira@northwind.test",
        "mira-@northwind.test",
        "mi ra@northwind.test",
        "mira@north wind.test",
        *(f"mi{character}ra@northwind.test" for character in '~!#$%^&*()+=[]{}\\/|;:"<>?,@'),
    ],
)
def test_addresses_that_cannot_be_invited(address: str) -> None:
    assert not is_invitable(address)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"email_address": "mira+1@northwind.test"}, "invitedUserEmailAddress"),
        ({"redirect_url": "apps.test"}, "inviteRedirectUrl"),
        ({"redirect_url": "javascript:alert(1)"}, "inviteRedirectUrl"),
        ({"user_type": "Friend"}, "invitedUserType"),
        ({"resets_redemption": True}, "invitedUser"),
        ({"sponsors": ("a",) * 6}, "invitedUserSponsors"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_by_property(
    changes: dict[str, object], path: str
) -> None:
    given = {name: getattr(_REQUEST, name) for name in _REQUEST.__struct_fields__}

    with pytest.raises(InvalidValueError) as caught:
        check_invitation(InvitationRequest(**{**given, **changes}))

    assert path == caught.value.path


def test_a_guest_is_called_after_the_address_and_displayed_as_its_first_part() -> None:
    guest = new_guest(_REQUEST, "contoso.test")

    assert "mira_northwind.test#EXT#@contoso.test" == guest["user_principal_name"]
    assert ("mira", "Guest") == (guest["display_name"], guest["user_type"])


@pytest.mark.parametrize(
    ("access", "targets", "expected"),
    [
        ("allowed", ["AllUsers"], True),
        ("allowed", ["ana"], True),
        ("allowed", ["team"], True),
        ("allowed", ["ben"], False),
        ("blocked", ["AllUsers"], False),
        ("blocked", ["ana"], False),
        ("blocked", ["team"], False),
        ("blocked", ["ben"], True),
    ],
)
def test_who_is_listed_is_allowed_or_blocked(
    access: str, targets: list[str], *, expected: bool
) -> None:
    people = TargetConfiguration(
        access_type="blocked" if access == "blocked" else "allowed",
        targets=tuple(Target(target=each, target_type="user") for each in targets),
    )

    assert expected is _admits(B2BSetting(users_and_groups=people))


def test_a_setting_that_says_nothing_of_people_admits_them() -> None:
    assert _admits(None)
    assert _admits(B2BSetting())
    assert _admits(B2BSetting(users_and_groups=None))


def _admits(setting: B2BSetting | None) -> bool:
    """Return whether a default with *setting* lets in Ana, who is in a team."""
    default = structs.replace(SYSTEM_DEFAULT, b2b_collaboration_inbound=setting)
    effective = effective_setting(default, None, Mode.COLLABORATION, Direction.INBOUND)
    person = Person(id="ana", group_ids=frozenset({"team"}))
    return admits_person(effective.users_and_groups, person)


_ADMIN, _INVITER = roles.USER_ADMINISTRATOR, roles.GUEST_INVITER


@pytest.mark.parametrize(
    ("allowed", "who"),
    [
        ("none", ""),
        ("adminsAndGuestInviters", "administrator inviter"),
        ("adminsGuestInvitersAndAllMembers", "administrator inviter member application"),
        ("everyone", "administrator inviter member guest application"),
    ],
)
def test_who_may_invite(allowed: str, who: str) -> None:
    people = {
        "administrator": (False, [_ADMIN]),
        "inviter": (True, [_INVITER]),
        "member": (False, []),
        "guest": (True, []),
    }

    found = {
        name
        for name, (is_guest, role_ids) in people.items()
        if authorization.may_person_invite(allowed, is_guest=is_guest, role_ids=role_ids)
    }
    if authorization.may_application_invite(allowed):
        found.add("application")

    assert set(who.split()) == found


@pytest.mark.parametrize(
    ("deleted_at", "left_at", "expected"),
    [
        (None, None, False),
        ("1", None, False),
        (None, "1", False),
        ("1", "1", True),
        ("2", "1", False),
    ],
)
def test_only_the_last_deletion_tells_whether_a_user_left(
    deleted_at: str | None, left_at: str | None, *, expected: bool
) -> None:
    assert expected is has_left(deleted_at, left_at)
