"""Metrics: figures of jobs where a path is set, the same from every process, of nobody's person."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tenantry.access.operations.synchronizations import update_synchronization
from tenantry.access.policy import UserSyncInbound
from tenantry.actor import Actor, operator
from tenantry.directory.operations.groups import list_groups
from tenantry.directory.operations.memberships import add_member
from tenantry.directory.operations.tenants import list_tenants
from tenantry.errors import InvalidValueError
from tenantry.runtime.services import Services, open_services
from tenantry.runtime.settings import Settings
from tenantry.runtime.web import web_application
from tenantry.storage.pages import PageQuery
from tenantry.sync.engine.dispatching import Dispatcher
from tenantry.sync.operations.linking import link_tenants
from tests.support.directory import add_group, add_tenant, add_user
from tests.support.web_client import WebClient

_ACTIONS = ("exported", "created", "updated", "deleted")


@pytest.fixture
def services(tmp_path: Path, database_url: str) -> Iterator[Services]:
    """Northwind's Mira is synchronized into Tailwind; Kim is new, and waits for a cycle."""
    settings = Settings(folder=tmp_path, database=database_url, metrics_path="/metrics")
    with open_services(settings) as services:
        with services.database.write() as work:
            northwind, tailwind = add_tenant(work, "northwind"), add_tenant(work, "tailwind")
            mira = add_user(work, northwind, "mira")
            group = add_group(work, northwind, "design", members=[mira])
            ids = (northwind.tenant_id, tailwind.tenant_id)
            link_tenants(work, *ids, name="To Tailwind", group_ids=[group["id"]])
        _run_due(services)
        with services.database.write() as work:
            add_user(work, northwind, "kim")
        yield services


def _figures(services: Services) -> dict[str, float]:
    """Return name and action → value, of the one job."""
    answer = WebClient(web_application(services)).get("/metrics")
    assert 200 == answer.status_code
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    figures = {}
    for line in lines:
        labelled, _, value = line.rpartition(" ")
        name, _, labels = labelled.partition("{")
        action = labels.partition('action="')[2].partition('"')[0]
        status = labels.partition('status="')[2].partition('"')[0]
        figures[f"{name} {action or status}".strip()] = float(value)
    return figures


def test_what_cycles_did_and_what_waits_is_told(services: Services) -> None:
    figures = _figures(services)

    assert 1 == figures["tenantry_jobs Active"]
    assert 1 <= figures["tenantry_job_cycles_total"]
    users = [figures[f"tenantry_job_users_total {action}"] for action in _ACTIONS]
    assert [1, 1, 0, 0] == users
    assert 0 == figures["tenantry_job_escrows"]
    assert 0 == figures["tenantry_job_quarantined"]
    assert 0 < figures["tenantry_job_lag_seconds"] < 60
    assert 0 <= figures["tenantry_job_cycle_seconds_total"]


def test_escrows_lag_and_quarantine_are_told_while_they_last(services: Services) -> None:
    names = ("tenantry_job_escrows", "tenantry_job_lag_seconds", "tenantry_job_quarantined")
    _bring_somebody_who_cannot_be_exported(services)
    _run_due(services)
    with_an_escrow = _figures(services)
    _forbid(services)
    _run_due(services)
    forbidden = _figures(services)

    assert [1, 0, 0] == [with_an_escrow[name] for name in names]
    assert [1, 0] == [with_an_escrow[f"tenantry_jobs {code}"] for code in ("Active", "Quarantine")]
    assert (1, True) == (forbidden[names[2]], forbidden[names[1]] > 0)
    assert [0, 1] == [forbidden[f"tenantry_jobs {code}"] for code in ("Active", "Quarantine")]


def _run_due(services: Services) -> None:
    while not Dispatcher(services.database, "test").run_due():
        pass


def _bring_somebody_who_cannot_be_exported(services: Services) -> None:
    [northwind, _] = _tenants(services)
    with services.database.write() as work:
        [group] = list_groups(work, northwind, PageQuery()).records
        lea = add_user(work, northwind, "lea", mail="lea@elsewhere.test")
        add_member(work, northwind, group["id"], lea["id"])


def _forbid(services: Services) -> None:
    """Let Tailwind take back that Northwind may synchronize into it, and somebody change."""
    [northwind, tailwind] = _tenants(services)
    given = {"user_sync_inbound": UserSyncInbound(is_sync_allowed=False)}
    with services.database.write() as work:
        update_synchronization(work, tailwind, northwind.tenant_id, given)
        add_user(work, northwind, "mai")


def _tenants(services: Services) -> list[Actor]:
    with services.database.read() as reading:
        tenants = list_tenants(reading, operator(""))
    by_name = sorted(tenants, key=lambda tenant: str(tenant["display_name"]))
    return [operator(tenant["id"]) for tenant in by_name]


def test_every_process_tells_the_same(services: Services) -> None:
    told = [_figures(services) for _ in range(2)]

    for figures in told:
        figures.pop("tenantry_job_lag_seconds")
    assert told[0] == told[1]


def test_no_person_is_named(services: Services) -> None:
    text = WebClient(web_application(services)).get("/metrics").text.lower()

    assert not [word for word in ("mira", "kim", "northwind", "tailwind", "@") if word in text]


def test_without_a_path_there_are_no_metrics(tmp_path: Path, database_url: str) -> None:
    with open_services(Settings(folder=tmp_path, database=database_url)) as services:
        assert 404 == WebClient(web_application(services)).get("/metrics").status_code


def test_a_path_that_is_none_is_refused(tmp_path: Path, database_url: str) -> None:
    settings = Settings(folder=tmp_path, database=database_url, metrics_path="metrics")
    with (
        open_services(settings) as services,
        pytest.raises(InvalidValueError, match="begin it with"),
    ):
        web_application(services)
