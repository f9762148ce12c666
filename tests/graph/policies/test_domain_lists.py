"""Domain lists over beta: their shape, and what is refused."""

import json
from typing import Any

import httpx
import pytest

from tenantry.storage.database import Database
from tests.support.domain_lists import POLICIES, domain_list
from tests.support.graph_api import GraphApi, error_code

WRITE = "Policy.ReadWrite.Authorization"


@pytest.fixture
def client(api: GraphApi, home: str, neighbour: str) -> httpx.Client:
    return api.client(home, WRITE, "AuditLog.Read.All")


def test_a_list_reads_as_it_was_written(client: httpx.Client) -> None:
    made = client.post(POLICIES, json=domain_list(AllowedDomains=["Contoso.Test", "b.test"]))

    body = made.json()
    assert 201 == made.status_code
    [definition] = body["definition"]
    lists = {"AllowedDomains": ["contoso.test", "b.test"]}
    restrictions = {"InvitationsAllowedAndBlockedDomainsPolicy": lists}
    assert {"B2BManagementPolicy": restrictions} == json.loads(definition)
    assert ("Partners", True) == (body["displayName"], body["isOrganizationDefault"])
    assert body == client.get(f"{POLICIES}/{body['id']}").json() | {
        "@odata.context": body["@odata.context"]
    }


def test_the_list_of_another_tenant_is_not_seen(
    client: httpx.Client, api: GraphApi, neighbour: str
) -> None:
    theirs = api.client(neighbour, WRITE).post(POLICIES, json=domain_list(BlockedDomains=["x.yz"]))

    assert [] == client.get(POLICIES).json()["value"]
    assert 404 == client.get(f"{POLICIES}/{theirs.json()['id']}").status_code


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (domain_list(AllowedDomains=["a.test"], BlockedDomains=["b.test"]), 400, "use one list"),
        (domain_list(BlockedDomains=["no domain"]), 400, "not a domain name"),
        (domain_list(BlockedDomains=[f"{n}.test" for n in range(4000)]), 400, "25000"),
        ({**domain_list(BlockedDomains=[]), "isOrganizationDefault": False}, 400, "must be true"),
        ({"displayName": "A", "definition": ["{"]}, 400, "no JSON"),
        ({"displayName": "A", "definition": ["{}"]}, 400, "required"),
        ({"displayName": "A", "definition": ["[]"]}, 400, "object"),
        ({"displayName": "A", "definition": []}, 400, "one text"),
        ({"displayName": "A"}, 400, "required"),
        (
            {"displayName": "A", "definition": ['{"B2BManagementPolicy":{"PreviewPolicy":{}}}']},
            501,
            "PreviewPolicy",
        ),
    ],
)
def test_a_list_that_cannot_be_is_refused(
    client: httpx.Client, body: Any, status: int, told: str
) -> None:
    answer = client.post(POLICIES, json=body)

    assert status == answer.status_code
    assert told in answer.json()["error"]["message"]


def test_there_is_no_such_address_in_v1(client: httpx.Client) -> None:
    answer = client.get(POLICIES.replace("beta", "v1.0"))

    assert (400, "BadRequest") == (answer.status_code, error_code(answer))


def test_each_change_is_audited_with_old_and_new_values(
    client: httpx.Client, database: Database
) -> None:
    made = client.post(POLICIES, json=domain_list(BlockedDomains=["a.test"])).json()
    client.patch(f"{POLICIES}/{made['id']}", json=domain_list(AllowedDomains=["b.test"]))
    client.patch(f"{POLICIES}/{made['id']}", json=domain_list(AllowedDomains=["b.test"]))
    client.delete(f"{POLICIES}/{made['id']}")

    entries = client.get("/v1.0/auditLogs/directoryAudits?$filter=category eq 'Policy'").json()
    names = [each["activityDisplayName"] for each in entries["value"]]
    assert ["Delete policy", "Update policy", "Add policy"] == names
    changed = entries["value"][1]["targetResources"][0]["modifiedProperties"]
    assert {"domains": ('["a.test"]', '["b.test"]'), "isAllowList": ("[false]", "[true]")} == {
        each["displayName"]: (each["oldValue"], each["newValue"]) for each in changed
    }
