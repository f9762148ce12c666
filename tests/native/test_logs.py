"""The logs of a tenant under `/tenantry/v1.0`: heads and verification."""

import pytest
from sqlalchemy import text

from tenantry.runtime.services import Services
from tests.support.companies import Company
from tests.support.web_client import WebClient


@pytest.fixture
def company(services: Services) -> Company:
    return Company(services.database, "northwind")


def test_a_log_is_verified_by_a_head_that_was_kept(
    client: WebClient, services: Services, company: Company
) -> None:
    logs = f"/tenantry/v1.0/tenants/{company.domain}/logs"
    heads = {each["log"]: each["head"] for each in client.get(logs).json()["value"]}
    company.add_user("ana")

    path = f"{logs}/audit/verification?head={heads['audit']}"
    whole = client.get(path).json()
    with services.database.write() as work:
        work.connection.execute(text("UPDATE directory_audits SET result = 'failure'"))
    broken = client.get(path).json()

    assert {"audit", "provisioning", "signIns"} == heads.keys()
    assert (None, None) == (heads["provisioning"], whole["broken"])
    assert whole["isWhole"]
    assert whole["entries"] > 0
    assert ("an entry was changed", 1) == (broken["broken"]["reason"], broken["broken"]["sequence"])


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        ("nobody.test/logs", 404, None),
        ("northwind.test/logs/nothing/verification", 404, None),
        ("northwind.test/logs/audit/verification?head=x", 400, "head"),
        ("northwind.test/logs/audit/verification?head=signIns:1:" + "0" * 64, 400, "head"),
        ("northwind.test/logs/audit/verification?tail=x", 400, "tail"),
    ],
)
def test_what_is_not_there_is_refused(
    client: WebClient, company: Company, path: str, status: int, target: str | None
) -> None:
    assert company.tenant_id

    answer = client.get(f"/tenantry/v1.0/tenants/{path}")

    assert (status, target) == (answer.status_code, answer.json()["error"].get("target"))
