"""Named locations over HTTP, and the policies that name them (contract §6.11)."""

from typing import Any

import httpx
import pytest

from tests.support.graph_api import GraphApi

Json = dict[str, Any]

LOCATIONS = "/v1.0/identity/conditionalAccess/namedLocations"
POLICIES = "/v1.0/identity/conditionalAccess/policies"
OFFICE: Json = {
    "@odata.type": "#microsoft.graph.ipNamedLocation",
    "displayName": "Office",
    "isTrusted": True,
    "ipRanges": [
        {"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "192.0.2.0/24"},
        {"@odata.type": "#microsoft.graph.iPv6CidrRange", "cidrAddress": "2001:db8::/48"},
    ],
}


@pytest.fixture
def client(api: GraphApi, home: str) -> httpx.Client:
    return api.client(home, "Policy.ReadWrite.ConditionalAccess")


def _made(client: httpx.Client, **more: Any) -> Json:
    response = client.post(LOCATIONS, json={**OFFICE, **more})
    assert response.status_code == 201, response.text
    made: Json = response.json()
    return made


def _policy(**locations: Any) -> Json:
    return {
        "displayName": "MFA away from the office",
        "state": "enabled",
        "conditions": {
            "applications": {"includeApplications": ["All"]},
            "users": {"includeUsers": ["All"]},
            "locations": locations,
        },
        "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
    }


def test_a_location_is_made_read_changed_and_deleted(client: httpx.Client) -> None:
    made, branch = _made(client), _made(client, displayName="Branch", isTrusted=False)
    path = f"{LOCATIONS}/{made['id']}"

    changed = client.patch(path, json={"displayName": "Head office"})
    listed = client.get(f"{LOCATIONS}?$filter=isTrusted eq true").json()["value"]
    while_trusted = client.delete(path)
    client.patch(path, json={"isTrusted": False})
    gone = client.delete(path)

    assert OFFICE.items() <= made.items()
    assert (204, ["Head office"]) == (
        changed.status_code,
        [each["displayName"] for each in listed],
    )
    assert "#microsoft.graph.ipNamedLocation" == listed[0]["@odata.type"]
    assert (409, 204, 404) == (
        while_trusted.status_code,
        gone.status_code,
        client.get(path).status_code,
    )
    assert [branch["id"]] == [each["id"] for each in client.get(LOCATIONS).json()["value"]]


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        ({"ipRanges": []}, 400, "ipRanges"),
        ({"ipRanges": [{**OFFICE["ipRanges"][0], "cidrAddress": "1"}]}, 400, "cidrAddress"),
        ({"@odata.type": "#microsoft.graph.countryNamedLocation"}, 501, "countryNamedLocation"),
        ({"@odata.type": "#microsoft.graph.user"}, 400, "ipNamedLocation"),
        ({"displayName": None}, 400, "displayName"),
    ],
)
def test_what_is_no_location_is_refused(
    client: httpx.Client, given: Json, status: int, told: str
) -> None:
    response = client.post(LOCATIONS, json={**OFFICE, **given})

    assert status == response.status_code
    assert told in response.json()["error"]["message"]


def test_a_policy_names_locations_that_are_there_and_keeps_them(client: httpx.Client) -> None:
    branch = _made(client, isTrusted=False)["id"]
    wrong: list[Json] = [
        {"includeLocations": []},
        {"includeLocations": ["00000000-0000-7000-8000-0000000000f1"]},
        {"includeLocations": ["All"], "excludeLocations": ["All"]},
    ]
    refused = [client.post(POLICIES, json=_policy(**each)).status_code for each in wrong]
    given = {"includeLocations": ["All"], "excludeLocations": ["AllTrusted", branch]}
    kept = client.post(POLICIES, json=_policy(**given))
    in_use = client.delete(f"{LOCATIONS}/{branch}")

    assert [400, 400, 400] == refused
    assert 201 == kept.status_code
    assert given == kept.json()["conditions"]["locations"]
    assert 409 == in_use.status_code


def test_a_tenant_has_195_locations_at_most(client: httpx.Client) -> None:
    for number in range(195):
        _made(client, displayName=f"Office {number}")

    refused = client.post(LOCATIONS, json=OFFICE)

    assert 400 == refused.status_code
    assert "at most 195 named locations" in refused.json()["error"]["message"]
