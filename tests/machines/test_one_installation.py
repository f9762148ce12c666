"""Two web servers and two workers on one database are one installation."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tenantry.lab.administration import add_lab_application
from tests.machines.fleet import Fleet, fleet_on
from tests.support.configurations import configure_sync
from tests.support.databases import PostgresqlDatabases
from tests.support.directory import add_tenant
from tests.support.processes import wait_until
from tests.support.tenants import Credentials, Tenant, new_token

_PEOPLE = 12


@pytest.fixture
def fleet(postgresql_databases: PostgresqlDatabases, tmp_path: Path) -> Iterator[Fleet]:
    """Machines whose database has no tables yet."""
    with postgresql_databases.empty() as url, fleet_on(url, tmp_path) as fleet:
        yield fleet


def test_machines_that_start_together_are_one_installation(fleet: Fleet) -> None:
    webs = [fleet.start_web(), fleet.start_web()]
    workers = [fleet.start_worker(), fleet.start_worker()]
    with ExitStack() as stack:
        here, there = (stack.enter_context(web.client()) for web in webs)
        source, target = (_found(fleet, here, name) for name in ("northwind", "contoso"))
        source_there, target_there = (tenant.seen_by(there) for tenant in (source, target))

        configuration = configure_sync(source, target, scope="all")
        people = [source.add_user(f"person{number}") for number in range(_PEOPLE)]
        configuration.restart()

        assert people[-1]["id"] == source_there.user(people[-1])["id"]
        assert configuration.job() == source_there.get(configuration.job_path)
        assert _keys(here, source) == _keys(there, source)
        wait_until(lambda: len(target_there.users()) == _PEOPLE, "everybody has arrived")
        created = [
            entry["sourceIdentity"]["id"]
            for entry in source_there.list_all("/auditLogs/provisioning")
            if entry["provisioningAction"] == "create"
        ]
        assert sorted(person["id"] for person in people) == sorted(created)
    for worker in workers:
        worker.terminate()
    assert [0, 0] == [worker.wait(timeout=30) for worker in workers]


def _found(fleet: Fleet, http: httpx.Client, name: str) -> Tenant:
    with fleet.services() as services, services.database.write() as work:
        actor = add_tenant(work, name)
        application = add_lab_application(work, actor)
    credentials = Credentials(
        tenant_id=actor.tenant_id,
        domain=f"{name}.test",
        client_id=application.client_id,
        client_secret=application.client_secret,
    )
    return Tenant(http, credentials, new_token(http, credentials))


def _keys(http: httpx.Client, tenant: Tenant) -> object:
    return http.get(f"/{tenant.tenant_id}/discovery/v2.0/keys").json()
