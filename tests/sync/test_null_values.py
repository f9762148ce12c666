"""`FlowNullValues`: what is emptied in the source is emptied in the target."""

from dataclasses import replace

import msgspec
import pytest

from tenantry.directory.operations.applications import create_application
from tenantry.directory.operations.extension_properties import create_extension_property
from tenantry.sync.expression import Expression, parse
from tenantry.sync.flows import FlowType
from tenantry.sync.mapping import AttributeMapping
from tests.support.companies import Company
from tests.support.synchronization import Synchronization


def test_an_emptied_attribute_and_a_removed_manager_are_cleared(sync: Synchronization) -> None:
    sync.set_options(FlowNullValues="True")
    _map(sync, "mail", parse("[mail]"))
    head = sync.add_user("ana")
    report = sync.add_user("ben", city="Turku", mail=f"ben@{sync.source.domain}")
    sync.source.set_manager(report, head)
    sync.run_cycle()
    before = sync.twin(report)

    sync.source.change(report, city=None, mail=None)
    sync.source.clear_manager(report)
    sync.run_cycle()

    after = sync.twin(report)
    assert ("Turku", sync.twin(head)["id"]) == (before["city"], before["manager_id"])
    cleared = ("city", "manager_id", "mail", "mail_key", "proxy_addresses")
    assert [None] * 5 == [after[name] for name in cleared]
    modified = msgspec.json.decode(sync.events(report)[-1]["modified_properties"])
    assert ["city", "Turku", None] in modified
    _check_nothing_more_happens(sync)


def test_what_the_job_does_not_map_is_left_alone(sync: Synchronization) -> None:
    sync.set_options(FlowNullValues="True")
    report = sync.add_user("ben", city="Turku")
    sync.run_cycle()
    sync.target.change(sync.twin(report)["id"], mobile_phone="+358 40 555 01")

    sync.source.change(report, city=None)
    sync.run_cycle()

    twin = sync.twin(report)
    assert (None, "+358 40 555 01") == (twin["city"], twin["mobile_phone"])
    assert ("Ben", True, "Member") == (
        twin["display_name"],
        twin["account_enabled"],
        twin["user_type"],
    )


@pytest.mark.parametrize(
    ("expression", "flow_type", "is_cleared"),
    [
        ("[city]", FlowType.ALWAYS, True),
        ("ToUpper([city])", FlowType.ALWAYS, True),
        ("IgnoreFlowIfNullOrEmpty([city])", FlowType.ALWAYS, False),
        ('IIF([city]="", "none", [city])', FlowType.ALWAYS, False),
        ("[city]", FlowType.VALUE_ADD_ONLY, False),
        ("[city]", FlowType.ATTRIBUTE_ADD_ONLY, False),
        ("[city]", FlowType.OBJECT_ADD_ONLY, False),
    ],
)
def test_only_what_always_flows_is_cleared(
    sync: Synchronization, expression: str, flow_type: FlowType, *, is_cleared: bool
) -> None:
    sync.set_options(FlowNullValues="True")
    _map(sync, "department", parse(expression), flow_type)
    user_id = sync.add_user("ben", city="Turku")
    sync.run_cycle()

    sync.source.change(user_id, city=None)
    sync.run_cycle()

    assert is_cleared == (sync.twin(user_id)["department"] is None)
    _check_nothing_more_happens(sync)


@pytest.mark.parametrize("target", ["userType", "userPrincipalName", "displayName"])
def test_what_a_user_cannot_be_without_stays(sync: Synchronization, target: str) -> None:
    sync.set_options(FlowNullValues="True")
    _map(sync, target, parse("[department]"))
    name = {"userPrincipalName": "ben@northwind.test"}.get(target, "Guest")
    user_id = sync.add_user("ben", department=name)
    sync.run_cycle()
    before = sync.twin(user_id)

    sync.source.change(user_id, department=None, city="Turku")
    sync.run_cycle()

    after = sync.twin(user_id)
    assert {**before, "city": "Turku", "department": None} == after
    assert {} == sync.escrows()


def test_an_extension_attribute_is_cleared_beside_others(sync: Synchronization) -> None:
    ours, theirs = _register(sync.source, "badge"), _register(sync.target, "badge")
    other = _register(sync.target, "locker")
    sync.set_options(FlowNullValues="True")
    _map(sync, theirs, parse(f"[{ours}]"))
    user_id = sync.add_user("ben", extensions={ours: "B-1"})
    sync.run_cycle()
    sync.target.change(sync.twin(user_id)["id"], extensions={other: "L-7"})

    sync.source.change(user_id, extensions={ours: None})
    sync.run_cycle()

    assert {other: "L-7"} == msgspec.json.decode(sync.twin(user_id)["extensions"])


def _map(
    sync: Synchronization,
    target: str,
    source: Expression,
    flow_type: FlowType = FlowType.ALWAYS,
) -> None:
    users = sync.schema()
    others = [each for each in users.mappings if each.target != target]
    mapping = AttributeMapping(target=target, source=source, flow_type=flow_type)
    sync.replace_schema(replace(users, mappings=(*others, mapping)))


def _register(company: Company, name: str) -> str:
    with company.database.write() as work:
        application = create_application(work, company.actor, {"display_name": name})
        values = {"name": name, "data_type": "String", "target_objects": ["User"]}
        key = application["id"]
        return str(create_extension_property(work, company.actor, key, values)["name"])


def _check_nothing_more_happens(sync: Synchronization) -> None:
    before = sync.target.position(), len(sync.events())
    sync.run_cycle()
    assert before == (sync.target.position(), len(sync.events()))
