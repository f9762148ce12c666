"""Finding tenants, and everything that somebody is in."""

import httpx
import pytest

from tenantry.directory.roles import GUEST_INVITER, find_role_template
from tenantry.graph.wire.directory_roles import directory_role_id
from tests.graph.directory.conftest import AddObject
from tests.support.graph_api import GraphApi, error_code

FIND = "/v1.0/tenantRelationships/findTenantInformationBy"


def test_a_tenant_is_found_by_its_id_and_by_a_domain(
    api: GraphApi, home: str, neighbour: str
) -> None:
    client = api.client(home, "CrossTenantInformation.ReadBasic.All")

    by_id = client.get(f"{FIND}TenantId(tenantId='{neighbour}')").json()
    domain = by_id["defaultDomainName"]
    by_domain = client.get(f"{FIND}DomainName(domainName='{domain.upper()}')").json()

    assert by_id == by_domain
    assert neighbour == by_id.pop("tenantId")
    assert by_id.pop("displayName")
    context = by_id.pop("@odata.context")
    assert context.endswith("$metadata#microsoft.graph.tenantInformation")
    assert {"federationBrandName": None, "defaultDomainName": domain} == by_id


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("TenantId(tenantId='0190d3c4-0000-7000-8000-00000000dead')", 404),
        ("TenantId(tenantId='contoso.test')", 400),
        ("DomainName(domainName='nowhere.test')", 404),
    ],
)
def test_what_is_no_tenant_is_told(api: GraphApi, home: str, asked: str, status: int) -> None:
    response = api.client(home, "CrossTenantInformation.ReadBasic.All").get(f"{FIND}{asked}")

    assert status == response.status_code
    assert error_code(response)


def test_everything_that_somebody_is_in_is_found(
    client: httpx.Client, home: str, new_user: AddObject, new_group: AddObject
) -> None:
    mira = new_user("mira")
    outer = new_group("outer", inner := new_group("inner", mira))
    template = find_role_template(GUEST_INVITER)
    assert template
    role = directory_role_id(home, template)
    given = {"principalId": mira, "roleDefinitionId": GUEST_INVITER, "directoryScopeId": "/"}
    client.post("/v1.0/roleManagement/directory/roleAssignments", json=given)
    path = f"/v1.0/users/{mira}"

    everything = client.post(f"{path}/getMemberObjects", json={"securityEnabledOnly": False})
    secure = client.post(f"{path}/getMemberObjects", json={"securityEnabledOnly": True})
    checked = client.post(f"{path}/checkMemberObjects", json={"ids": [role, outer, mira]})
    many = client.post(f"{path}/checkMemberObjects", json={"ids": [mira] * 21})

    assert {inner, outer, role} == set(everything.json()["value"])
    assert {inner, outer} == set(secure.json()["value"])
    assert [role, outer] == checked.json()["value"]
    assert 400 == many.status_code
