"""`/users` over HTTP (contract §6.1)."""

from typing import Any

import httpx
import pytest

from tenantry.actor import operator
from tenantry.storage.database import Database
from tests.graph.directory.conftest import AddObject
from tests.support.directory import add_guest
from tests.support.graph_api import GraphApi, error_code

EVENTUAL = {"ConsistencyLevel": "eventual"}
NEW = {
    "accountEnabled": True,
    "displayName": "Mira Okafor",
    "mailNickName": "mira",
    "passwordProfile": {"password": "Correct-horse-1", "forceChangePasswordNextSignIn": True},
    "userPrincipalName": "mira@northwind.test",
}


def test_the_users_of_the_tenant_are_listed_with_the_default_properties(
    client: httpx.Client, new_user: AddObject
) -> None:
    mira = new_user(
        "mira",
        given_name="Mira",
        job_title="Product designer",
        mail="mira@northwind.test",
        telephone_number="+64 1",
    )

    response = client.get("/v1.0/users")

    assert response.json() == {
        "@odata.context": "https://graph.tenantry.test/v1.0/$metadata#users",
        "value": [
            {
                "businessPhones": ["+64 1"],
                "displayName": "Mira",
                "givenName": "Mira",
                "jobTitle": "Product designer",
                "mail": "mira@northwind.test",
                "mobilePhone": None,
                "officeLocation": None,
                "preferredLanguage": None,
                "surname": None,
                "userPrincipalName": "mira@northwind.test",
                "id": mira,
            }
        ],
    }


def test_a_new_user_is_answered_and_found_under_its_location(client: httpx.Client) -> None:
    response = client.post("/v1.0/users", json=NEW)

    assert response.status_code == 201
    created = response.json()
    assert created["@odata.context"].endswith("#users/$entity")
    assert response.headers["Location"].endswith(f"/v1.0/users/{created['id']}")
    found = client.get(f"/v1.0/users/{created['id']}")
    assert created == found.json()


def test_a_user_needs_every_required_property(client: httpx.Client) -> None:
    for name in NEW:
        response = client.post(
            "/v1.0/users", json={key: value for key, value in NEW.items() if key != name}
        )

        assert response.status_code == 400
        told = response.json()["error"]
        assert told["message"].lower().startswith(f"'{name.lower()}' is required")


@pytest.mark.parametrize(
    ("given", "status", "target"),
    [
        ({"displayName": "x" * 257}, 400, "displayName"),
        ({"jobTitle": 7}, 400, "jobTitle"),
        ({"userPrincipalName": "mira@elsewhere.test"}, 400, "userPrincipalName"),
        ({"passwordProfile": {"password": "short"}}, 400, "password"),
        ({"businessPhones": ["1", "2"]}, 400, "businessPhones"),
        ({"employeeOrgData": {"division": "x" * 65}}, 400, "employeeOrgData.division"),
        ({"createdDateTime": "2026-01-01T00:00:00Z"}, 400, "createdDateTime"),
        ({"favouriteColour": "blue"}, 400, "favouriteColour"),
        ({"aboutMe": "hello"}, 501, "aboutMe"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_the_name_of_its_property(
    client: httpx.Client, given: dict[str, Any], status: int, target: str
) -> None:
    response = client.post("/v1.0/users", json={**NEW, **given})

    assert response.status_code == status
    assert target == response.json()["error"]["target"]


def test_a_sign_in_name_that_is_taken_is_told_as_the_service_tells_it(
    client: httpx.Client, new_user: AddObject
) -> None:
    new_user("mira")

    response = client.post("/v1.0/users", json=NEW)

    assert response.status_code == 400
    error = response.json()["error"]
    message = "Another object with the same value for property userPrincipalName already exists."
    assert ("Request_BadRequest", message) == (error["code"], error["message"])
    assert error["details"] == [
        {"code": "ObjectConflict", "message": message, "target": "userPrincipalName"}
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/v1.0/users/{id}",
        "/v1.0/users('{id}')",
        "/v1.0/users/MIRA@northwind.test",
        "/v1.0/users(userPrincipalName='mira@northwind.test')",
    ],
)
def test_a_user_is_found_by_id_and_by_sign_in_name(
    client: httpx.Client, new_user: AddObject, path: str
) -> None:
    mira = new_user("mira")

    assert mira == client.get(path.format(id=mira)).json()["id"]


def test_selected_properties_come_in_the_order_they_were_asked_for(
    client: httpx.Client, new_user: AddObject
) -> None:
    mira = new_user("mira", department="Design")

    response = client.get(f"/v1.0/users/{mira}?$select=department,id,ACCOUNTENABLED,otherMails")

    body = response.json()
    assert body.pop("@odata.context").endswith(
        "#users(department,id,accountEnabled,otherMails)/$entity"
    )
    assert list(body.items()) == [
        ("department", "Design"),
        ("id", mira),
        ("accountEnabled", True),
        ("otherMails", []),
    ]


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [("aboutMe", 501, "NotImplemented"), ("colour", 400, "Request_BadRequest")],
)
def test_properties_that_are_not_built_and_unknown_ones_are_told_apart(
    client: httpx.Client, name: str, status: int, code: str
) -> None:
    response = client.get(f"/v1.0/users?$select={name}")

    assert (status, code) == (response.status_code, error_code(response))


def test_an_external_user_shows_where_it_signs_in(
    client: httpx.Client, database: Database, home: str
) -> None:
    with database.write() as work:
        kim = add_guest(work, operator(home), "kim", external_user_state="Accepted")

    response = client.get(f"/v1.0/users/{kim['id']}?$select=identities,creationType,userType")

    assert response.json()["identities"] == [
        {"signInType": "federated", "issuer": "ExternalAzureAD", "issuerAssignedId": None},
        {
            "signInType": "userPrincipalName",
            "issuer": "northwind.test",
            "issuerAssignedId": "kim_tailwind.test#EXT#@northwind.test",
        },
    ]
    assert (response.json()["creationType"], response.json()["userType"]) == (
        "Invitation",
        "Guest",
    )


def test_an_external_user_is_found_by_its_encoded_name(
    client: httpx.Client, database: Database, home: str
) -> None:
    with database.write() as work:
        kim = add_guest(work, operator(home), "kim")

    response = client.get("/v1.0/users/kim_tailwind.test%23EXT%23@northwind.test")

    assert kim["id"] == response.json()["id"]


def test_a_change_answers_nothing_and_is_seen(client: httpx.Client, new_user: AddObject) -> None:
    mira = new_user("mira", city="Oslo", department="Design")

    response = client.patch(
        f"/v1.0/users/{mira}",
        json={"city": None, "businessPhones": ["+64 2"], "employeeOrgData": {"division": "N"}},
    )

    assert (204, b"") == (response.status_code, response.content)
    names = "city,department,businessPhones,employeeOrgData"
    changed = client.get(f"/v1.0/users/{mira}?$select={names}").json()
    assert changed["city"] is None
    assert changed["department"] == "Design"
    assert changed["businessPhones"] == ["+64 2"]
    assert changed["employeeOrgData"] == {"division": "N"}


@pytest.mark.claim("CTS-078")
def test_a_password_of_an_external_user_is_refused(
    client: httpx.Client, database: Database, home: str
) -> None:
    with database.write() as work:
        kim = add_guest(work, operator(home), "kim")

    response = client.patch(
        f"/v1.0/users/{kim['id']}", json={"passwordProfile": {"password": "Correct-horse-1"}}
    )

    assert response.status_code == 400
    assert response.json()["error"]["target"] == "passwordProfile"


def test_a_deleted_user_is_gone(client: httpx.Client, new_user: AddObject) -> None:
    mira = new_user("mira")

    assert client.delete(f"/v1.0/users/{mira}").status_code == 204

    response = client.get(f"/v1.0/users/{mira}")
    assert (404, "Request_ResourceNotFound") == (response.status_code, error_code(response))
    assert response.json()["error"]["message"] == (
        f"Resource '{mira}' does not exist or one of its queried reference-property objects"
        " are not present."
    )


def test_sessions_are_revoked(client: httpx.Client, new_user: AddObject) -> None:
    mira = new_user("mira")

    response = client.post(f"/v1.0/users('{mira}')/revokeSignInSessions")

    assert response.json()["value"] is True


def test_directory_extensions_are_written_selected_and_filtered(
    api: GraphApi, home: str, new_user: AddObject
) -> None:
    client = api.client(home, "User.ReadWrite.All", "Application.ReadWrite.All")
    application = client.post("/v1.0/applications", json={"displayName": "HR"}).json()
    extension = client.post(
        f"/v1.0/applications/{application['id']}/extensionProperties",
        json={"name": "level", "dataType": "Integer", "targetObjects": ["User"]},
    ).json()
    name = extension["name"]
    mira = new_user("mira")
    new_user("kim")

    client.patch(f"/v1.0/users/{mira}", json={name: 7})

    found = client.get(f"/v1.0/users?$filter={name} eq 7&$select=id,{name}").json()["value"]
    assert [{"id": mira, name: 7}] == found
    wrong = client.patch(f"/v1.0/users/{mira}", json={name: "seven"})
    assert (400, name) == (wrong.status_code, wrong.json()["error"]["target"])


def test_a_reader_may_not_write(api: GraphApi, home: str, new_user: AddObject) -> None:
    mira = new_user("mira")
    client = api.client(home, "User.Read.All")

    assert client.get(f"/v1.0/users/{mira}").status_code == 200
    for response in (
        client.post("/v1.0/users", json=NEW),
        client.patch(f"/v1.0/users/{mira}", json={"city": "Oslo"}),
        client.delete(f"/v1.0/users/{mira}"),
    ):
        assert (403, "Authorization_RequestDenied") == (response.status_code, error_code(response))
