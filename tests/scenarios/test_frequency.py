"""How often cycles start, and how long they take."""

from pathlib import Path

import msgspec
import pytest

from tenantry.clock import monotonic_ms
from tenantry.identifiers import new_id
from tests.support.configurations import Configuration, configure_sync
from tests.support.scenarios import Installation
from tests.support.tenants import Json, Tenant

_MANY = 400


@pytest.mark.claim("CTS-044")
def test_cycles_start_every_forty_minutes_and_the_interval_is_fixed(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    installation.run_due()
    ana = source.add_user("ana")
    sync.assign(ana)

    refused = source.ask("PATCH", sync.job_path, {"schedule": {"interval": "PT10M"}})
    installation.advance("PT39M")
    before = target.users()
    installation.advance("PT1M")

    assert 400 == refused.status_code
    assert "schedule.interval" in refused.json()["error"]["message"]
    schedule = sync.job()["schedule"]
    assert {"expiration": None, "interval": "PT40M", "state": "Active"} == schedule
    assert ([], [target.user_of(ana)]) == (before, target.users())


@pytest.mark.claim("CTS-045")
def test_a_cycle_over_more_users_takes_longer(
    installation: Installation, source: Tenant, target: Tenant, tmp_path: Path
) -> None:
    sync = configure_sync(source, target, scope="all")
    ana = source.add_user("ana")
    installation.run_cycles()

    of_one = min(_duration_of_cycle_after_a_change(installation, source, ana) for _ in range(3))
    _import_users(installation, source, tmp_path, count=_MANY)
    of_many = _duration_of_cycle(installation)

    assert _MANY == sync.job()["status"]["lastExecution"]["countExported"]
    assert of_one < of_many


@pytest.mark.claim("CTS-046")
def test_the_initial_cycle_takes_longer_than_the_following_ones(
    installation: Installation, source: Tenant, target: Tenant, tmp_path: Path
) -> None:
    sync = configure_sync(source, target, scope="all")
    _import_users(installation, source, tmp_path, count=_MANY)

    initial = _duration_of_cycle(installation)
    imported = sync.job()["status"]["lastExecution"]["countImported"]
    incremental = min(_duration_of_cycle(installation) for _ in range(3))

    execution = sync.job()["status"]["lastExecution"]
    assert (_MANY, 0, "Succeeded") == (imported, execution["countImported"], execution["state"])
    assert incremental < initial


def _duration_of_cycle(installation: Installation) -> float:
    """Return how long it takes to run what is due, in milliseconds of real time."""
    began = monotonic_ms()
    installation.run_cycles()
    return monotonic_ms() - began


def _duration_of_cycle_after_a_change(
    installation: Installation, tenant: Tenant, user: Json
) -> float:
    tenant.change(user, jobTitle=new_id())
    return _duration_of_cycle(installation)


def _import_users(installation: Installation, tenant: Tenant, folder: Path, *, count: int) -> None:
    """Import *count* people from a file, as an administrator with many of them would."""
    people = [
        {"displayName": f"Person {number}", "userPrincipalName": f"p{number}@{tenant.domain}"}
        for number in range(count)
    ]
    file = folder / "people.json"
    file.write_bytes(msgspec.json.encode({"value": people}))
    installation.command("import", "users", str(file), "--tenant", tenant.domain)
