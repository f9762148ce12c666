"""Plans over HTTP: what would happen is seen first, and then done exactly so."""

from typing import Any

import pytest

from tests.support.configurations import Configuration
from tests.support.scenarios import Installation
from tests.support.tenants import Tenant, done


def _plans(sync: Configuration) -> str:
    return f"/tenantry/v1.0{sync.job_path}/plans"


def _make(sync: Configuration) -> tuple[str, Any]:
    """Return the address of a new plan, and the plan."""
    response = sync.source.ask("POST", _plans(sync), {})
    assert 201 == response.status_code, response.text
    plan = response.json()
    return f"{_plans(sync)}/{plan['id']}", plan


@pytest.mark.claim("CTS-002", "CTS-048")
def test_a_plan_is_looked_at_and_then_applied(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana, ben = source.add_user("ana"), source.add_user("ben")
    sync.assign(ana)
    sync.assign(ben)
    installation.run_cycles()
    source.patch(f"/users/{ana['id']}", {"jobTitle": "Pilot"})
    sync.unassign(ben)

    address, plan = _make(sync)
    changes = source.get(f"{address}/changes")["value"]
    before = [user["jobTitle"] for user in target.users()]
    applied = source.ask("POST", f"{address}/apply", {})
    installation.run_due()

    assert (1, 1, 0) == tuple(plan["counts"][each] for each in ("update", "delete", "create"))
    assert [("delete", ben["id"]), ("update", ana["id"])] == [
        (change["action"], change["sourceId"]) for change in changes
    ]
    assert [{"name": "jobTitle", "before": None, "after": "Pilot"}] == changes[1]["properties"]
    assert ["NotEffectivelyEntitled", "CTS-101"] == [changes[0]["reason"], changes[0]["decidedBy"]]
    assert [None, None] == before
    assert (202, "applying") == (applied.status_code, applied.json()["state"])
    assert ["Pilot"] == [user["jobTitle"] for user in target.users()]
    assert "applied" == source.get(address)["state"]


def test_a_plan_that_the_world_has_left_is_refused_by_what_moved(
    source: Tenant, target: Tenant, sync: Configuration
) -> None:
    sync.assign(source.add_user("ana"))
    address, _ = _make(sync)
    sync.assign(source.add_user("ben"))

    refused = source.ask("POST", f"{address}/apply", {})

    assert 409 == refused.status_code
    assert "assignments of the source changed" in refused.json()["error"]["message"]
    assert [] == target.users()


def test_changes_come_in_pages_and_by_action(source: Tenant, sync: Configuration) -> None:
    for name in ("ana", "ben", "cleo"):
        sync.assign(source.add_user(name))
    address, _ = _make(sync)

    first = source.get(f"{address}/changes?action=create,update&limit=2")
    rest = source.get(first["nextLink"].removeprefix("http://localhost:8080"))
    none = source.get(f"{address}/changes?action=delete")

    names = [each["sourceDisplayName"] for page in (first, rest) for each in page["value"]]
    assert (["Ana", "Ben", "Cleo"], None) == (sorted(names), rest["nextLink"])
    assert [] == none["value"]
    for query, told in (("action=craete", "`create`"), ("limit=0", "1000"), ("page=2", "`after`")):
        refused = source.ask("GET", f"{address}/changes?{query}")
        assert 400 == refused.status_code
        assert told.strip("`") in refused.json()["error"]["message"]


def test_a_plan_is_seen_by_the_source_and_the_operator_alone(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    sync.assign(source.add_user("ana"))
    address, plan = _make(sync)

    assert [plan["id"]] == [each["id"] for each in source.get(_plans(sync))["value"]]
    assert plan == done(installation.ask("GET", address))
    for method, path in (
        ("GET", address),
        ("GET", f"{address}/changes"),
        ("POST", f"{address}/apply"),
        ("DELETE", address),
        ("POST", _plans(sync)),
    ):
        assert 404 == target.ask(method, path, {} if method == "POST" else None).status_code
        anonymous = installation.http.request(method, path)
        assert 401 == anonymous.status_code
    assert 404 == installation.ask("GET", address.replace("Azure2Azure.", "other.")).status_code


def test_the_operator_makes_applies_and_discards_plans(
    installation: Installation, source: Tenant, target: Tenant, sync: Configuration
) -> None:
    sync.assign(source.add_user("ana"))
    sync.source.post(f"{sync.job_path}/pause")
    plans = [done(installation.ask("POST", _plans(sync), {})) for _ in range(2)]
    first, second = (f"{_plans(sync)}/{plan['id']}" for plan in plans)

    discarded = installation.ask("DELETE", first)
    done(installation.ask("POST", f"{second}/apply", {}))
    installation.run_due()

    assert (204, b"") == (discarded.status_code, discarded.content)
    assert 404 == installation.ask("GET", first).status_code
    assert ["Ana"] == [user["displayName"] for user in target.users()]
    assert "Paused" == source.get(sync.job_path)["status"]["code"]
