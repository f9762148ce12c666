"""What guests see of the directory, as external collaboration settings say (behaviour §14.3)."""

import pytest

from tenantry.actor import operator
from tenantry.storage.database import Database
from tests.support.delegates import delegate
from tests.support.directory import add_guest, add_user
from tests.support.graph_api import GraphApi

LIKE_MEMBERS = "a0b1b346-4d3e-4e8b-98f8-753987be4970"
LIMITED = "10dae51f-b6af-4016-8d66-8c2a99b929b3"
RESTRICTED = "2af84b1e-32c8-42b7-82bc-daa82404023b"


@pytest.mark.claim("XTA-005")
def test_the_settings_say_how_much_a_guest_sees(
    database: Database, api: GraphApi, home: str, neighbour: str
) -> None:
    with database.write() as work:
        mira = add_user(work, operator(home), "mira", job_title="Designer")["id"]
        guest = add_guest(work, operator(home), "eva", account_enabled=True)["id"]
    administrator = api.client(home, "Policy.ReadWrite.Authorization")

    seen = {}
    for level in (LIMITED, LIKE_MEMBERS, RESTRICTED):
        body = {"guestUserRoleId": level}
        assert administrator.patch("/v1.0/policies/authorizationPolicy", json=body).is_success
        client = api.client_of(delegate(database, home, guest))
        other = client.get(f"/v1.0/users/{mira}?$select=displayName,jobTitle")
        own = client.get(f"/v1.0/users/{guest}")
        listed = client.get("/v1.0/users")
        title = other.json().get("jobTitle")
        seen[level] = (own.status_code, other.status_code, title, listed.status_code)

    assert (200, 200, None, 403) == seen[LIMITED]
    assert (200, 200, "Designer", 200) == seen[LIKE_MEMBERS]
    assert (200, 403, None, 403) == seen[RESTRICTED]
