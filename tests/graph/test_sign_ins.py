"""The sign-in log over HTTP: its shape, its filters and who may read it (contract §6.12)."""

import httpx
import pytest

from tenantry.audit.sign_ins import CrossTenantAccess
from tenantry.audit.stores.sign_ins import add_sign_in
from tenantry.storage.database import Database
from tests.support.graph_api import GraphApi, error_code
from tests.support.sign_ins import BOARD, a_sign_in

SIGN_INS = "/v1.0/auditLogs/signIns"
READ = ("AuditLog.Read.All", "Directory.Read.All")


@pytest.fixture
def client(api: GraphApi, home: str) -> httpx.Client:
    return api.client(home, *READ)


@pytest.fixture
def signed_in(database: Database, home: str, neighbour: str) -> list[str]:
    """The ids of three sign-ins: at home, with the neighbour, and refused there."""
    across = CrossTenantAccess.COLLABORATION
    entries = [
        a_sign_in(home, home),
        a_sign_in(home, neighbour, cross_tenant_access=across, person="ana"),
        a_sign_in(home, neighbour, cross_tenant_access=across, error_code=500212),
    ]
    for entry in entries:
        with database.write() as work:
            add_sign_in(work, home, entry)
    with database.write() as work:
        add_sign_in(work, neighbour, a_sign_in(home, neighbour))
    return [entry.id for entry in entries]


def ids(client: httpx.Client, query: str, version: str = "v1.0") -> list[str]:
    response = client.get(f"/{version}/auditLogs/signIns?{query}")
    assert response.status_code == 200, response.text
    return [item["id"] for item in response.json()["value"]]


def test_a_sign_in_has_the_documented_shape(
    client: httpx.Client, signed_in: list[str], home: str, neighbour: str
) -> None:
    body = client.get(f"{SIGN_INS}/{signed_in[2]}").json()

    assert body["@odata.context"].endswith("#auditLogs/signIns/$entity")
    assert {"errorCode": 500212, "failureReason": None, "additionalDetails": None} == body["status"]
    assert (home, neighbour, BOARD, True, "notApplied", "none", []) == (
        body["homeTenantId"],
        body["resourceTenantId"],
        body["appId"],
        body["isInteractive"],
        body["conditionalAccessStatus"],
        body["riskState"],
        body["appliedConditionalAccessPolicies"],
    )
    assert ("Firefox", None) == (
        body["deviceDetail"]["browser"],
        body["deviceDetail"]["isCompliant"],
    )
    assert "crossTenantAccessType" not in body


def test_beta_tells_how_the_border_was_crossed(client: httpx.Client, signed_in: list[str]) -> None:
    kinds = {
        item["id"]: item["crossTenantAccessType"]
        for item in client.get(SIGN_INS.replace("v1.0", "beta")).json()["value"]
    }

    assert dict(zip(signed_in, ["none", "b2bCollaboration", "b2bCollaboration"], strict=True)) == (
        kinds
    )
    across = "$filter=crossTenantAccessType eq 'b2bCollaboration'"
    assert signed_in[:0:-1] == ids(client, across, "beta")
    assert client.get(f"{SIGN_INS}?{across}").status_code == 400


def test_the_newest_come_first_and_in_pages(client: httpx.Client, signed_in: list[str]) -> None:
    first = client.get(f"{SIGN_INS}?$top=2").json()
    second = client.get(first["@odata.nextLink"]).json()

    shown = [item["id"] for item in (*first["value"], *second["value"])]
    assert signed_in[::-1] == shown
    assert signed_in == ids(client, "$orderby=createdDateTime")


@pytest.mark.parametrize(
    ("condition", "places"),
    [
        ("resourceTenantId eq '{home}'", [0]),
        ("homeTenantId eq '{home}' and status/errorCode eq 0", [1, 0]),
        ("status/errorCode ne 0", [2]),
        ("userDisplayName eq 'Ana'", [1]),
        ("startswith(userPrincipalName,'mira')", [2, 0]),
        ("userId eq 'id of ana'", [1]),
        (f"appId eq '{BOARD}'", [2, 1, 0]),
        ("appDisplayName eq 'nothing'", []),
        ("createdDateTime ge 2020-01-01", [2, 1, 0]),
        ("createdDateTime lt 2020-01-01T00:00:00Z", []),
        ("isInteractive eq false", []),
        ("deviceDetail/browser eq 'Firefox' and ipAddress eq '198.51.100.23'", [2, 1, 0]),
    ],
)
def test_filters_find_what_they_say(
    client: httpx.Client, signed_in: list[str], home: str, condition: str, places: list[int]
) -> None:
    found = ids(client, f"$filter={condition.format(home=home)}")

    assert [signed_in[place] for place in places] == found


def test_one_permission_alone_does_not_open_the_log(
    api: GraphApi, home: str, signed_in: list[str]
) -> None:
    for permission in READ:
        for path in (SIGN_INS, f"{SIGN_INS}/{signed_in[0]}"):
            response = api.client(home, permission).get(path)

            assert (403, "Authorization_RequestDenied") == (
                response.status_code,
                error_code(response),
            )
