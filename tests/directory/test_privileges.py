"""Users get no more power over others, groups and applications than their roles give them."""

from collections.abc import Mapping
from typing import Any

import pytest

from tenantry.actor import Actor
from tenantry.directory import actions, roles
from tenantry.directory.operations.applications import create_application, delete_application
from tenantry.directory.operations.assignments import create_assignment
from tenantry.directory.operations.groups import update_group
from tenantry.directory.operations.memberships import add_member
from tenantry.directory.operations.owners import add_owner
from tenantry.directory.operations.roles import create_role_assignment
from tenantry.directory.operations.secrets import add_application_secret
from tenantry.directory.operations.users import delete_user, revoke_sign_in_sessions, update_user
from tenantry.directory.permissions import GRAPH_APP_ID, ROLE_ID_OF
from tenantry.directory.role_actions import actions_of
from tenantry.directory.stores.applications import find_service_principal
from tenantry.directory.values import Record
from tenantry.errors import NotPermittedError
from tenantry.storage.unit_of_work import UnitOfWork
from tests.support.directory import (
    a_person,
    add_group,
    add_service_principal,
    add_user,
    an_application,
)

_PERMISSIONS = (
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "Group.ReadWrite.All",
    "RoleManagement.ReadWrite.Directory",
    "User.ReadWrite.All",
)


@pytest.mark.parametrize(
    ("values", "role_id", "may"),
    [
        ({"city": "Oslo"}, roles.SECURITY_ADMINISTRATOR, True),
        ({"account_enabled": False}, roles.SECURITY_ADMINISTRATOR, False),
        ({"password_hash": "new"}, roles.GLOBAL_ADMINISTRATOR, False),
        ({"password_hash": "new"}, roles.REPORTS_READER, True),
        ({"password_hash": "new"}, None, True),
    ],
)
def test_a_user_administrator_changes_nothing_by_which_to_become_another_administrator(
    work: UnitOfWork, home: Actor, values: Mapping[str, Any], role_id: str | None, *, may: bool
) -> None:
    mira = add_user(work, home, "mira")
    if role_id is not None:
        _give(work, home, mira, role_id)
    caller = _with_role(work, home, roles.USER_ADMINISTRATOR)

    if may:
        update_user(work, caller, mira["id"], values)
    else:
        with pytest.raises(NotPermittedError):
            update_user(work, caller, mira["id"], values)


def test_only_a_global_administrator_ends_what_administrators_have(
    work: UnitOfWork, home: Actor
) -> None:
    mira = add_user(work, home, "mira")
    _give(work, home, mira, roles.SECURITY_ADMINISTRATOR)
    caller = _with_role(work, home, roles.USER_ADMINISTRATOR)

    for attempt in (delete_user, revoke_sign_in_sessions):
        with pytest.raises(NotPermittedError):
            attempt(work, caller, mira["id"])
    delete_user(work, _with_role(work, home, roles.GLOBAL_ADMINISTRATOR), mira["id"])


def test_a_group_that_holds_roles_takes_who_may_give_roles(work: UnitOfWork, home: Actor) -> None:
    mira = add_user(work, home, "mira")
    group = add_group(work, home, "security", is_assignable_to_role=True)
    plain = add_group(work, home, "design")
    user_administrator = _with_role(work, home, roles.USER_ADMINISTRATOR)
    role_administrator = _with_role(work, home, roles.PRIVILEGED_ROLE_ADMINISTRATOR)

    with pytest.raises(NotPermittedError):
        add_member(work, user_administrator, group["id"], mira["id"])
    with pytest.raises(NotPermittedError):
        update_group(work, user_administrator, group["id"], {"description": "Mine"})
    with pytest.raises(NotPermittedError):
        add_member(work, an_application(home, "Group.ReadWrite.All"), group["id"], mira["id"])
    with pytest.raises(NotPermittedError):
        add_member(work, role_administrator, plain["id"], mira["id"])
    add_member(work, role_administrator, group["id"], mira["id"])
    add_member(work, user_administrator, plain["id"], mira["id"])


def test_permissions_of_graph_are_granted_by_who_may_give_any_power(
    work: UnitOfWork, home: Actor
) -> None:
    graph = find_service_principal(work, home.tenant_id, GRAPH_APP_ID)
    assert graph is not None
    client = add_service_principal(work, home, "Script")
    grant = {
        "app_role_id": ROLE_ID_OF["RoleManagement.ReadWrite.Directory"],
        "principal_id": client["id"],
        "resource_id": graph["id"],
    }

    with pytest.raises(NotPermittedError):
        create_assignment(work, _with_role(work, home, roles.APPLICATION_ADMINISTRATOR), grant)
    create_assignment(work, _with_role(work, home, roles.PRIVILEGED_ROLE_ADMINISTRATOR), grant)


def test_a_hybrid_administrator_neither_deletes_applications_nor_signs_in_as_them(
    work: UnitOfWork, home: Actor
) -> None:
    application = create_application(work, home, {"display_name": "Board"})
    hybrid = _with_role(work, home, roles.HYBRID_IDENTITY_ADMINISTRATOR)
    administrator = _with_role(work, home, roles.CLOUD_APPLICATION_ADMINISTRATOR)

    with pytest.raises(NotPermittedError):
        add_application_secret(work, hybrid, application["id"], {})
    with pytest.raises(NotPermittedError):
        delete_application(work, hybrid, application["id"])
    with pytest.raises(NotPermittedError):
        add_owner(work, hybrid, "application", application["id"], hybrid.actor_id)
    add_owner(work, administrator, "application", application["id"], hybrid.actor_id)
    add_application_secret(work, administrator, application["id"], {})
    delete_application(work, administrator, application["id"])


def test_what_a_script_made_is_not_its_users(work: UnitOfWork, home: Actor) -> None:
    script = an_application(home, "Application.ReadWrite.OwnedBy")
    application = create_application(work, script, {"display_name": "Board"})
    user = add_user(work, home, "mira")
    person = a_person(home, user, "Application.ReadWrite.OwnedBy", role_actions=actions.ALL)

    with pytest.raises(NotPermittedError):
        delete_application(work, person, application["id"])
    delete_application(work, script, application["id"])


def _with_role(work: UnitOfWork, home: Actor, role_id: str) -> Actor:
    user = add_user(work, home, f"holder-{role_id[:8]}")
    return a_person(home, user, *_PERMISSIONS, role_actions=actions_of([role_id]))


def _give(work: UnitOfWork, home: Actor, principal: Record, role_id: str) -> None:
    values = {"principal_id": principal["id"], "role_template_id": role_id}
    create_role_assignment(work, home, {**values, "directory_scope_id": "/"})
