"""Devices over HTTP (contract §6.7)."""

from typing import Any

import httpx
import pytest

from tenantry.identifiers import new_id
from tests.support.graph_api import GraphApi, error_code

DEVICES = "/v1.0/devices"

Json = dict[str, Any]


@pytest.fixture
def client(api: GraphApi, home: str) -> httpx.Client:
    return api.client(home, "Device.ReadWrite.All")


def device(**more: Any) -> Json:
    return {
        "accountEnabled": True,
        "alternativeSecurityIds": [{"type": 2, "identityProvider": None, "key": "WDUwOTo="}],
        "deviceId": new_id(),
        "displayName": "Laptop",
        "operatingSystem": "linux",
        "operatingSystemVersion": "6.1",
        **more,
    }


def added(client: httpx.Client, **more: Any) -> Json:
    response = client.post(DEVICES, json=device(**more))
    assert response.status_code == 201, response.text
    made: Json = response.json()
    return made


def test_a_device_is_added_found_changed_deleted_and_restored(client: httpx.Client) -> None:
    made = added(client, trustType="ServerAd")
    by_device_id = f"{DEVICES}(deviceId='{made['deviceId']}')"

    changed = client.patch(by_device_id, json={"isCompliant": True, "isManaged": True})
    read = client.get(f"{DEVICES}/{made['id']}").json()
    gone = client.delete(f"{DEVICES}/{made['id']}")
    while_gone = client.get(by_device_id)
    restored = client.post(f"/v1.0/directory/deletedItems/{made['id']}/restore")

    assert [("WDUwOTo=", 2)] == [
        (each["key"], each["type"]) for each in made["alternativeSecurityIds"]
    ]
    assert (204, 204, 404, 200) == tuple(
        each.status_code for each in (changed, gone, while_gone, restored)
    )
    assert (True, True, "ServerAd") == (read["isCompliant"], read["isManaged"], read["trustType"])
    assert "#microsoft.graph.device" == restored.json()["@odata.type"]
    assert made["id"] == client.get(by_device_id).json()["id"]


def test_devices_are_filtered_and_followed(client: httpx.Client) -> None:
    kept = added(client, displayName="Kept", isCompliant=True)
    added(client, displayName="Other")
    first = client.get(f"{DEVICES}/delta").json()
    link = first["@odata.deltaLink"]

    client.patch(f"{DEVICES}/{kept['id']}", json={"isCompliant": False})
    changes = client.get(link).json()["value"]
    compliant = client.get(DEVICES, params={"$filter": "isCompliant eq true"}).json()["value"]
    named = client.get(DEVICES, params={"$filter": "displayName eq 'kept'"}).json()["value"]

    assert 2 == len(first["value"])
    assert [(kept["id"], False)] == [(each["id"], each["isCompliant"]) for each in changes]
    assert [] == compliant
    assert [kept["id"]] == [each["id"] for each in named]


@pytest.mark.parametrize(
    ("given", "target"),
    [
        ({"deviceId": "laptop"}, "deviceId"),
        ({"trustType": "Blind"}, "trustType"),
        ({"displayName": " "}, "displayName"),
        ({"operatingSystem": None}, "operatingSystem"),
        ({"alternativeSecurityIds": [{"type": 2, "key": "?"}]}, "alternativeSecurityIds"),
    ],
)
def test_what_makes_no_device_is_named(client: httpx.Client, given: Json, target: str) -> None:
    response = client.post(DEVICES, json=device(**given))

    assert 400 == response.status_code
    assert target in response.json()["error"]["message"]


def test_a_device_is_added_once_and_keeps_what_it_is(client: httpx.Client) -> None:
    made = added(client)

    again = client.post(DEVICES, json=device(deviceId=made["deviceId"].upper()))
    renamed = client.patch(f"{DEVICES}/{made['id']}", json={"deviceId": new_id()})

    assert (409, 400) == (again.status_code, renamed.status_code)


def test_devices_are_read_with_a_permission_for_them(api: GraphApi, home: str) -> None:
    response = api.client(home, "User.Read.All").get(DEVICES)

    assert (403, "Authorization_RequestDenied") == (response.status_code, error_code(response))


def test_a_device_has_owners_and_users_and_is_in_groups(api: GraphApi, home: str) -> None:
    client = api.client(home, "Device.ReadWrite.All", "User.ReadWrite.All", "Group.ReadWrite.All")
    made = added(client)
    path, by_device_id = f"{DEVICES}/{made['id']}", f"{DEVICES}(deviceId='{made['deviceId']}')"
    user = client.post("/v1.0/users", json=_USER).json()["id"]
    group = client.post("/v1.0/groups", json=_GROUP).json()["id"]
    reference = {"@odata.id": f"https://graph.microsoft.com/v1.0/users/{user}"}
    member = {"@odata.id": f"https://graph.microsoft.com/v1.0/devices/{made['id']}"}

    named = [("registeredOwners", "ownedDevices"), ("registeredUsers", "registeredDevices")]
    for people, devices in named:
        first = client.post(f"{by_device_id}/{people}/$ref", json=reference)
        again = client.post(f"{path}/{people}/$ref", json=reference)
        assert (204, 400) == (first.status_code, again.status_code)
        assert [user] == _ids(client.get(f"{path}/{people}"))
        assert [made["id"]] == _ids(client.get(f"/v1.0/users/{user}/{devices}"))
        gone = client.delete(f"{path}/{people}/{user}/$ref")
        assert (204, []) == (gone.status_code, _ids(client.get(f"/v1.0/users/{user}/{devices}")))
    joined = client.post(f"/v1.0/groups/{group}/members/$ref", json=member)
    checked = client.post(f"{path}/checkMemberGroups", json={"groupIds": [group]})

    assert (204, [group]) == (joined.status_code, checked.json()["value"])
    assert [group] == _ids(client.get(f"{path}/memberOf"))
    assert [group] == _ids(client.get(f"{path}/transitiveMemberOf"))
    assert [made["id"]] == _ids(client.get(f"/v1.0/groups/{group}/members"))
    assert [made["id"]] == _ids(client.get(f"/v1.0/groups/{group}/members/microsoft.graph.device"))


def _ids(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return [each["id"] for each in response.json()["value"]]


_USER = {
    "accountEnabled": True,
    "displayName": "Mira",
    "mailNickname": "mira",
    "passwordProfile": {"password": "Correct-Horse-7"},
    "userPrincipalName": "mira@northwind.test",
}
_GROUP = {
    "displayName": "Laptops",
    "mailEnabled": False,
    "mailNickname": "laptops",
    "securityEnabled": True,
}
