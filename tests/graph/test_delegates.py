"""What users may do over HTTP through an application that holds every permission."""

import httpx
import pytest

from tenantry.directory import roles
from tenantry.storage.database import Database
from tests.support.delegates import delegate, give_role
from tests.support.directory import add_tenant, add_user
from tests.support.graph_api import GraphApi

_LOGS = ("auditLogs/directoryAudits", "auditLogs/provisioning", "auditLogs/signIns")
_DEFINITIONS = "/v1.0/roleManagement/directory/roleDefinitions"


class World:
    """A tenant with Mira, who calls, and Ben."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._api = GraphApi(database)
        with database.write() as work:
            actor = add_tenant(work, "northwind")
            self.mira, self.ben = (add_user(work, actor, name)["id"] for name in ("mira", "ben"))
        self._tenant_id = actor.tenant_id

    def mira_with(self, *role_ids: str) -> httpx.Client:
        """Return Mira as a caller, with these roles and those that she was given before."""
        for role_id in role_ids:
            give_role(self._database, self._tenant_id, self.mira, role_id)
        return self._api.client_of(delegate(self._database, self._tenant_id, self.mira))

    def ben_with(self, *scopes: str) -> httpx.Client:
        """Return Ben, who has no role, through an application with *scopes*, or with all."""
        return self._api.client_of(delegate(self._database, self._tenant_id, self.ben, *scopes))


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@pytest.mark.parametrize(
    ("role_id", "status"),
    [
        (roles.USER_ADMINISTRATOR, 403),
        (roles.GUEST_INVITER, 403),
        (roles.REPORTS_READER, 200),
        (roles.SECURITY_READER, 200),
        (roles.SECURITY_OPERATOR, 200),
        (roles.SECURITY_ADMINISTRATOR, 200),
        (roles.GLOBAL_READER, 200),
        (roles.HYBRID_IDENTITY_ADMINISTRATOR, 200),
        (roles.CLOUD_APPLICATION_ADMINISTRATOR, 200),
    ],
)
def test_who_reads_the_logs(world: World, role_id: str, status: int) -> None:
    client = world.mira_with(role_id)

    assert {status} == {client.get(f"/v1.0/{path}").status_code for path in _LOGS}


def test_a_custom_role_reads_the_one_log_that_it_names(world: World) -> None:
    administrator = world.mira_with(roles.PRIVILEGED_ROLE_ADMINISTRATOR)
    action = "microsoft.directory/provisioningLogs/allProperties/read"
    body = {
        "displayName": "Reader of the provisioning log",
        "isEnabled": True,
        "rolePermissions": [{"allowedResourceActions": [action]}],
    }
    role_id = administrator.post(_DEFINITIONS, json=body).json()["id"]

    client = world.mira_with(role_id)

    assert [403, 200, 403] == [client.get(f"/v1.0/{path}").status_code for path in _LOGS]


def test_users_change_some_of_their_own_profile_and_nobody_elses(world: World) -> None:
    client = world.mira_with()

    assert 204 == client.patch("/v1.0/me", json={"mobilePhone": "+64 1"}).status_code
    assert 403 == client.patch("/v1.0/me", json={"jobTitle": "Director"}).status_code
    other = client.patch(f"/v1.0/users/{world.ben}", json={"mobilePhone": "+64 1"})
    assert 403 == other.status_code
    nobody = client.patch("/v1.0/users/nobody@northwind.test", json={"mobilePhone": "+64 1"})
    assert 403 == nobody.status_code


def test_users_end_their_own_sessions_and_nobody_elses(world: World) -> None:
    client = world.mira_with()

    assert 200 == client.post("/v1.0/me/revokeSignInSessions").status_code
    assert 403 == client.post(f"/v1.0/users/{world.ben}/revokeSignInSessions").status_code


def test_members_change_the_groups_and_applications_that_they_made_and_no_others(
    world: World,
) -> None:
    client, other = world.mira_with(), world.ben_with()
    group = {
        "displayName": "Writers",
        "mailEnabled": False,
        "mailNickname": "writers",
        "securityEnabled": True,
    }

    made = client.post("/v1.0/groups", json=group)
    registered = client.post("/v1.0/applications", json={"displayName": "Notes"})

    assert [201, 201] == [made.status_code, registered.status_code]
    for path in (f"groups/{made.json()['id']}", f"applications/{registered.json()['id']}"):
        assert 403 == other.patch(f"/v1.0/{path}", json={"displayName": "Mine"}).status_code
        assert 403 == other.delete(f"/v1.0/{path}").status_code
        assert 204 == client.patch(f"/v1.0/{path}", json={"displayName": "Mine"}).status_code
        assert 204 == client.delete(f"/v1.0/{path}").status_code


@pytest.mark.parametrize(
    ("role_id", "status"),
    [
        (roles.USER_ADMINISTRATOR, 403),
        (roles.SECURITY_ADMINISTRATOR, 403),
        (roles.PRIVILEGED_ROLE_ADMINISTRATOR, 201),
        (roles.GLOBAL_ADMINISTRATOR, 201),
    ],
)
def test_who_gives_roles(world: World, role_id: str, status: int) -> None:
    client = world.mira_with(role_id)
    body = {
        "principalId": world.ben,
        "roleDefinitionId": roles.SECURITY_READER,
        "directoryScopeId": "/",
    }

    given = client.post("/v1.0/roleManagement/directory/roleAssignments", json=body)

    assert status == given.status_code


@pytest.mark.parametrize(
    ("role_id", "status"),
    [
        (roles.PRIVILEGED_ROLE_ADMINISTRATOR, 403),
        (roles.CONDITIONAL_ACCESS_ADMINISTRATOR, 204),
        (roles.SECURITY_ADMINISTRATOR, 204),
    ],
)
def test_who_protects_actions(world: World, role_id: str, status: int) -> None:
    client = world.mira_with(role_id)
    path = "/beta/roleManagement/directory/resourceNamespaces/microsoft.directory/resourceActions"
    action = "microsoft.directory-crossTenantAccessPolicy-partners-delete-delete"

    bound = client.patch(f"{path}/{action}", json={"authenticationContextId": "c1"})

    assert status == bound.status_code
