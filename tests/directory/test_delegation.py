"""What an application may do for a user: its grants, limited by the user's roles and standing."""

from collections.abc import Collection

import pytest

from tenantry.actor import Actor, Standing
from tenantry.directory import actions, roles
from tenantry.directory.delegation import (
    FULL_GUEST_ROLE,
    LIMITED_GUEST_ROLE,
    RESTRICTED_GUEST_ROLE,
    limited,
    standing_of,
)
from tenantry.directory.operations.delegation import Delegation, user_permissions
from tenantry.directory.operations.memberships import add_member
from tenantry.directory.operations.roles import create_role_assignment
from tenantry.directory.operations.users import delete_user, update_user
from tenantry.directory.permissions import GRAPH_PERMISSIONS
from tenantry.directory.role_actions import BUILT_IN, actions_of
from tenantry.directory.values import Record
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.directory import add_group, add_guest, add_user

_MEMBER, _LIMITED = Standing.MEMBER, Standing.LIMITED_GUEST
_RESTRICTED = Standing.RESTRICTED_GUEST
_SCOPES = frozenset(each.name for each in GRAPH_PERMISSIONS if each.scope_id)
_ACCESS = "Policy.ReadWrite.CrossTenantAccess"


@pytest.mark.parametrize(
    ("scope", "role_ids", "usable"),
    [
        ("User.Read", (), True),
        ("User.Read.All", (), True),
        ("Directory.Read.All", (), True),
        ("Policy.Read.All", (), True),
        ("User.ReadWrite.All", (), False),
        ("User.ReadWrite.All", (roles.USER_ADMINISTRATOR,), True),
        ("User.ReadWrite.All", (roles.SECURITY_ADMINISTRATOR,), False),
        ("User.ReadWrite.All", (roles.GLOBAL_ADMINISTRATOR,), True),
        ("Group.ReadWrite.All", (roles.GROUPS_ADMINISTRATOR,), True),
        ("Directory.ReadWrite.All", (roles.USER_ADMINISTRATOR,), False),
        ("Directory.ReadWrite.All", (roles.GLOBAL_ADMINISTRATOR,), True),
        (_ACCESS, (), False),
        (_ACCESS, (roles.SECURITY_ADMINISTRATOR,), True),
        (_ACCESS, (roles.USER_ADMINISTRATOR,), False),
        ("Policy.ReadWrite.ConditionalAccess", (roles.CONDITIONAL_ACCESS_ADMINISTRATOR,), True),
        ("Policy.ReadWrite.Authorization", (roles.PRIVILEGED_ROLE_ADMINISTRATOR,), True),
        ("Synchronization.ReadWrite.All", (), False),
        ("Synchronization.ReadWrite.All", (roles.HYBRID_IDENTITY_ADMINISTRATOR,), True),
        ("Synchronization.Read.All", (roles.GLOBAL_READER,), False),
        ("AppRoleAssignment.ReadWrite.All", (roles.HYBRID_IDENTITY_ADMINISTRATOR,), False),
        ("AppRoleAssignment.ReadWrite.All", (roles.CLOUD_APPLICATION_ADMINISTRATOR,), True),
        ("AuditLog.Read.All", (), False),
        ("AuditLog.Read.All", (roles.REPORTS_READER,), True),
        ("RoleManagement.ReadWrite.Directory", (roles.USER_ADMINISTRATOR,), False),
        ("RoleManagement.ReadWrite.Directory", (roles.PRIVILEGED_ROLE_ADMINISTRATOR,), True),
        ("Unheard.Of.Permission", (roles.USER_ADMINISTRATOR,), False),
        ("Unheard.Of.Permission", (roles.GLOBAL_ADMINISTRATOR,), True),
    ],
)
def test_what_a_member_can_use_of_a_delegated_permission(
    scope: str, role_ids: Collection[str], *, usable: bool
) -> None:
    assert (scope in limited({scope}, _MEMBER, actions_of(role_ids))) == usable


@pytest.mark.parametrize(
    ("scope", "usable"),
    [
        ("Directory.Read.All", False),
        ("User.Read.All", True),
        ("Group.Read.All", True),
        ("Organization.Read.All", True),
        ("Device.Read.All", False),
        ("RoleManagement.Read.Directory", False),
        ("Policy.Read.All", False),
        ("OrgContact.Read.All", False),
        ("Group.Create", False),
        ("Application.ReadWrite.OwnedBy", False),
    ],
)
@pytest.mark.parametrize("standing", [_LIMITED, _RESTRICTED])
def test_what_a_guest_can_use_of_a_delegated_permission(
    scope: str, standing: Standing, *, usable: bool
) -> None:
    assert (scope in limited({scope}, standing, ())) == usable


def test_a_permission_that_takes_a_role_gives_its_reading_part_without_one() -> None:
    assert {"User.Read.All", "User.ReadBasic.All", "User.ReadWrite"} == limited(
        {"User.ReadWrite.All"}, _MEMBER, ()
    )


def test_nothing_is_usable_that_was_not_granted() -> None:
    everything = actions_of([roles.GLOBAL_ADMINISTRATOR])

    assert {"User.Read"} == limited({"User.Read"}, _MEMBER, everything)


def test_a_global_administrator_can_use_every_permission() -> None:
    assert limited(_SCOPES, _MEMBER, actions.ALL).issuperset(_SCOPES)


@pytest.mark.parametrize("role_ids", [(), *((role_id,) for role_id in BUILT_IN)])
def test_a_guest_can_use_no_more_than_a_member(role_ids: Collection[str]) -> None:
    carried = actions_of(role_ids)

    usable = [limited(_SCOPES, each, carried) for each in (_RESTRICTED, _LIMITED, _MEMBER)]

    assert usable[0] <= usable[1] <= usable[2]


@pytest.mark.parametrize(
    ("is_guest", "guest_role", "role_ids", "standing"),
    [
        (False, RESTRICTED_GUEST_ROLE, (), _MEMBER),
        (True, FULL_GUEST_ROLE, (), _MEMBER),
        (True, LIMITED_GUEST_ROLE, (), _LIMITED),
        (True, RESTRICTED_GUEST_ROLE, (), _RESTRICTED),
        (True, "unheard of", (), _RESTRICTED),
        (True, RESTRICTED_GUEST_ROLE, (roles.DIRECTORY_READERS,), _MEMBER),
    ],
)
def test_the_standing_of_a_user(
    guest_role: str, role_ids: Collection[str], standing: Standing, *, is_guest: bool
) -> None:
    carried = actions_of(role_ids)

    assert standing == standing_of(is_guest=is_guest, guest_role=guest_role, role_actions=carried)


def test_every_built_in_role_carries_known_actions() -> None:
    assert {each.id for each in roles.ROLE_TEMPLATES} == {*BUILT_IN}
    assert actions.ALL.issuperset(action for carried in BUILT_IN.values() for action in carried)


def test_roles_count_for_those_who_hold_them(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")
    _give(work, home, mira, roles.SECURITY_ADMINISTRATOR)

    found = _of(work, home, mira)

    assert (found.is_active, found.standing, "Mira") == (True, _MEMBER, found.display_name)
    assert found.role_ids == (roles.SECURITY_ADMINISTRATOR,)
    assert actions.PARTNERS_CREATE in found.role_actions
    assert _ACCESS in found.permissions


def test_roles_count_for_members_of_a_group_that_holds_them(work: UnitOfWork, home: Actor) -> None:
    mira, kim = add_user(work, home, "mira"), add_user(work, home, "kim")
    group = add_group(work, home, "security", is_assignable_to_role=True)
    add_member(work, home, group["id"], mira["id"])
    _give(work, home, group, roles.SECURITY_ADMINISTRATOR)

    held = [_of(work, home, each).role_ids for each in (mira, kim)]

    assert [(roles.SECURITY_ADMINISTRATOR,), ()] == held


def test_a_user_who_is_disabled_or_deleted_may_nothing(work: UnitOfWork, home: Actor) -> None:
    mira, kim = add_user(work, home, "mira"), add_user(work, home, "kim")
    update_user(work, home, mira["id"], {"account_enabled": False})
    delete_user(work, home, kim["id"])

    assert Delegation(is_active=False) == _of(work, home, mira) == _of(work, home, kim)


def test_a_user_of_another_tenant_may_nothing(
    work: UnitOfWork, home: Actor, neighbour: Actor
) -> None:
    mira = add_user(work, home, "mira")

    assert not _of(work, neighbour, mira).is_active


def test_a_guest_is_limited_unless_the_tenant_says_otherwise(work: UnitOfWork, home: Actor) -> None:
    found = _of(work, home, add_guest(work, home, "kim", account_enabled=True))

    assert (_LIMITED, False) == (found.standing, "Directory.Read.All" in found.permissions)


def _of(work: UnitOfWork, actor: Actor, user: Record) -> Delegation:
    return user_permissions(work, actor.tenant_id, user["id"], _SCOPES)


def _give(work: UnitOfWork, actor: Actor, principal: Record, role_id: str) -> None:
    values = {
        "directory_scope_id": "/",
        "principal_id": principal["id"],
        "role_template_id": role_id,
    }
    create_role_assignment(work, actor, values)
