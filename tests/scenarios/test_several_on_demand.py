"""Provision on demand for a short list of people: each with its steps, all of them or none."""

from typing import Any

import msgspec

from tests.support.configurations import Configuration
from tests.support.tenants import Json, Tenant


def _body(sync: Configuration, *object_ids: str) -> Json:
    rule = sync.source.get(f"{sync.job_path}/schema")["synchronizationRules"][0]
    subjects = [{"objectId": each, "objectTypeName": "User"} for each in object_ids]
    return {"parameters": [{"ruleId": rule["id"], "subjects": subjects}]}


def test_several_people_come_at_once_each_with_its_steps(
    source: Tenant, target: Tenant, sync: Configuration
) -> None:
    people = [source.add_user(name) for name in ("ana", "ben")]
    sync.assign(people[0])

    answer = source.post(
        f"{sync.job_path}/provisionOnDemand", _body(sync, *(each["id"] for each in people))
    )

    told: list[Any] = msgspec.json.decode(answer["value"])
    assert [each["id"] for each in people] == [each["sourceIdentity"]["id"] for each in told]
    assert ["Success", "Skipped"] == [each["statusInfo"]["status"] for each in told]
    assert ["Ana"] == [user["displayName"] for user in target.users()]


def test_an_unknown_person_or_too_many_provision_nobody(
    source: Tenant, target: Tenant, sync: Configuration
) -> None:
    ana = source.add_user("ana")
    sync.assign(ana)
    nobody = "01a22000-0000-7000-8000-000000000000"
    address = f"{sync.job_path}/provisionOnDemand"

    unknown = source.ask("POST", address, _body(sync, ana["id"], nobody))
    many = source.ask("POST", address, _body(sync, *[ana["id"]] * 6))

    assert (404, 400) == (unknown.status_code, many.status_code)
    assert "from one to 5 items" in many.json()["error"]["message"]
    assert [] == target.users()
