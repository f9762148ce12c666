"""The report of visits between tenants, over HTTP and on the command line."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from tenantry.audit.sign_ins import CrossTenantAccess
from tenantry.audit.stores.sign_ins import add_sign_in
from tenantry.cli.main import main
from tenantry.runtime.services import Services
from tests.support.companies import Company
from tests.support.sign_ins import BOARD, a_sign_in
from tests.support.web_client import WebClient


@pytest.fixture
def tenants(services: Services) -> tuple[Company, Company]:
    """Two tenants between which people went to and fro, and one that stays by itself."""
    own, other, neighbour = (
        Company(services.database, name) for name in ("northwind", "tailwind", "contoso")
    )
    across = CrossTenantAccess.COLLABORATION
    own_id, other_id = own.tenant_id, other.tenant_id
    visits = [
        a_sign_in(own_id, own_id),
        a_sign_in(own_id, other_id, cross_tenant_access=across),
        a_sign_in(own_id, other_id, cross_tenant_access=across),
        a_sign_in(other_id, own_id, cross_tenant_access=across, person="kim"),
        a_sign_in(other_id, own_id, cross_tenant_access=across, person="bo", error_code=50105),
    ]
    second = replace(visits[2].resource, app_id="another", app_name="Another board")
    visits[2] = replace(visits[2], resource=second)
    for visit in visits:
        with services.database.write() as work:
            add_sign_in(work, own_id, visit)
    with services.database.write() as work:
        foreign = a_sign_in(other_id, neighbour.tenant_id, cross_tenant_access=across)
        add_sign_in(work, neighbour.tenant_id, foreign)
    return own, other


def ask(client: WebClient, tenant: Company, query: str = "") -> Any:
    path = f"/tenantry/v1.0/tenants/{tenant.domain}/reports/crossTenantActivity{query}"
    return client.get(path).json()


def test_the_report_tells_both_directions_by_partner(
    client: WebClient, tenants: tuple[Company, Company]
) -> None:
    own, other = tenants

    [partner] = ask(client, own)["value"]

    inbound, outbound = partner["inbound"], partner["outbound"]
    assert other.tenant_id == partner["tenantId"]
    assert (2, 2, 1) == (inbound["users"], inbound["signIns"], inbound["refused"])
    assert (1, 2, 0) == (outbound["users"], outbound["signIns"], outbound["refused"])
    assert {BOARD: 1, "another": 1} == {
        each["applicationId"]: each["signIns"] for each in outbound["applications"]
    }
    assert inbound["lastSeenDateTime"] > outbound["lastSeenDateTime"]


def test_only_the_period_and_the_own_log_count(
    client: WebClient, tenants: tuple[Company, Company]
) -> None:
    own, other = tenants

    assert [] == ask(client, own, "?endDateTime=2020-01-01T00:00:00Z")["value"]
    assert [] == ask(client, other)["value"]
    assert "endDateTime" == ask(client, own, "?endDateTime=soon")["error"]["target"]


def test_the_command_tells_a_row_for_each_application(
    services: Services, tenants: tuple[Company, Company], tmp_path: Path
) -> None:
    place = ("--data", str(tmp_path), "--database", services.settings.database_url)
    words = ("report", "cross-tenant", tenants[0].domain)

    told = CliRunner().invoke(main, [*words, "--output", "json", *place])
    table = CliRunner().invoke(main, [*words, *place])

    rows = msgspec.json.decode(told.stdout)
    assert ["inbound", "outbound", "outbound"] == sorted(row["direction"] for row in rows)
    assert "Another board" in table.stdout
