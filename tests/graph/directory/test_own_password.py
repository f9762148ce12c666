"""`changePassword`: people change their own password by a program, and nobody else's."""

import httpx
import pytest

from tenantry.actor import operator
from tenantry.directory import roles
from tenantry.directory.operations.users import get_user, update_user
from tenantry.signin.authentication.accounts import PasswordRefusal
from tenantry.signin.authentication.operations.passwords import check_user_password
from tenantry.storage.database import Database
from tests.support.delegates import delegate, give_role
from tests.support.directory import add_user
from tests.support.graph_api import GraphApi
from tests.support.hashing import HASHING
from tests.support.secret_boxes import SECRET_BOX

_OLD, _NEW = "Correct-Horse-7", "Battery-Staple-8"
_CHANGE = {"currentPassword": _OLD, "newPassword": _NEW}
_PERMISSION = "User-PasswordProfile.ReadWrite.All"


class People:
    """Mira, who calls through an application with the one permission, and Ben."""

    def __init__(self, database: Database, api: GraphApi, tenant_id: str) -> None:
        self.database, self.api, self.tenant_id = database, api, tenant_id
        hashed = HASHING.hash(_OLD)
        with database.write() as work:
            actor = operator(tenant_id)
            self.mira, self.ben = (
                add_user(work, actor, name, password_hash=hashed)["id"] for name in ("mira", "ben")
            )

    def mira_with(self, *scopes: str) -> httpx.Client:
        return self.api.client_of(delegate(self.database, self.tenant_id, self.mira, *scopes))

    def sessions_valid_from(self) -> str:
        """Return from when sessions of Mira count; the API shows it to the second only."""
        with self.database.read() as reading:
            user = get_user(reading, operator(self.tenant_id), self.mira)
        return str(user["sign_in_sessions_valid_from"])

    def refusal(self, password: str, user_id: str = "") -> PasswordRefusal | None:
        """Return why *password* does not sign Mira, or the other, in."""
        return check_user_password(
            self.database,
            self.tenant_id,
            user_id or self.mira,
            password,
            hashing=HASHING,
            secret_box=SECRET_BOX,
        ).refusal


@pytest.fixture
def people(database: Database, api: GraphApi, home: str) -> People:
    return People(database, api, home)


@pytest.mark.parametrize("path", ["me", "users/{}", "users/mira@northwind.test"])
def test_people_change_their_own_password_which_ends_their_sessions(
    people: People, path: str
) -> None:
    client = people.mira_with(_PERMISSION)
    before = people.sessions_valid_from()
    with people.database.write() as work:
        forced = {"force_change_password": True}
        update_user(work, operator(people.tenant_id), people.mira, forced)

    changed = client.post(f"/v1.0/{path.format(people.mira)}/changePassword", json=_CHANGE)

    assert (204, b"") == (changed.status_code, changed.content)
    assert (None, PasswordRefusal.WRONG) == (people.refusal(_NEW), people.refusal(_OLD))
    assert before < people.sessions_valid_from()


def test_nobody_changes_the_password_of_another_whatever_their_roles(people: People) -> None:
    give_role(people.database, people.tenant_id, people.mira, roles.GLOBAL_ADMINISTRATOR)
    application = people.api.client(people.tenant_id, _PERMISSION)
    client = people.mira_with()

    answers = [
        client.post(f"/v1.0/users/{people.ben}/changePassword", json=_CHANGE),
        client.post("/v1.0/users/nobody@northwind.test/changePassword", json=_CHANGE),
        people.mira_with("User.ReadWrite").post("/v1.0/me/changePassword", json=_CHANGE),
        application.post(f"/v1.0/users/{people.ben}/changePassword", json=_CHANGE),
    ]

    assert {403} == {answer.status_code for answer in answers}
    assert answers[0].json()["error"]["message"] == answers[1].json()["error"]["message"]
    assert {None} == {people.refusal(_OLD), people.refusal(_OLD, people.ben)}


@pytest.mark.parametrize(
    ("changed", "target", "told"),
    [
        ({"currentPassword": "Wrong-Horse-7"}, "currentPassword", "not the password"),
        ({"newPassword": "weak"}, "newPassword", "between 8 and 256"),
        ({"newPassword": "onlysmallletters"}, "newPassword", "three of"),
        ({"newPassword": _OLD}, "newPassword", "is the old one"),
        ({"newPassword": None}, "newPassword", "cannot be null"),
    ],
)
def test_what_cannot_be_changed_is_told_and_changes_nothing(
    people: People, changed: dict[str, str], target: str, told: str
) -> None:
    answer = people.mira_with(_PERMISSION).post(
        "/v1.0/me/changePassword", json={**_CHANGE, **changed}
    )

    error = answer.json()["error"]
    assert (400, target) == (answer.status_code, error["target"])
    assert told in error["message"]
    assert people.refusal(_OLD) is None


def test_wrong_current_passwords_lock_the_account(people: People) -> None:
    client = people.mira_with(_PERMISSION)
    for number in range(10):
        wrong = {**_CHANGE, "currentPassword": f"Wrong-Horse-{number}"}
        client.post("/v1.0/me/changePassword", json=wrong)

    locked = client.post("/v1.0/me/changePassword", json=_CHANGE)

    assert (400, "currentPassword") == (locked.status_code, locked.json()["error"]["target"])
    assert "is locked" in locked.json()["error"]["message"]
    assert PasswordRefusal.LOCKED is people.refusal(_OLD)


def test_a_change_that_takes_a_second_factor_is_left_to_the_page(people: People) -> None:
    with people.database.write() as work:
        forced = {"force_change_password_with_mfa": True}
        update_user(work, operator(people.tenant_id), people.mira, forced)

    refused = people.mira_with(_PERMISSION).post("/v1.0/me/changePassword", json=_CHANGE)

    assert 403 == refused.status_code
    assert "second factor" in refused.json()["error"]["message"]
    assert PasswordRefusal.MUST_CHANGE is people.refusal(_OLD)


def test_the_permission_sets_passwords_of_others_and_nothing_else_where_a_role_goes_with_it(
    people: People,
) -> None:
    profile = {"passwordProfile": {"password": _NEW}}
    path = f"/v1.0/users/{people.ben}"

    without_role = people.mira_with(_PERMISSION).patch(path, json=profile)
    give_role(people.database, people.tenant_id, people.mira, roles.USER_ADMINISTRATOR)
    with_role = people.mira_with(_PERMISSION)

    assert 403 == without_role.status_code
    assert 403 == with_role.patch(path, json={**profile, "jobTitle": "Cook"}).status_code
    assert 403 == with_role.patch(path, json={}).status_code
    assert 204 == with_role.patch(path, json=profile).status_code
    assert people.refusal(_NEW, people.ben) is None
