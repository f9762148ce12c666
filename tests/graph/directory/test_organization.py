"""Organization, domains, roles and the audit over HTTP (contract §6.6, §6.8, §6.12)."""

import httpx
import pytest

from tests.graph.directory.conftest import AddObject
from tests.support.graph_api import GraphApi

USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"
ASSIGNMENTS = "/v1.0/roleManagement/directory/roleAssignments"


def test_the_organization_is_the_callers_own(client: httpx.Client, home: str) -> None:
    body = client.get("/v1.0/organization").json()

    [organization] = body["value"]
    assert body["@odata.context"].endswith("#organization")
    assert (home, "Northwind", "AAD") == (
        organization["id"],
        organization["displayName"],
        organization["tenantType"],
    )
    assert organization["verifiedDomains"] == [
        {
            "capabilities": "Email, OfficeCommunicationsOnline",
            "isDefault": True,
            "isInitial": True,
            "name": "northwind.test",
            "type": "Managed",
        }
    ]


def test_another_tenants_organization_is_not_found(client: httpx.Client, neighbour: str) -> None:
    path = f"/v1.0/organization/{neighbour}"

    assert client.get(path).status_code == 404
    assert client.patch(path, json={"preferredLanguage": "de"}).status_code == 404


def test_the_organization_is_changed(client: httpx.Client, home: str) -> None:
    path = f"/v1.0/organization/{home}"

    response = client.patch(path, json={"technicalNotificationMails": ["it@northwind.test"]})

    assert response.status_code == 204
    changed = client.get(f"{path}?$select=technicalNotificationMails").json()
    assert changed["technicalNotificationMails"] == ["it@northwind.test"]
    assert client.patch(path, json={"tenantType": "CIAM"}).status_code == 400


def test_the_organization_says_how_it_treats_privacy(client: httpx.Client, home: str) -> None:
    path = f"/v1.0/organization/{home}"
    whole = {"contactEmail": "privacy@northwind.test", "statementUrl": "https://northwind.test/p"}
    told = []
    for given in (whole, {"contactEmail": None}, {"statementUrl": None}):
        client.patch(path, json={"privacyProfile": given})
        told.append(client.get(path).json()["privacyProfile"])

    wrong = client.patch(path, json={"privacyProfile": {"statementUrl": "javascript:alert(1)"}})

    assert [whole, {**whole, "contactEmail": None}, None] == told
    assert (400, "privacyProfile.statementUrl") == (
        wrong.status_code,
        wrong.json()["error"]["target"],
    )


def test_a_domain_is_claimed_verified_and_given_up(client: httpx.Client) -> None:
    created = client.post("/v1.0/domains", json={"id": "labs.example"})

    assert created.status_code == 201
    assert (created.json()["id"], created.json()["isVerified"]) == ("labs.example", False)
    verified = client.post("/v1.0/domains/labs.example/verify")
    assert verified.json()["isVerified"] is True
    assert client.patch("/v1.0/domains/labs.example", json={"isDefault": True}).status_code == 204
    listed = client.get("/v1.0/domains?$select=id,isDefault").json()["value"]
    assert listed == [
        {"id": "labs.example", "isDefault": True},
        {"id": "northwind.test", "isDefault": False},
    ]
    assert client.delete("/v1.0/domains/labs.example").status_code == 409
    client.patch("/v1.0/domains/northwind.test", json={"isDefault": True})
    assert client.delete("/v1.0/domains/labs.example").status_code == 204


def test_a_domain_of_another_tenant_is_neither_seen_nor_claimed(client: httpx.Client) -> None:
    assert client.get("/v1.0/domains/tailwind.test").status_code == 404
    assert client.post("/v1.0/domains", json={"id": "tailwind.test"}).status_code == 409


def test_a_role_is_assigned_and_seen_from_every_side(
    client: httpx.Client, new_user: AddObject
) -> None:
    mira = new_user("mira")
    body = {"principalId": mira, "roleDefinitionId": USER_ADMINISTRATOR, "directoryScopeId": "/"}

    created = client.post(ASSIGNMENTS, json=body)

    assert created.status_code == 201
    assignment = created.json()
    assert assignment.pop("@odata.context").endswith(
        "#roleManagement/directory/roleAssignments/$entity"
    )
    assert assignment == {"id": assignment["id"], **{key: assignment[key] for key in body}}
    assert body == {key: assignment[key] for key in body}
    for condition in (f"principalId eq '{mira}'", f"roleDefinitionId eq '{USER_ADMINISTRATOR}'"):
        found = client.get(f"{ASSIGNMENTS}?$filter={condition}").json()["value"]
        assert [assignment] == found
    expanded = client.get(f"{ASSIGNMENTS}?$expand=principal").json()["value"]
    assert [mira] == [one["principal"]["id"] for one in expanded]
    role = f"/v1.0/directoryRoles(roleTemplateId='{USER_ADMINISTRATOR}')"
    members = client.get(f"{role}/members").json()["value"]
    assert [(mira, "#microsoft.graph.user")] == [(one["id"], one["@odata.type"]) for one in members]
    again = client.post(ASSIGNMENTS, json=body)
    assert again.status_code == 409

    assert client.delete(f"{ASSIGNMENTS}/{assignment['id']}").status_code == 204
    assert client.get(ASSIGNMENTS).json()["value"] == []


def test_a_role_is_given_and_taken_by_reference(client: httpx.Client, new_user: AddObject) -> None:
    mira = new_user("mira")
    role_id = client.post(
        "/v1.0/directoryRoles", json={"roleTemplateId": USER_ADMINISTRATOR}
    ).json()["id"]
    members = f"/v1.0/directoryRoles/{role_id}/members"
    reference = {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{mira}"}

    assert client.post(f"{members}/$ref", json=reference).status_code == 204
    assert [mira] == [one["id"] for one in client.get(members).json()["value"]]
    assert client.delete(f"{members}/{mira}/$ref").status_code == 204
    assert client.delete(f"{members}/{mira}/$ref").status_code == 404
    assert client.delete(f"{members}/nobody/$ref").status_code == 404


def test_roles_have_the_template_ids_that_scripts_know(client: httpx.Client) -> None:
    templates = client.get("/v1.0/directoryRoleTemplates").json()["value"]
    definition = client.get(
        f"/v1.0/roleManagement/directory/roleDefinitions/{USER_ADMINISTRATOR}"
    ).json()

    assert "User Administrator" == definition["displayName"]
    assert definition["templateId"] == USER_ADMINISTRATOR
    assert USER_ADMINISTRATOR in {one["id"] for one in templates}


def test_the_audit_tells_who_changed_what(client: httpx.Client, new_user: AddObject) -> None:
    mira = new_user("mira")
    client.patch(f"/v1.0/users/{mira}", json={"jobTitle": "Writer"})

    audits = client.get("/v1.0/auditLogs/directoryAudits?$top=1").json()

    [entry] = audits["value"]
    assert audits["@odata.context"].endswith("#auditLogs/directoryAudits")
    assert audits["@odata.nextLink"]
    assert entry == {
        "id": entry["id"],
        "category": "UserManagement",
        "correlationId": entry["correlationId"],
        "result": "success",
        "resultReason": "",
        "activityDisplayName": "Update user",
        "activityDateTime": entry["activityDateTime"],
        "loggedByService": "Core Directory",
        "operationType": "Update",
        "initiatedBy": {
            "app": {
                "appId": "3b7e0f52-9a1c-4d68-8e4f-b65a2c7d9e11",
                "displayName": "A script",
                "servicePrincipalId": "91d4c3a8-70fe-4be1-a6d2-5c0b8e1f2d10",
                "servicePrincipalName": None,
            },
            "user": None,
        },
        "targetResources": [
            {
                "id": mira,
                "displayName": "Mira",
                "type": "User",
                "userPrincipalName": "mira@northwind.test",
                "groupType": None,
                "modifiedProperties": [
                    {"displayName": "jobTitle", "oldValue": "[]", "newValue": '["Writer"]'}
                ],
            }
        ],
        "additionalDetails": [],
    }
    assert entry["id"] == client.get(f"/v1.0/auditLogs/directoryAudits/{entry['id']}").json()["id"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("activityDisplayName eq 'Add user'", 1),
        ("category eq 'UserManagement' and activityDateTime ge 2020-01-01", 1),
        ("startswith(activityDisplayName,'Add us')", 1),
        ("activityDateTime ge 2999-01-01", 0),
        ("initiatedBy/user/id eq 'nobody'", 0),
    ],
)
def test_the_audit_is_filtered(
    client: httpx.Client, new_user: AddObject, condition: str, expected: int
) -> None:
    new_user("mira")

    response = client.get(f"/v1.0/auditLogs/directoryAudits?$filter={condition}")

    assert expected == len(response.json()["value"])


def test_the_audit_needs_its_permission(api: GraphApi, home: str) -> None:
    client = api.client(home, "Directory.ReadWrite.All")

    assert client.get("/v1.0/auditLogs/directoryAudits").status_code == 403
